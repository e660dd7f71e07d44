"""Writes down a meeting: one assembler per open utterance, times put on the meeting clock."""

from collections.abc import Callable

from parley.agent.captions.assembler import Caption, SegmentAssembler
from parley.agent.engines.ports import Final, SpeechEvent
from parley.agent.listening.utterance import Utterance
from parley.contracts.clock import MeetingClock
from parley.contracts.ids import SegmentId


class Scribe:
    """Turns the engine events of all utterances of a meeting into captions.

    Until `begin` brings the meeting clock, the newest event of each utterance is kept.
    """

    def __init__(self, on_caption: Callable[[Caption], None]) -> None:
        self._on_caption = on_caption
        self._clock: MeetingClock | None = None
        self._language = ""
        self._open: dict[SegmentId, SegmentAssembler] = {}
        self._early: dict[SegmentId, tuple[Utterance, SpeechEvent]] = {}

    @property
    def has_begun(self) -> bool:
        """Whether captions come."""
        return self._clock is not None

    def begin(self, clock: MeetingClock, language: str) -> None:
        """Writes down what was heard so far and all that comes. Only the first call counts."""
        if self._clock is not None:
            return
        self._clock, self._language = clock, language
        early, self._early = self._early, {}
        for utterance, event in early.values():
            self.hear(utterance, event)

    def hear(self, utterance: Utterance, event: SpeechEvent) -> None:
        """Takes an event of an utterance; its caption follows, if there is something to show."""
        if self._clock is None:
            self._early.pop(utterance.segment_id, None)  # so that finals stay in the order they came in
            self._early[utterance.segment_id] = (utterance, event)
            return
        caption = self._assembler(utterance, self._clock).on_event(event, self._clock.at(utterance.end_s))
        if isinstance(event, Final):
            # An utterance's stream ends with its final, so nothing more can come for it.
            del self._open[utterance.segment_id]
        if caption is not None:
            self._on_caption(caption)

    def meeting_ms(self, monotonic_s: float) -> int | None:
        """A moment on the meeting clock; None before it is known."""
        return None if self._clock is None else self._clock.at(monotonic_s)

    def _assembler(self, utterance: Utterance, clock: MeetingClock) -> SegmentAssembler:
        assembler = self._open.get(utterance.segment_id)
        if assembler is None:
            assembler = SegmentAssembler(
                utterance.segment_id,
                utterance.speaker,
                utterance.track_id,
                self._language,
                clock.at(utterance.start_s),
            )
            self._open[utterance.segment_id] = assembler
        return assembler
