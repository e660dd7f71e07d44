"""Engines that translate captions, and the ladder that they make."""
