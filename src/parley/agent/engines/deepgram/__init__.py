"""Deepgram, by LiveKit's plugin: the first engine of the ladder's cloud rung."""
