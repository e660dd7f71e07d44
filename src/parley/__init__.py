"""Parley: self-hostable video meetings that caption and remember themselves."""
