"""Writes down a meeting: one assembler per open utterance, times put on the meeting clock."""

from collections.abc import Callable

from parley.agent.captions.assembler import Caption, SegmentAssembler
from parley.agent.captions.editor import Editor
from parley.agent.engines.ports import Final, SpeechEvent
from parley.agent.listening.utterance import Utterance
from parley.contracts.captions import Gap, GapReason, missed_gap_id
from parley.contracts.clock import MeetingClock
from parley.contracts.ids import LanguageTag, SegmentId


class Scribe:
    """Turns the engine events of all utterances of a meeting into captions, and what is missing into gaps.

    Until `begin` brings the meeting clock, the newest event of each utterance is kept.
    """

    def __init__(
        self, editor: Editor, on_caption: Callable[[Caption], None], on_gap: Callable[[Gap], None]
    ) -> None:
        self._editor = editor
        self._on_caption = on_caption
        self._on_gap = on_gap
        self._clock: MeetingClock | None = None
        self._language: LanguageTag = ""
        self._open: dict[SegmentId, SegmentAssembler] = {}
        self._early: dict[SegmentId, tuple[Utterance, SpeechEvent | GapReason]] = {}

    @property
    def has_begun(self) -> bool:
        """Whether captions come."""
        return self._clock is not None

    def begin(self, clock: MeetingClock, language: LanguageTag) -> None:
        """Writes down what was heard so far and all that comes. Only the first call counts.

        Args:
            clock: The meeting's.
            language: What is spoken by those of whom nothing else is known.
        """
        if self._clock is not None:
            return
        self._clock, self._language = clock, language
        early, self._early = self._early, {}
        for utterance, event in early.values():
            if isinstance(event, GapReason):
                self.miss(utterance, event)
            else:
                self.hear(utterance, event)

    def at(self, monotonic_s: float) -> int | None:
        """A moment on the meeting clock, ms; None before that is known."""
        return None if self._clock is None else self._clock.at(monotonic_s)

    def hear(self, utterance: Utterance, event: SpeechEvent) -> None:
        """Takes an event of an utterance; its caption follows, if there is something to show."""
        if self._clock is None:
            self._keep(utterance, event)
            return
        edited = self._editor.edited(event, utterance.language or self._language)
        caption = self._assembler(utterance, self._clock).on_event(edited, self._clock.at(utterance.end_s))
        if isinstance(event, Final):
            # An utterance's stream ends with its final, so nothing more can come for it.
            del self._open[utterance.segment_id]
        if caption is not None:
            self._on_caption(caption)

    def miss(self, utterance: Utterance, reason: GapReason) -> None:
        """Takes that there will be no final: what was shown of it is taken back, and a gap stands for it."""
        if self._clock is None:
            self._keep(utterance, reason)
            return
        if utterance.segment_id in self._open:
            self.hear(utterance, Final(""))
        self._on_gap(
            Gap(
                gap_id=missed_gap_id(utterance.segment_id),
                speaker=utterance.speaker,
                start_ms=self._clock.at(utterance.start_s),
                end_ms=self._clock.at(utterance.end_s),
                reason=reason,
            )
        )

    def _keep(self, utterance: Utterance, event: SpeechEvent | GapReason) -> None:
        self._early.pop(utterance.segment_id, None)  # so that finals stay in the order they came in
        self._early[utterance.segment_id] = (utterance, event)

    def _assembler(self, utterance: Utterance, clock: MeetingClock) -> SegmentAssembler:
        assembler = self._open.get(utterance.segment_id)
        if assembler is None:
            assembler = SegmentAssembler(
                utterance.segment_id,
                utterance.speaker,
                utterance.track_id,
                utterance.language or self._language,
                clock.at(utterance.start_s),
            )
            self._open[utterance.segment_id] = assembler
        return assembler
