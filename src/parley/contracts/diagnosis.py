"""Why a meeting was as it was: what went wrong, whose it was, who noticed, and the numbers behind it.

No sentences: the page makes them in its reader's language (`quality.*`). Times are integer ms on the meeting
clock, shares are percent.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from parley.contracts.budgets import AudioStage
from parley.contracts.ids import MeetingId, ParticipantIdentity
from parley.contracts.meetings import MeetingState
from parley.contracts.telemetry.units import ClockMs, Count, Milliseconds
from parley.contracts.wire import WireModel

TIMELINE_POINTS_MAX = 360
"""Of one person: half an hour in buckets of 5 s; a longer meeting is told in longer points."""


class Cause(StrEnum):
    """What may be wrong with a call."""

    UPLINK = "uplink"  # packets of a person are lost on their way to the SFU
    DOWNLINK = "downlink"  # packets to a person are lost on their way from it
    CONGESTION = "congestion"  # a person's line carries less than the call wants
    CPU = "cpu"  # a person's machine does not keep up
    RELAY = "relay"  # a relay or TCP makes a person's sound late
    MICROPHONE_SILENT = "microphone_silent"  # it is on and gives nothing
    MICROPHONE_MUTED = "microphone_muted"  # it is on and the system gives nothing of it
    MICROPHONE_ENDED = "microphone_ended"  # unplugged, or taken away
    TWO_SUPPRESSORS = "two_suppressors"
    AGENT = "agent"  # captions are behind
    SFU = "sfu"  # the server stood still for everyone
    RECONNECT = "reconnect"  # a person was away, and came back
    UNEXPLAINED = "unexplained"  # a listener heard or saw it break up, and nothing measured says why


class Advice(StrEnum):
    """What would mend it, and by whom."""

    MOVE_OR_CABLE = "move_or_cable"
    FREE_THE_LINE = "free_the_line"
    CAMERA_OFF = "camera_off"
    EFFECTS_OFF = "effects_off"
    CLOSE_PROGRAMS = "close_programs"
    OPEN_UDP = "open_udp"
    CHECK_MICROPHONE = "check_microphone"
    UNMUTE_IN_SYSTEM = "unmute_in_system"
    PLUG_IN_AGAIN = "plug_in_again"
    ONE_SUPPRESSOR = "one_suppressor"
    MORE_WORKERS = "more_workers"
    LOOK_AT_THE_NODE = "look_at_the_node"


class Measure(StrEnum):
    """What was measured; the unit ends the name."""

    UPLINK_LOSS_PCT = "uplink_loss_pct"
    DOWNLINK_LOSS_PCT = "downlink_loss_pct"  # beyond what the speakers lost themselves
    ROUND_TRIP_MS = "round_trip_ms"
    AVAILABLE_KBPS = "available_kbps"
    LIMITED_BANDWIDTH_PCT = "limited_bandwidth_pct"  # of the time
    LIMITED_CPU_PCT = "limited_cpu_pct"  # of the time
    LATENESS_MS = "lateness_ms"  # of the page's timers, the worst
    BUSY_PCT = "busy_pct"  # of the time
    EFFECTS_MS = "effects_ms"  # a frame
    DROPPED_PCT = "dropped_pct"  # of the frames that came
    CONCEALED_PCT = "concealed_pct"  # of what was played, the mean of all speakers
    FREEZE_PCT = "freeze_pct"  # of the time, of the picture that stood still longest
    JITTER_BUFFER_MS = "jitter_buffer_ms"
    MICROPHONE_DBFS = "microphone_dbfs"
    AWAY_MS = "away_ms"
    CAPTION_LAG_MS = "caption_lag_ms"
    QUEUE_MS = "queue_ms"
    REALTIME_FACTOR = "realtime_factor"
    SFU_ANSWER_MS = "sfu_answer_ms"
    FAILED_PROBES = "failed_probes"


class Level(StrEnum):
    """How good it was."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNKNOWN = "unknown"  # nothing was measured


class Evidence(WireModel):
    """One measure while the trouble lasted.

    Attributes:
        mean: Weighted by time.
        worst_ms: When it was worst.
        usual: The median of the rest of that person's meeting; null: there is no rest.
    """

    measure: Measure
    mean: float
    worst: float
    worst_ms: ClockMs
    usual: float | None


class Finding(WireModel):
    """One thing that went wrong.

    Attributes:
        who: Whose line, machine or microphone it was; null: the agent's or the SFU's.
        severity: 0 to 1 while it lasted.
        score: What the findings are ranked by: severity by its seconds by the share of people it touched.
        noticed_by: Who heard or saw it, as measured at them; for captions and silent microphones everybody
            whom it touches.
        touched: How many people it could have touched.
    """

    cause: Cause
    who: ParticipantIdentity | None
    start_ms: ClockMs
    end_ms: ClockMs
    severity: float = Field(ge=0, le=1)
    score: float = Field(ge=0)
    noticed_by: list[ParticipantIdentity]
    touched: Count
    evidence: list[Evidence]
    advice: list[Advice]


class PairDiagnosis(WireModel):
    """How one listener heard and saw one speaker.

    Attributes:
        level: Unknown where the listener told nothing of the speaker.
        concealed_pct: Of the speech that was played; null while nothing played.
        freeze_ms: For how long the picture stood still, in all.
        findings: Places in the meeting's list of those that explain it, the likeliest first.
    """

    listener: ParticipantIdentity
    speaker: ParticipantIdentity
    level: Level
    concealed_pct: float | None
    freeze_ms: Milliseconds
    findings: list[Count]


class TimelinePoint(WireModel):
    """A stretch of one person's meeting. What was not measured is left out; of a longer stretch the worst."""

    start_ms: ClockMs
    end_ms: ClockMs
    level: Level
    values: dict[Measure, float]


class Timeline(WireModel):
    """Attributes: who: Null: the agent, or the SFU."""

    who: ParticipantIdentity | None
    points: list[TimelinePoint] = Field(max_length=TIMELINE_POINTS_MAX)


class DiagnosedPerson(WireModel):
    """Somebody who joined. Attributes: has_told: Their page sent any measurement."""

    identity: ParticipantIdentity
    name: str
    level: Level
    has_told: bool


class StageShare(WireModel):
    """One stage of the way from mouth to ear: median and 95th percentile of all pairs at all times.

    Both are null where no page measured it.
    """

    stage: AudioStage
    median_ms: Milliseconds | None
    p95_ms: Milliseconds | None


class AudioBudget(WireModel):
    """The one-way time of sound, as measured, beside what it may be.

    Attributes:
        total_ms: Of the median pair, all stages that were measured together; null without any.
        worst_total_ms: Of the slowest pair.
        unmeasured: Stages that no page could measure; the totals are without them.
    """

    budget_ms: Milliseconds
    stages: list[StageShare]
    total_ms: Milliseconds | None
    worst_total_ms: Milliseconds | None
    worst_listener: ParticipantIdentity | None
    worst_speaker: ParticipantIdentity | None
    unmeasured: list[AudioStage]


class MeetingDiagnosis(WireModel):
    """Why a meeting was as it was.

    Attributes:
        findings: The likeliest reason first; empty: nothing went wrong that was measured.
        agent: Null where no agent told anything; `sfu` alike.
    """

    type: Literal["parley.meeting_diagnosis"]
    meeting_id: MeetingId
    title: str
    state: MeetingState
    started_at: datetime | None
    now_ms: ClockMs
    level: Level
    people: list[DiagnosedPerson]
    findings: list[Finding]
    pairs: list[PairDiagnosis]
    timelines: list[Timeline]
    agent: Timeline | None
    sfu: Timeline | None
    budget: AudioBudget


class DiagnosedMeeting(WireModel):
    """One line of the list of meetings. Attributes: cause: Of its first finding; null: there is none."""

    meeting_id: MeetingId
    title: str
    state: MeetingState
    started_at: datetime
    ended_at: datetime | None
    people: Count
    level: Level
    cause: Cause | None
    cause_name: str | None


class DiagnosedMeetings(WireModel):
    """The newest meetings that telemetry is stored of, the worst first."""

    meetings: list[DiagnosedMeeting]


class OwnQuality(WireModel):
    """What is wrong with one's own side of a running call, of the last half minute.

    Attributes:
        cause: Null: nothing, or nothing that is one's own and can be mended.
        advice: Empty where `cause` is null.
    """

    cause: Cause | None
    advice: list[Advice]
