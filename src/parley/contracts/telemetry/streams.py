"""What one person's sound and picture went through on their ways, within one bucket."""

from enum import StrEnum

from parley.contracts.access import TrackSource
from parley.contracts.checks import Transport
from parley.contracts.telemetry.units import Count, Identity, Milliseconds, Percent, Pixels, Rate
from parley.contracts.wire import WireModel


class CandidateType(StrEnum):
    """How ICE came by the local end of the way in use (W3C webrtc, RTCIceCandidateType)."""

    HOST = "host"
    SRFLX = "srflx"
    PRFLX = "prflx"
    RELAY = "relay"


class NetworkPath(WireModel):
    """The way that one of the two transports takes to the SFU. Which addresses it has is not told.

    Attributes:
        relay_protocol: How a relay is reached; null without one.
        round_trip_ms: To the SFU and back, as ICE measured it last.
        available_outgoing_kbps: What the browser's congestion control believes can be sent.
    """

    candidate_type: CandidateType
    protocol: Transport
    relay_protocol: Transport | None
    round_trip_ms: Milliseconds | None
    available_outgoing_kbps: Rate | None


class UplinkAudio(WireModel):
    """The microphone on its way to the SFU, which reports what arrives there (`remote-inbound-rtp`).

    Attributes:
        packets: Sent within the bucket.
        loss_pct: Of them lost before the SFU; null until it has reported.
    """

    packets: Count
    kbps: Rate
    loss_pct: Percent | None
    jitter_ms: Milliseconds | None
    round_trip_ms: Milliseconds | None


class UplinkVideo(WireModel):
    """A camera or a screen on its way to the SFU: all its layers together, its size that of the largest sent.

    Attributes:
        limited_cpu_ms: Time within the bucket in which the browser sent less for want of CPU; the next two
            alike.
        encode_ms: Mean of a frame.
    """

    source: TrackSource
    packets: Count
    kbps: Rate
    target_kbps: Rate | None
    fps: Rate
    width: Pixels
    height: Pixels
    loss_pct: Percent | None
    jitter_ms: Milliseconds | None
    limited_cpu_ms: Milliseconds
    limited_bandwidth_ms: Milliseconds
    limited_other_ms: Milliseconds
    encode_ms: Milliseconds | None
    nacks: Count
    plis: Count


class DownlinkAudio(WireModel):
    """What one person says on its way from the SFU to this listener.

    Attributes:
        loss_pct: Missing of what the speaker sent: the SFU passes gaps on, so the speaker's own losses are
            in it.
        concealed_pct: Of what was played, made up for what did not come in time, silence left out; null
            while nothing plays.
        jitter_buffer_ms: Mean wait of a sample before it plays.
    """

    speaker: Identity
    source: TrackSource
    packets: Count
    loss_pct: Percent | None
    jitter_ms: Milliseconds | None
    concealed_pct: Percent | None
    concealments: Count
    jitter_buffer_ms: Milliseconds | None


class DownlinkVideo(WireModel):
    """One person's picture on its way from the SFU to this listener.

    Attributes:
        freeze_ms: Time within the bucket in which the picture stood still where it should have moved.
        dropped_pct: Of the frames that came, decoded too late to be shown.
        decode_ms: Mean of a frame.
    """

    speaker: Identity
    source: TrackSource
    packets: Count
    kbps: Rate
    fps: Rate
    width: Pixels
    height: Pixels
    loss_pct: Percent | None
    jitter_ms: Milliseconds | None
    jitter_buffer_ms: Milliseconds | None
    freezes: Count
    freeze_ms: Milliseconds
    dropped_pct: Percent | None
    decode_ms: Milliseconds | None
    nacks: Count
    plis: Count
