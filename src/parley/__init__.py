"""Parley: self-hostable video meetings that caption and remember themselves."""

__version__ = "0.1.0"
