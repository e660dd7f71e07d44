"""When an open utterance is decoded again.

Figures measured with Whisper tiny.en: a partial each 0.6 s is quick enough to read along; stretching the
interval with the utterance keeps the cost of long ones down (0.13 to 0.17 s of CPU per s of speech). It
stretches no further than 1 s: with 0.3 of the length up to there, 79 partials of 94 s hold nine words in
ten within 1.07 s; with 0.25 and no end, 84 partials take 1.26 s (2026-11-25, what `bench.captions` plays).
"""

from dataclasses import dataclass

PARTIAL_INTERVAL_S = 0.6
PARTIAL_INTERVAL_SHARE = 0.3
PARTIAL_INTERVAL_MAX_S = 1.0
# Of the first, that much is the gate's pre-roll: sound from before the voice, which makes Whisper guess.
FIRST_PARTIAL_LATER_S = 0.3
PARTIAL_PAD_S = 4.0  # less collapses a clip now and then
FINAL_PAD_S = 15.0
# How far the engine may be behind one meeting: what is older is given up, so that memory has a bound (3.8 MB)
# and captions stay near the talk.
MAX_BACKLOG_S = 120.0
# A host process that decodes one clip (12 s at most) for so long, or says nothing for so long, is stuck.
LIVENESS_S = 30.0
SAY_ALIVE_S = 5.0


@dataclass
class PartialSchedule:
    """Decides at which lengths of an utterance a partial is due; one object per utterance."""

    last_length_s: float = FIRST_PARTIAL_LATER_S

    def is_due(self, length_s: float) -> bool:
        """Whether an utterance of this length should be decoded now."""
        stretched_s = min(PARTIAL_INTERVAL_SHARE * length_s, PARTIAL_INTERVAL_MAX_S)
        return length_s - self.last_length_s >= max(PARTIAL_INTERVAL_S, stretched_s)

    def start(self, length_s: float) -> None:
        """Notes that a partial of this length is being decoded."""
        self.last_length_s = length_s


def padded_s(length_s: float, *, is_final: bool) -> float:
    """How long a clip is to be made with silence before it is decoded."""
    return max(FINAL_PAD_S, length_s) if is_final else length_s + PARTIAL_PAD_S
