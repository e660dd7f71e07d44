"""Benches of noise suppression in the browser."""
