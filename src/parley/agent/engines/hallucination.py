"""When Whisper says something that nobody said.

On noise and silence the model still writes ("you", "Thank you."). The thresholds are those of OpenAI's
reference decoder and of Vexa's confidence filter.
"""

import zlib

NO_SPEECH_PROBABILITY = 0.6
UNSURE_LOG_PROBABILITY = -1.0
HOPELESS_LOG_PROBABILITY = -1.3
COMPRESSION_RATIO = 2.4


def is_hallucinated(text: str, no_speech_probability: float, mean_log_probability: float) -> bool:
    """Whether a decoded text is to be dropped: likely no speech, hopelessly unsure, or a loop of itself."""
    if no_speech_probability > NO_SPEECH_PROBABILITY and mean_log_probability < UNSURE_LOG_PROBABILITY:
        return True
    return mean_log_probability < HOPELESS_LOG_PROBABILITY or compression_ratio(text) > COMPRESSION_RATIO


def compression_ratio(text: str) -> float:
    """Bytes of the text over bytes of it deflated; high when a text repeats itself."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0
