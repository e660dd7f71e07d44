"""The adapter to private names of LiveKit's SDK knows exactly one version."""

import importlib.metadata

import pytest
from livekit.rtc import AudioFrame
from livekit.rtc._ffi_client import FfiQueue
from livekit.rtc._proto import audio_frame_pb2

from parley.agent.room.audio_frames import KNOWN_SDK_VERSION

pytestmark = pytest.mark.unit


def test_the_installed_sdk_is_the_one_the_adapter_knows() -> None:
    assert importlib.metadata.version("livekit") == KNOWN_SDK_VERSION, (
        "check livekit.rtc.audio_stream of the new version against parley.agent.room.audio_frames"
    )


def test_the_private_names_are_there() -> None:
    assert callable(AudioFrame._from_owned_info)
    assert callable(FfiQueue.subscribe)
    fields = audio_frame_pb2.NewAudioStreamRequest.DESCRIPTOR.fields_by_name
    assert {"track_handle", "sample_rate", "num_channels", "frame_size_ms", "type"} <= set(fields)
