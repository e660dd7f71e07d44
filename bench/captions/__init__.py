"""Captions: right words under the right names, soon, at what cost: ours, the stock pattern, the engine."""
