"""Calls as pages tell them, all well until a test spoils something: three people for two minutes."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from parley.contracts.access import Role, TrackSource
from parley.contracts.checks import Transport
from parley.contracts.ids import LeaseId, MeetingId, ParticipantIdentity
from parley.contracts.meetings import MeetingState
from parley.contracts.telemetry.meeting import (
    AgentBucket,
    AgentTelemetry,
    MeetingTelemetry,
    PageTelemetry,
    SfuBucket,
    TelemetryPerson,
)
from parley.contracts.telemetry.page import (
    AudioStages,
    BrowserFamily,
    Device,
    Microphone,
    MicrophoneState,
    PageMarks,
    Suppressor,
    SystemFamily,
    TelemetryBucket,
)
from parley.contracts.telemetry.streams import (
    CandidateType,
    DownlinkAudio,
    DownlinkVideo,
    NetworkPath,
    UplinkAudio,
    UplinkVideo,
)

MARIA, BEN, ADA = (ParticipantIdentity(name) for name in ("p-maria", "p-ben", "p-ada"))
PEOPLE = {MARIA: "Maria", BEN: "Ben", ADA: "Ada"}
BUCKET_MS = 5_000
BUCKETS = 24

Change = Mapping[str, Any]
Spoil = Callable[[TelemetryBucket], TelemetryBucket]


class ACall:
    """A call to be spoiled: what each person told, the agent and the SFU."""

    def __init__(self, people: Mapping[ParticipantIdentity, str] = PEOPLE) -> None:
        self.people = dict(people)
        self.pages = {who: [bucket(who, index, people) for index in range(BUCKETS)] for who in people}
        self.agent = [agent_bucket(index) for index in range(BUCKETS)]
        self.sfu = [sfu_bucket(index) for index in range(BUCKETS)]

    def spoil(self, who: ParticipantIdentity, spoil: Spoil, buckets: range) -> None:
        for index in buckets:
            self.pages[who][index] = spoil(self.pages[who][index])

    def lose_uplink(self, who: ParticipantIdentity, loss_pct: float, buckets: range) -> None:
        """As the SFU passes gaps on: the listeners miss it too, and repair a part."""
        self.spoil(who, lambda one: with_uplink(one, loss_pct=loss_pct), buckets)
        for listener in self.people:
            if listener != who:
                self.spoil(
                    listener,
                    lambda one: with_row(one, who, loss_pct=loss_pct, concealed_pct=0.7 * loss_pct),
                    buckets,
                )

    def lose_downlink(self, who: ParticipantIdentity, loss_pct: float, buckets: range) -> None:
        def lossy(one: TelemetryBucket) -> TelemetryBucket:
            for row in one.downlink_audio:
                one = with_row(one, row.speaker, loss_pct=loss_pct, concealed_pct=0.7 * loss_pct)
            return one

        self.spoil(who, lossy, buckets)

    def telemetry(self) -> MeetingTelemetry:
        return MeetingTelemetry(
            type="parley.meeting_telemetry",
            meeting_id=MeetingId("q3Zb0aV7n1xKpT5sR8yWcg"),
            title="Standup",
            state=MeetingState.ENDED,
            started_at=datetime(2026, 11, 26, 10, tzinfo=UTC),
            now_ms=BUCKETS * BUCKET_MS,
            people=[
                TelemetryPerson(identity=who, name=name, role=Role.PARTICIPANT, joined_ms=0)
                for who, name in self.people.items()
            ],
            pages=[
                PageTelemetry(participant=who, page_id=f"page-of-{who:_<12}", marks=MARKS, buckets=buckets)
                for who, buckets in self.pages.items()
            ],
            agents=[
                AgentTelemetry(
                    lease_id=LeaseId("lease"), agent_identity=ParticipantIdentity("agent"), buckets=self.agent
                )
            ],
            sfu=self.sfu,
            events=[],
            refused=[],
        )


MARKS = PageMarks(
    browser=BrowserFamily.CHROMIUM,
    browser_major=150,
    system=SystemFamily.LINUX,
    cores=8,
    connect_ms=400,
    ice_ms=380,
    publish_ms=250,
    first_frame_ms=350,
)


def bucket(
    who: ParticipantIdentity, index: int, people: Mapping[ParticipantIdentity, str] = PEOPLE
) -> TelemetryBucket:
    path = NetworkPath(
        candidate_type=CandidateType.HOST,
        protocol=Transport.UDP,
        relay_protocol=None,
        round_trip_ms=31 + index % 3,
        available_outgoing_kbps=2_400,
    )
    others = [other for other in people if other != who]
    return TelemetryBucket(
        sequence=index,
        start_ms=index * BUCKET_MS,
        duration_ms=BUCKET_MS,
        publisher=path,
        subscriber=path,
        uplink_audio=UplinkAudio(packets=250, kbps=32, loss_pct=0.0, jitter_ms=2, round_trip_ms=32),
        uplink_video=[
            UplinkVideo(
                source=TrackSource.CAMERA,
                packets=800,
                kbps=1_500,
                target_kbps=1_700,
                fps=30,
                width=1280,
                height=720,
                loss_pct=0.0,
                jitter_ms=3,
                limited_cpu_ms=0,
                limited_bandwidth_ms=0,
                limited_other_ms=0,
                encode_ms=6,
                nacks=0,
                plis=0,
            )
        ],
        downlink_audio=[
            DownlinkAudio(
                speaker=other,
                source=TrackSource.MICROPHONE,
                packets=250,
                loss_pct=0.0,
                jitter_ms=3,
                concealed_pct=0.2,
                concealments=1,
                jitter_buffer_ms=44,
            )
            for other in others
        ],
        downlink_video=[
            DownlinkVideo(
                speaker=other,
                source=TrackSource.CAMERA,
                packets=600,
                kbps=1_000,
                fps=29,
                width=640,
                height=360,
                loss_pct=0.0,
                jitter_ms=5,
                jitter_buffer_ms=60,
                freezes=0,
                freeze_ms=0,
                dropped_pct=0.5,
                decode_ms=2,
                nacks=0,
                plis=0,
            )
            for other in others
        ],
        microphone=Microphone(
            state=MicrophoneState.LIVE,
            level_dbfs=-34,
            silent_ms=600,
            suppressor=Suppressor.DFN3,
            suppressor_problem=None,
            is_doubled=False,
        ),
        device=Device(
            is_hidden=False, main_thread_lag_ms=12, busy_ms=0, effects_ms=None, effects_interval_ms=None
        ),
        stages=AudioStages(capture_ms=10, on_device_ai_ms=22, encode_ms=20, network_ms=16, playout_ms=18),
        away_ms=0,
        reconnects=[],
    )


def agent_bucket(index: int) -> AgentBucket:
    return AgentBucket(
        start_ms=index * BUCKET_MS,
        duration_ms=BUCKET_MS,
        finals=2,
        caption_lag_p50_ms=420,
        caption_lag_p95_ms=780,
        queue_ms=None,
        open_utterances=1,
        engine="whisper tiny.en",
        engine_ms=900,
        speech_ms=4_000,
        realtime_factor=0.22,
        is_behind=False,
        cpu_pct=35,
        worker_load=0.2,
    )


def sfu_bucket(index: int) -> SfuBucket:
    return SfuBucket(
        start_ms=index * BUCKET_MS,
        duration_ms=BUCKET_MS,
        probes=5,
        failed_probes=0,
        answer_ms=4,
        participants=12,
        packet_loss_pct=0.1,
        forward_latency_ms=0.4,
        cpu_pct=20,
    )


def with_uplink(one: TelemetryBucket, **change: Any) -> TelemetryBucket:
    assert one.uplink_audio is not None
    video = {key: value for key, value in change.items() if key == "loss_pct"}
    return one.model_copy(
        update={
            "uplink_audio": one.uplink_audio.model_copy(update=change),
            "uplink_video": [row.model_copy(update=video) for row in one.uplink_video],
        }
    )


def with_camera(one: TelemetryBucket, **change: Any) -> TelemetryBucket:
    return one.model_copy(
        update={"uplink_video": [row.model_copy(update=change) for row in one.uplink_video]}
    )


def with_row(one: TelemetryBucket, speaker: ParticipantIdentity, **change: Any) -> TelemetryBucket:
    rows = [row.model_copy(update=change) if row.speaker == speaker else row for row in one.downlink_audio]
    return one.model_copy(update={"downlink_audio": rows})


def with_picture(one: TelemetryBucket, **change: Any) -> TelemetryBucket:
    rows = [row.model_copy(update=change) for row in one.downlink_video]
    return one.model_copy(update={"downlink_video": rows})


def with_path(one: TelemetryBucket, **change: Any) -> TelemetryBucket:
    assert one.publisher is not None
    path = one.publisher.model_copy(update=change)
    told = one.uplink_audio and one.uplink_audio.model_copy(update={"round_trip_ms": path.round_trip_ms})
    return one.model_copy(update={"publisher": path, "subscriber": path, "uplink_audio": told})


def with_device(one: TelemetryBucket, **change: Any) -> TelemetryBucket:
    return one.model_copy(update={"device": one.device.model_copy(update=change)})


def with_microphone(one: TelemetryBucket, **change: Any) -> TelemetryBucket:
    return one.model_copy(update={"microphone": one.microphone.model_copy(update=change)})
