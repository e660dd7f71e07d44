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

VOICE_LOOP_MS = 800
"""From the end of what a person says to an assistant to the beginning of its answer in their ear."""


class VoiceStage(StrEnum):
    """Where an answer spends its time, in its order. Captions spend theirs in the first two."""

    TURN = "turn"
    SPEECH_TO_TEXT = "speech_to_text"
    FIRST_TOKEN = "first_token"  # noqa: S105 - the name of a stage
    FIRST_AUDIO = "first_audio"
    VOICE_NETWORK = "voice_network"


VOICE_STAGE_MS = {
    VoiceStage.TURN: 50,
    VoiceStage.SPEECH_TO_TEXT: 150,
    VoiceStage.FIRST_TOKEN: 400,
    VoiceStage.FIRST_AUDIO: 150,
    VoiceStage.VOICE_NETWORK: 50,
}
"""What each may take of it."""
