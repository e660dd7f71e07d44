"""Writes down a meeting: one assembler per open utterance, times put on the meeting clock."""

from parley.agent.captions.assembler import Caption, SegmentAssembler
from parley.agent.engines.ports import Final, SpeechEvent
from parley.agent.listening.listener import Utterance
from parley.contracts.clock import MeetingClock
from parley.contracts.ids import SegmentId


class Scribe:
    """Turns the engine events of all utterances of a meeting into captions."""

    def __init__(self, clock: MeetingClock, language: str) -> None:
        self._clock = clock
        self._language = language
        self._open: dict[SegmentId, SegmentAssembler] = {}

    def caption(self, utterance: Utterance, event: SpeechEvent) -> Caption | None:
        """The caption after an event of an utterance, if there is something to show."""
        assembler = self._open.get(utterance.segment_id)
        if assembler is None:
            assembler = SegmentAssembler(
                utterance.segment_id,
                utterance.speaker,
                utterance.track_id,
                self._language,
                self._clock.at(utterance.start_s),
            )
            self._open[utterance.segment_id] = assembler
        if isinstance(event, Final):
            # An utterance's stream ends with its final, so nothing more can come for it.
            del self._open[utterance.segment_id]
        return assembler.on_event(event, self._clock.at(utterance.end_s))
