"""How a call went, in pieces of five seconds: what a page measures of its own person's call.

No words, no addresses, no names: people are the identities that the backend made up for this one meeting.
Times within a page are ms on its own clock, which only goes forward and starts at nothing in particular; the
backend puts them on the meeting clock by when they arrived (docs/features/telemetry.md), so a browser's wall
clock is never believed. Shares are percent, 0 to 100; a measurement that there is none of is null.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from parley.contracts.ids import PageId
from parley.contracts.telemetry.streams import (
    DownlinkAudio,
    DownlinkVideo,
    NetworkPath,
    UplinkAudio,
    UplinkVideo,
)
from parley.contracts.telemetry.units import ClockMs, Count, Milliseconds
from parley.contracts.wire import WireModel

BUCKET_MS = 5_000
BUCKETS_MAX = 3
"""In one batch. A page sends one every 15 s; what the network held back goes in further ones."""

ROWS_MAX = 50
"""People whose sound, or whose picture, one bucket tells of: those of whom most arrived."""


class MicrophoneState(StrEnum):
    """What the microphone that the person chose gives."""

    OFF = "off"  # not published, or closed by the person
    LIVE = "live"
    SYSTEM_MUTED = "system_muted"  # open, and the system or the browser gives no sound of it
    ENDED = "ended"  # unplugged, or taken away


class Suppressor(StrEnum):
    """Who takes noise out of the microphone; exactly one may."""

    DFN3 = "dfn3"
    RNNOISE = "rnnoise"
    BROWSER = "browser"
    NONE = "none"


class SuppressorProblem(StrEnum):
    """Why ours is not at work although it is wished for."""

    FILES = "files"
    START = "start"
    SILENT = "silent"
    DOUBLE = "double"  # the browser's would have run as well
    BROKEN = "broken"


class Microphone(WireModel):
    """How the person's own microphone does.

    Attributes:
        level_dbfs: Of all within the bucket, by its energy; null while nothing is captured.
        silent_ms: For how long it was live and below -60 dBFS.
        is_doubled: The browser suppresses noise although ours does.
    """

    state: MicrophoneState
    level_dbfs: float | None = Field(ge=-200, le=0, allow_inf_nan=False)
    silent_ms: Milliseconds
    suppressor: Suppressor
    suppressor_problem: SuppressorProblem | None
    is_doubled: bool


class Device(WireModel):
    """The machine that the page runs on.

    Attributes:
        is_hidden: The page was in the background at the end of the bucket: its timers and frames are late
            by design.
        main_thread_lag_ms: The longest that a timer of the page was late.
        busy_ms: Time within the bucket in which the page could not react for over 50 ms (long tasks), in all.
        effects_ms: What the background effect took of a frame, in the worst second; null without one.
        effects_interval_ms: Between two frames of the camera; with `effects_ms` it says whether they keep up.
    """

    is_hidden: bool
    main_thread_lag_ms: Milliseconds
    busy_ms: Milliseconds
    effects_ms: Milliseconds | None
    effects_interval_ms: Milliseconds | None


class AudioStages(WireModel):
    """What this page takes of the time from mouth to ear, by the stages of `budgets.AudioStage`.

    The jitter buffer's part is each speaker's own, in `DownlinkAudio`; the network's is this page's half:
    from it to the SFU.
    """

    capture_ms: Milliseconds | None
    on_device_ai_ms: Milliseconds | None
    encode_ms: Milliseconds | None
    network_ms: Milliseconds | None
    playout_ms: Milliseconds | None


class ReconnectKind(StrEnum):
    RESUMED = "resumed"  # the same session, on the same way or on another
    RENEWED = "renewed"  # a new session in its place


class ReconnectTrouble(StrEnum):
    """What the page made of it while it lasted: as the reconnection names it."""

    NETWORK = "network"
    PATH = "path"
    SERVER = "server"
    SIGNAL = "signal"


class Reconnect(WireModel):
    """A stretch in which the call did not go on as usual. Told once it is over.

    Attributes:
        start_ms: On the clock of its bucket; it may lie before the bucket.
        trouble: The last that was seen; null: nothing that a person was told.
    """

    kind: ReconnectKind
    trouble: ReconnectTrouble | None
    start_ms: ClockMs
    duration_ms: Milliseconds


class TelemetryBucket(WireModel):
    """Five seconds of one person's call; the last one of a page is shorter, one of a busy page longer.

    Attributes:
        sequence: Counts the page's buckets from 0: none is taken twice.
        start_ms: On the page's clock when sent, on the meeting clock when read from the backend.
        publisher: The way of what is sent; null while there is none.
        subscriber: The way of what is received; the same as `publisher` where one transport carries both.
        away_ms: Time within the bucket in which the call was not connected.
    """

    sequence: Count
    start_ms: ClockMs
    duration_ms: int = Field(ge=1, le=60_000)
    publisher: NetworkPath | None
    subscriber: NetworkPath | None
    uplink_audio: UplinkAudio | None
    uplink_video: list[UplinkVideo] = Field(max_length=4)
    downlink_audio: list[DownlinkAudio] = Field(max_length=ROWS_MAX)
    downlink_video: list[DownlinkVideo] = Field(max_length=ROWS_MAX)
    microphone: Microphone
    device: Device
    stages: AudioStages
    away_ms: Milliseconds
    reconnects: list[Reconnect] = Field(max_length=20)


class BrowserFamily(StrEnum):
    CHROMIUM = "chromium"
    FIREFOX = "firefox"
    SAFARI = "safari"
    OTHER = "other"


class SystemFamily(StrEnum):
    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"
    ANDROID = "android"
    IOS = "ios"
    OTHER = "other"


class PageMarks(WireModel):
    """What is known of a page once: what it runs on, and how long coming in took. Sent with every batch.

    Attributes:
        cores: As the browser tells; null where it does not.
        connect_ms: From the wish to come in to being in the room; null until then, like the rest.
        ice_ms: From the wish to come in to a first transport that has found its way.
        publish_ms: From being in the room to the first track of one's own being published.
        first_frame_ms: From being in the room to the first picture or sound of somebody else.
    """

    browser: BrowserFamily
    browser_major: int | None = Field(ge=0, le=10_000)
    system: SystemFamily
    cores: int | None = Field(ge=1, le=4_096)
    connect_ms: Milliseconds | None
    ice_ms: Milliseconds | None
    publish_ms: Milliseconds | None
    first_frame_ms: Milliseconds | None


class TelemetryBatch(WireModel):
    """What a page sends every 15 s, and in its last moment by a beacon, which can bear no header.

    Attributes:
        resume_secret: Proves whose call this is; what is told is stored as that person's, and no other's.
        sent_at_ms: On the page's clock.
        buckets: In their order, none ahead of `sent_at_ms`.
    """

    type: Literal["parley.telemetry"]
    resume_secret: str = Field(max_length=256)
    page_id: PageId
    sent_at_ms: ClockMs
    marks: PageMarks
    buckets: list[TelemetryBucket] = Field(min_length=1, max_length=BUCKETS_MAX)
