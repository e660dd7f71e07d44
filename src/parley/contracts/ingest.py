"""The agent's only door to the backend: leases, worker reports, records of the outbox, notes work.

Every call bears the service token. Everything is idempotent: leases by id, segments by segment id, notes by
request id, so an agent may say a thing again whenever it is unsure that it was heard.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from parley.contracts.captions import Gap, Segment
from parley.contracts.ids import LanguageTag, LeaseId, MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.meetings import EngineUse, SpeechUsage
from parley.contracts.notes import Notes
from parley.contracts.telemetry.meeting import AgentBucket
from parley.contracts.translation import Translation, TranslationPair
from parley.contracts.wire import WireModel

BACKLOG_SEGMENTS = 100
"""Some ten minutes of talk."""


class AgentDispatch(WireModel):
    """Metadata of a LiveKit agent dispatch: who the agent is to be, and for which lease."""

    type: Literal["parley.dispatch"]
    meeting_id: MeetingId
    lease_id: LeaseId
    agent_identity: ParticipantIdentity


class LeaseCommand(StrEnum):
    """What the backend tells a job on its heartbeat."""

    CONTINUE = "continue"
    LEAVE = "leave"  # superseded, or the meeting ended: finish the open utterance and go


class OpenSpeech(WireModel):
    """Something that was heard and whose final is not on disk yet; times on the meeting clock."""

    segment_id: SegmentId = Field(min_length=4, max_length=64)
    speaker: ParticipantIdentity = Field(min_length=1, max_length=128)
    start_ms: int = Field(ge=0)


class LeaseHeartbeat(WireModel):
    """Sent by a job every second from its start; the first makes the lease live.

    Attributes:
        is_listening: True once the job is in the room and hears people.
        engines: All that work for the meeting.
        speech_engine: Name of the speech engine that new utterances are given to; null: none is ready.
        is_fallback: True while that is not the engine that the deployment would rather use.
        is_behind: True while captions come later than people can follow, or speech has to be skipped.
        open_speech: What would be lost if the job died now.
    """

    is_listening: bool
    engines: list[EngineUse]
    speech_engine: str | None
    is_fallback: bool
    is_behind: bool
    open_speech: list[OpenSpeech] = Field(default_factory=list, max_length=1_000)


class TranslatedSegment(WireModel):
    """A segment and a language that it is stored in."""

    segment_id: SegmentId = Field(min_length=4, max_length=64)
    language: LanguageTag


class Backlog(WireModel):
    """What was said in a meeting of late, for a job that has not heard it.

    Attributes:
        segments: The last that are stored, in order of speech.
        translated: Into which languages they have been translated.
    """

    segments: list[Segment] = Field(max_length=BACKLOG_SEGMENTS)
    translated: list[TranslatedSegment]


class LeaseAnswer(WireModel):
    """Answer to a heartbeat.

    Attributes:
        meeting_now_ms: The meeting clock as the backend reads it while answering.
    """

    command: LeaseCommand
    meeting_now_ms: int = Field(ge=0)


class EngineHealth(WireModel):
    """An engine of a worker and whether it can work.

    Attributes:
        problem: A sentence for operators when it cannot.
        languages: BCP 47 tags of what a speech engine that is ready writes.
        pairs: What a translation engine that is ready translates.
        is_elsewhere: Whether it is given what people say, ready or not at the moment, outside here.
    """

    kind: str
    name: str
    is_ready: bool
    languages: list[LanguageTag]
    pairs: list[TranslationPair] = Field(default_factory=list, max_length=10_000)
    problem: str | None
    is_elsewhere: bool = False


class NotesRequest(WireModel):
    """Work for a worker: make the notes of this meeting from the store."""

    request_id: str
    meeting_id: MeetingId


class WorkerReport(WireModel):
    """Sent by a worker every second once LiveKit has registered it."""

    active_jobs: int = Field(ge=0)
    max_jobs: int = Field(ge=0)
    engines: list[EngineHealth]


class WorkerAnswer(WireModel):
    """Answer to a worker's report: notes to make, each leased to this worker for a while."""

    notes_requests: list[NotesRequest]


class SegmentRecord(WireModel):
    """A final, as it leaves the outbox."""

    type: Literal["segment"]
    segment: Segment


class TranslationRecord(WireModel):
    """A final in another language, as it leaves the outbox: after the final itself."""

    type: Literal["translation"]
    translation: Translation


class GapRecord(WireModel):
    """Something that was said and has no final, as it leaves the outbox."""

    type: Literal["gap"]
    gap: Gap


class UsageRecord(WireModel):
    """What this job has given one engine of one speaker since it began: totals, so the newest one counts."""

    type: Literal["usage"]
    usage: SpeechUsage


class TelemetryRecord(WireModel):
    """How the last seconds of this job went."""

    type: Literal["telemetry"]
    bucket: AgentBucket


class JobFinishedRecord(WireModel):
    """The last record of a job: after it, nothing of this lease is under way."""

    type: Literal["job_finished"]
    engines: list[EngineUse]


OutboxRecord = Annotated[
    SegmentRecord | TranslationRecord | GapRecord | UsageRecord | TelemetryRecord | JobFinishedRecord,
    Field(discriminator="type"),
]


class IngestBatch(WireModel):
    """Records of one lease in the order they were made; at most 100."""

    records: list[OutboxRecord] = Field(min_length=1, max_length=100)


class RecordRefusal(WireModel):
    """A record that will never be taken, by its place in the batch, and why."""

    index: int
    code: str
    detail: str


class IngestAnswer(WireModel):
    """What became of a batch: every record not refused is stored, be it now or earlier."""

    stored: int
    refused: list[RecordRefusal]


class NotesParticipant(WireModel):
    """A person who was in the meeting, for naming owners."""

    identity: ParticipantIdentity
    name: str


class NotesSource(WireModel):
    """All that notes are made from: the stored transcript and who was there."""

    meeting_id: MeetingId
    participants: list[NotesParticipant]
    segments: list[Segment]


class NotesResult(WireModel):
    """Finished notes for a request; `notes` is null when there was nothing to note."""

    request_id: str
    notes: Notes | None
