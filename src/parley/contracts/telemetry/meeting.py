"""How a meeting went, as hosts and support read it: what pages, agents and the backend itself have measured.

All times are integer ms on the meeting clock.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from parley.contracts.access import Role
from parley.contracts.ids import LeaseId, MeetingId, PageId, ParticipantIdentity
from parley.contracts.meetings import MeetingState
from parley.contracts.telemetry.page import PageMarks, TelemetryBucket
from parley.contracts.telemetry.units import ClockMs, Count, Milliseconds, Percent
from parley.contracts.wire import WireModel


class AgentBucket(WireModel):
    """Five seconds of the agent's work for one meeting, as the agent reports it.

    Attributes:
        finals: Captions that became final within the bucket; the times are theirs, null without any.
        caption_lag_p50_ms: From the end of what was said to its final caption.
        queue_ms: The longest that anything waited for its final at the end of the bucket; null: nothing does.
        engine: Name of the speech engine that new utterances are given to; null: none is ready.
        engine_ms: That speech engines worked within the bucket, in all; null for engines that do not tell.
        speech_ms: Of audio that they were given.
        realtime_factor: `engine_ms` over `speech_ms`; above 1 an engine falls behind one speaker.
        cpu_pct: Of all cores of the worker's machine, whoever used them.
        worker_load: Share of the worker's places for meetings that are taken, 0 to 1; null: not known.
    """

    start_ms: ClockMs
    duration_ms: int = Field(ge=1, le=60_000)
    finals: Count
    caption_lag_p50_ms: Milliseconds | None
    caption_lag_p95_ms: Milliseconds | None
    queue_ms: Milliseconds | None
    open_utterances: Count
    engine: str | None = Field(max_length=128)
    engine_ms: Milliseconds | None
    speech_ms: Milliseconds
    realtime_factor: float | None = Field(ge=0, le=1_000_000, allow_inf_nan=False)
    is_behind: bool
    cpu_pct: Percent
    worker_load: float | None = Field(ge=0, le=1, allow_inf_nan=False)


class SfuBucket(WireModel):
    """Five seconds of the SFU as the backend sees it from outside; of a node, not of this meeting alone.

    Attributes:
        probes: Times that the backend asked it for a sign of life.
        failed_probes: Of them without an answer in time.
        answer_ms: The longest that one took; null if none was answered.
        participants: In all rooms of the node; this and the rest as the node's own metrics say, null where
            they are not read.
        packet_loss_pct: Mean of what the node noted of its streams, both ways.
        forward_latency_ms: What forwarding took, mean of the bucket.
        cpu_pct: Of all cores that the node may use.
    """

    start_ms: ClockMs
    duration_ms: int = Field(ge=1, le=60_000)
    probes: Count
    failed_probes: Count
    answer_ms: Milliseconds | None
    participants: Count | None
    packet_loss_pct: Percent | None
    forward_latency_ms: Milliseconds | None
    cpu_pct: Percent | None


class ServerEventKind(StrEnum):
    """What the SFU told of by webhook."""

    ROOM_STARTED = "room_started"
    ROOM_FINISHED = "room_finished"
    PARTICIPANT_JOINED = "participant_joined"
    PARTICIPANT_LEFT = "participant_left"
    PARTICIPANT_CONNECTION_ABORTED = "participant_connection_aborted"
    TRACK_PUBLISHED = "track_published"
    TRACK_UNPUBLISHED = "track_unpublished"


class ServerEvent(WireModel):
    """A webhook. Attributes: participant: Whom it is about; null: the room."""

    kind: ServerEventKind
    at_ms: ClockMs
    participant: ParticipantIdentity | None


class TelemetryPerson(WireModel):
    """Somebody who joined; the name is read from the meeting, telemetry itself holds none."""

    identity: ParticipantIdentity
    name: str
    role: Role
    joined_ms: ClockMs


class PageTelemetry(WireModel):
    """What one page of one person told; who reloads has two. Buckets are in the order of time."""

    participant: ParticipantIdentity
    page_id: PageId
    marks: PageMarks
    buckets: list[TelemetryBucket]


class AgentTelemetry(WireModel):
    """What one job of the agent told."""

    lease_id: LeaseId
    agent_identity: ParticipantIdentity
    buckets: list[AgentBucket]


class RefusedTelemetry(WireModel):
    """Batches about this meeting that were not taken, by the code of the error that said so."""

    code: str
    batches: Count


class MeetingTelemetry(WireModel):
    """All that is known of how a meeting went.

    Attributes:
        now_ms: The meeting clock at this answer; after the end, the meeting's length.
        people: Everyone who joined, in the order of joining.
        refused: As far as this process has counted since its start.
    """

    type: Literal["parley.meeting_telemetry"]
    meeting_id: MeetingId
    title: str
    state: MeetingState
    started_at: datetime | None
    now_ms: ClockMs
    people: list[TelemetryPerson]
    pages: list[PageTelemetry]
    agents: list[AgentTelemetry]
    sfu: list[SfuBucket]
    events: list[ServerEvent]
    refused: list[RefusedTelemetry]


class MeetingWithTelemetry(WireModel):
    """One line of support's list of meetings. Attributes: people: How many told anything."""

    meeting_id: MeetingId
    title: str
    state: MeetingState
    started_at: datetime
    ended_at: datetime | None
    people: Count


class MeetingsWithTelemetry(WireModel):
    """Meetings that telemetry is stored of, the newest first."""

    meetings: list[MeetingWithTelemetry]
