"""Budgets of time that people feel, with their sources. Benches hold what is measured against them."""

from enum import StrEnum

ONE_WAY_AUDIO_MS = 200
"""From a mouth to another's ear. ITU-T G.114: good up to 150 ms, unacceptable above 400 ms."""

NETWORK_MS = 120
"""What the network may take of it, on the way to the SFU and from there together."""


class AudioStage(StrEnum):
    """Where sound spends its time, in its order."""

    CAPTURE = "capture"
    ON_DEVICE_AI = "on_device_ai"
    ENCODE = "encode"
    NETWORK = "network"
    JITTER_BUFFER = "jitter_buffer"
    PLAYOUT = "playout"


DEVICE_MS = ONE_WAY_AUDIO_MS - NETWORK_MS
"""What is left for all other stages together, on both devices."""
