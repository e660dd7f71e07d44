"""Benches of translated captions."""
