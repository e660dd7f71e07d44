"""Who is heard."""

import pytest
from livekit import rtc

from parley.agent.room.microphones import is_human_microphone

pytestmark = pytest.mark.unit

STANDARD = rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD
AUDIO = rtc.TrackKind.KIND_AUDIO
MICROPHONE = rtc.TrackSource.SOURCE_MICROPHONE


@pytest.mark.parametrize(
    ("kind", "track", "source", "expected"),
    [
        (STANDARD, AUDIO, MICROPHONE, True),
        (rtc.ParticipantKind.PARTICIPANT_KIND_SIP, AUDIO, MICROPHONE, True),
        (rtc.ParticipantKind.PARTICIPANT_KIND_AGENT, AUDIO, MICROPHONE, False),
        (rtc.ParticipantKind.PARTICIPANT_KIND_EGRESS, AUDIO, MICROPHONE, False),
        (STANDARD, AUDIO, rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO, False),
        (STANDARD, rtc.TrackKind.KIND_VIDEO, rtc.TrackSource.SOURCE_CAMERA, False),
    ],
)
def test_only_microphones_of_people_are_heard(kind: int, track: int, source: int, expected: bool) -> None:
    assert is_human_microphone(kind, track, source) is expected
