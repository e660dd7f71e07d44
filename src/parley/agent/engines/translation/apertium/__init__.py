"""Apertium: rules and dictionaries, from the system's packages, as processes that stay."""
