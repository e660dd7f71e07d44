"""Notes of a meeting, made from the stored transcript."""

from parley.agent.notes.extractive import METHOD, make_notes

__all__ = ["METHOD", "make_notes"]
