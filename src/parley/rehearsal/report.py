"""The report of a rehearsal: a documented contract (docs/reference/rehearsal-report.md)."""

from pydantic import Field

from parley.contracts.ids import LanguageTag, MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.meetings import EngineUse
from parley.contracts.notes import Notes
from parley.contracts.wire import WireModel


class Timing(WireModel):
    """Milliseconds; null when nothing was measured.

    Attributes:
        count: How many measurements stand behind the percentiles.
    """

    p50: float | None
    p90: float | None
    p95: float | None
    count: int = Field(ge=0)


class Timings(WireModel):
    """When things happened, all on the monotonic clock of the rehearsal's own process.

    Attributes:
        connect: A participant's `connect()` to being in the room.
        agent_heard: A speaker's `connect()` to the agent's subscription to the microphone.
        word_to_partial: End of a word to the first caption that holds it for good, at a listener.
        speech_end_to_final: End of an utterance to its final caption, at a listener.
        final_to_translation: By language that was read, a final to its translation, at its reader.
    """

    connect: Timing
    agent_heard: Timing
    word_to_partial: Timing
    speech_end_to_final: Timing
    final_to_translation: dict[LanguageTag, Timing]


class SpeakerResult(WireModel):
    """What became of one speaker's words.

    Attributes:
        segments: How many were stored.
        words_reference: Words of the reference after normalising; null without one.
        wer: Word error rate of the stored segments against the reference, as a ratio; null without one.
        wer_offline: The same for the same weights and beam on the file; null without a reference or weights.
    """

    name: str
    identity: ParticipantIdentity
    segments: int = Field(ge=0)
    words_reference: int | None
    wer: float | None
    wer_offline: float | None


class ReportedSegment(WireModel):
    """A stored segment; `speaker` is the identity, times are on the meeting clock.

    Attributes:
        translations: Stored ones, by language.
    """

    segment_id: SegmentId
    speaker: ParticipantIdentity
    language: str
    start_ms: int = Field(ge=0)
    end_ms: int = Field(ge=0)
    text: str
    translations: dict[LanguageTag, str]


class Report(WireModel):
    """What came out of a rehearsal, and when.

    Attributes:
        engines: In use, as the deployment reports them.
        stored_segments: How many segments the API returns.
        live_equals_stored: Every listener's finals are the segments that the API returns, text by text.
        utterances: Stretches of speech on the files, pauses under 750 ms joined.
        speech_ms: Their length in all, by Silero VAD as faster-whisper ships it.
        billed_speech_ms: Distinct milliseconds of audio given to the speech engine.
        notes: Null when there are none.
    """

    meeting_id: MeetingId
    engines: list[EngineUse]
    timings_ms: Timings
    speakers: list[SpeakerResult]
    segments: list[ReportedSegment]
    stored_segments: int = Field(ge=0)
    live_equals_stored: bool
    utterances: int = Field(ge=0)
    speech_ms: int = Field(ge=0)
    billed_speech_ms: int = Field(ge=0)
    notes: Notes | None
