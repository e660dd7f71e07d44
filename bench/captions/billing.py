"""How much audio the speech engine is given for a conversation."""

from bench.harness.rehearsing import rehearse
from bench.harness.rows import Row
from bench.harness.speech import conversation

PEER = "a stream per open microphone, as stock agents hold one: silence is billed too."
# speech itself, and per utterance room for pre-roll and the decision that it is over
ALLOWED_SHARE, ALLOWED_S_PER_UTTERANCE = 1.05, 0.8


def run() -> list[Row]:
    """Rehearse the sample meeting."""
    cast = conversation()
    report = rehearse(cast).report
    allowed_s = ALLOWED_SHARE * report.speech_ms / 1000 + ALLOWED_S_PER_UTTERANCE * report.utterances
    return [
        Row("speech on the files", "s", report.speech_ms / 1000),
        Row(
            "audio given to the engine",
            "s",
            report.billed_speech_ms / 1000,
            cast.duration_s * len(cast.parts),
            allowed_s,
        ),
    ]
