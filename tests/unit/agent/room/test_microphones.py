"""Who is heard."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from livekit import rtc

from parley.agent.room.microphones import Microphones, is_human_microphone

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


class Publication:
    """A microphone as the SDK shows it."""

    sid, kind, source = "TR_1", AUDIO, MICROPHONE

    def __init__(self) -> None:
        self.muted = False
        self.subscribed = False
        self.track: object | None = None
        self.asked: list[bool] = []

    def set_subscribed(self, is_subscribed: bool) -> None:
        self.asked.append(is_subscribed)
        self.subscribed, self.track = is_subscribed, (self.track or object()) if is_subscribed else None


class Room:
    """A room with one person."""

    def __init__(self) -> None:
        self.publication = Publication()
        self.person = SimpleNamespace(
            kind=STANDARD, identity="u-maria", track_publications={"TR_1": self.publication}
        )
        self.remote_participants = {"u-maria": self.person}
        self.heard: list[str] = []
        self.handlers: dict[str, Callable[..., None]] = {}

    def on(self, event: str, handler: Callable[..., None]) -> None:
        self.handlers[event] = handler

    def subscribed(self) -> None:
        """The server's answer: from now on the track's sound comes."""
        self.handlers["track_subscribed"](self.publication.track, self.publication, self.person)

    def microphones(self, muted_stays_s: float) -> Microphones:
        microphones = Microphones(
            self,  # type: ignore[arg-type]  # as much of a room as is asked for
            lambda microphone: self.heard.append(f"open {microphone.track_id}"),
            lambda track_id: self.heard.append(f"close {track_id}"),
            muted_stays_s,
        )
        microphones.listen(True)
        return microphones

    def mute(self, microphones: Microphones, *, is_muted: bool) -> None:
        self.publication.muted = is_muted
        microphones.listen(True)  # as any change does: it looks at everybody again


async def test_who_unmutes_soon_is_heard_at_once_and_was_not_heard_while_muted() -> None:
    room = Room()
    microphones = room.microphones(muted_stays_s=60)
    assert room.publication.asked == [True]
    room.mute(microphones, is_muted=True)
    assert room.heard[-1] == "close TR_1"
    room.mute(microphones, is_muted=False)
    assert room.heard[-1] == "open TR_1"
    assert room.publication.asked == [True], "no new subscription had to be waited for"


async def test_who_stays_muted_is_unsubscribed() -> None:
    room = Room()
    microphones = room.microphones(muted_stays_s=0)
    room.mute(microphones, is_muted=True)
    await asyncio.sleep(0.01)
    assert room.publication.asked == [True, False]
    room.mute(microphones, is_muted=False)
    assert room.publication.asked == [True, False, True]


async def test_who_comes_muted_is_not_subscribed() -> None:
    room = Room()
    room.publication.muted = True
    room.microphones(muted_stays_s=60)
    assert room.publication.asked == []


async def test_when_nobody_is_to_be_heard_all_are_unsubscribed_at_once() -> None:
    room = Room()
    microphones = room.microphones(muted_stays_s=0)
    room.mute(microphones, is_muted=True)
    microphones.listen(False)
    assert room.publication.asked == [True, False]
    await asyncio.sleep(0.01)
    assert room.publication.asked == [True, False]


async def test_a_signal_that_resumes_cuts_no_sentence_in_two() -> None:
    room = Room()
    room.microphones(muted_stays_s=60)
    room.subscribed()
    room.handlers["reconnected"]()
    assert room.heard == ["open TR_1"]


async def test_a_track_that_comes_back_as_another_one_is_opened_anew() -> None:
    room = Room()
    room.microphones(muted_stays_s=60)
    room.subscribed()
    room.publication.track = object()
    room.handlers["reconnected"]()
    assert room.heard == ["open TR_1", "close TR_1", "open TR_1"]


async def test_until_it_is_known_whether_the_lease_stands_nobody_new_is_heard() -> None:
    room = Room()
    microphones = room.microphones(muted_stays_s=60)
    room.handlers["track_unpublished"](room.publication)
    room.heard.clear()
    microphones.hold()
    room.subscribed()
    room.handlers["reconnected"]()
    assert room.publication.subscribed, "asked for already, so that nobody waits for it afterwards"
    assert room.heard == []
    microphones.release()
    assert room.heard == ["open TR_1"]


async def test_who_was_heard_before_the_signal_was_lost_is_heard_on() -> None:
    room = Room()
    microphones = room.microphones(muted_stays_s=60)
    room.subscribed()
    microphones.hold()
    room.handlers["reconnected"]()
    microphones.release()
    assert room.heard == ["open TR_1"]
