"""Meetings: made, started, ended."""
