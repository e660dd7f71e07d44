"""When Whisper says something that nobody said.

On noise and silence the model still writes ("you", "Thank you."). The thresholds are those of OpenAI's
reference decoder and of Vexa's confidence filter. The reference applies its compression ratio to windows of
30 s and decodes again; people do say "one two, one two", so here it judges only a text that is longer than
what can be said in the time. A loop is: it runs on to the decoder's limit of tokens.
"""

import zlib

NO_SPEECH_PROBABILITY = 0.6
UNSURE_LOG_PROBABILITY = -1.0
HOPELESS_LOG_PROBABILITY = -1.3
COMPRESSION_RATIO = 2.4
# The fastest that Netflix's Timed Text Style Guide lets English subtitles for adults be.
CHARACTERS_PER_S = 20
WORDS_PER_S = (
    6  # for words that are written short, as digits; two and a half times conversation's 150 a minute
)


def is_hallucinated(
    text: str, length_s: float, no_speech_probability: float, mean_log_probability: float
) -> bool:
    """Whether a decoded text is to be dropped: likely no speech, hopelessly unsure, or a loop of itself.

    Args:
        text: As decoded.
        length_s: Seconds of sound that it was decoded from, without padding.
        no_speech_probability: Of the clip.
        mean_log_probability: Per token, <= 0.
    """
    if no_speech_probability > NO_SPEECH_PROBABILITY and mean_log_probability < UNSURE_LOG_PROBABILITY:
        return True
    is_too_much = len(text) > CHARACTERS_PER_S * length_s or len(text.split()) > WORDS_PER_S * length_s
    if is_too_much and compression_ratio(text) > COMPRESSION_RATIO:
        return True
    return mean_log_probability < HOPELESS_LOG_PROBABILITY


def compression_ratio(text: str) -> float:
    """Bytes of the text over bytes of it deflated; high when a text repeats itself."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0
