"""Complaint: who comes late, comes back, changes the device or unmutes is not heard; the AI hears itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import numpy as np
import numpy.typing as npt
import pytest

from parley.contracts.ingest import LeaseCommand
from parley.rehearsal.composition import distinct_clips
from parley.rehearsal.recordings import HEARD_RATE_HZ
from parley.rehearsal.words import normalised_words
from tests.integration.agent.conftest import KEYS, AgentProcess, AgentStarter, Sfu, TestMeeting, eventually
from tests.integration.agent.room_peers import SPEECH_FILE, Person, join

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed"),
]

Clip = tuple[list[str], npt.NDArray[np.int16]]


@pytest.fixture(scope="module")
def agent(start_agent: AgentStarter) -> AgentProcess:
    return start_agent(speech_engine="whisper")


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    return [(normalised_words(text), (clip * 32_767).astype(np.int16)) for text, clip in distinct_clips()]


@asynccontextmanager
async def in_the_room(
    sfu: Sfu, meeting: TestMeeting, identity: str, *, is_agent: bool = False
) -> AsyncIterator[Person]:
    """Somebody who is there, without a microphone yet."""
    person = await join(sfu.url, KEYS, meeting.meeting_id, identity, is_agent=is_agent)
    try:
        yield person
    finally:
        await person.leave()


@asynccontextmanager
async def speaking(sfu: Sfu, meeting: TestMeeting, identity: str) -> AsyncIterator[Person]:
    """Somebody whose open microphone the agent hears."""
    async with in_the_room(sfu, meeting, identity) as person:
        await person.open_microphone()
        await eventually(person.heard_by_agent.is_set)
        yield person


async def words_of(meeting: TestMeeting, identity: str, count: int) -> list[list[str]]:
    """What is stored of somebody, once it is so many segments."""

    def stored() -> list[list[str]]:
        segments = sorted(
            (one.segment for one in meeting.book.segments.values()), key=lambda one: one.start_ms
        )
        return [normalised_words(one.text) for one in segments if one.speaker == identity]

    await eventually(lambda: len(stored()) >= count)
    return stored()


def from_first_sound(pcm: npt.NDArray[np.int16], before_s: float) -> npt.NDArray[np.int16]:
    """The clip from so long before its speech on."""
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > 0.1 * np.abs(pcm.astype(np.int32)).max())
    return pcm[max(0, loud[0] - round(before_s * HEARD_RATE_HZ)) :]


def is_like(heard: list[str], said: list[str]) -> bool:
    return len(set(heard) & set(said)) >= 0.6 * len(set(said))


async def test_who_comes_late_is_heard_from_the_first_word(
    sfu: Sfu, agent: AgentProcess, meeting: TestMeeting, clips: list[Clip]
) -> None:
    async with speaking_first(sfu, meeting), speaking(sfu, meeting, "u-late") as late:
        await late.say(clips[1][1])
        [heard] = await words_of(meeting, "u-late", 1)
    assert heard[0] == clips[1][0][0]
    assert is_like(heard, clips[1][0])


async def test_who_leaves_and_comes_back_is_heard_under_the_same_name(
    sfu: Sfu, agent: AgentProcess, meeting: TestMeeting, clips: list[Clip]
) -> None:
    async with speaking_first(sfu, meeting):
        for visit in (0, 1):
            async with speaking(sfu, meeting, "u-back") as person:
                await person.say(clips[visit + 1][1])
                heard = await words_of(meeting, "u-back", visit + 1)
    assert [is_like(one, said) for one, (said, _) in zip(heard, clips[1:3], strict=True)] == [True, True]


async def test_who_changes_the_microphone_is_heard_through_the_new_one(
    sfu: Sfu, agent: AgentProcess, meeting: TestMeeting, clips: list[Clip]
) -> None:
    async with speaking_first(sfu, meeting) as person:
        first_track = person.track
        await person.say(clips[1][1])
        await words_of(meeting, person.identity, 1)
        await person.close_microphone()
        person.heard_by_agent.clear()
        await person.open_microphone()
        assert person.track is not first_track
        await eventually(person.heard_by_agent.is_set)
        await person.say(clips[2][1])
        heard = await words_of(meeting, person.identity, 2)
    tracks = {one.attributes.track_id for one in person.captions}
    assert len(tracks) == 2
    assert is_like(heard[1], clips[2][0])


async def test_who_speaks_within_a_tenth_of_a_second_of_unmuting_loses_no_word(
    sfu: Sfu, agent: AgentProcess, meeting: TestMeeting, clips: list[Clip]
) -> None:
    async with speaking_first(sfu, meeting) as person:
        for number, (said, pcm) in enumerate((clips[1], clips[2], clips[4]), start=1):
            assert person.track is not None
            person.track.mute()
            await asyncio.sleep(1)  # so that it is no slip of the finger
            person.track.unmute()
            await person.say(from_first_sound(pcm, before_s=0.1))
            heard = await words_of(meeting, person.identity, number)
            assert heard[-1][0] == said[0], "the first word"
            assert is_like(heard[-1], said)


async def test_who_listens_costs_nothing_with_the_microphone_open_or_muted(
    sfu: Sfu, agent: AgentProcess, meeting: TestMeeting, clips: list[Clip]
) -> None:
    """Complaint: cost that grows with heads."""
    async with speaking_first(sfu, meeting) as person, AsyncExitStack() as room:
        names = [f"u-{number}" for number in range(6)]
        quiet = [await room.enter_async_context(speaking(sfu, meeting, name)) for name in names]
        for one in quiet[3:]:
            assert one.track is not None
            one.track.mute()
        said = clips[0][1]
        await asyncio.gather(person.say(said), *(one.say(np.zeros_like(said)) for one in quiet))
        await words_of(meeting, person.identity, 1)
        meeting.book.command = LeaseCommand.LEAVE
        await eventually(lambda: meeting.book.finished)
    assert {speaker for speaker, _ in meeting.book.usage} == {person.identity}
    [usage] = meeting.book.usage.values()
    assert usage.billed_speech_ms <= 1.05 * len(said) / 16 + 800 * usage.utterances


async def test_the_ai_does_not_caption_the_voice_of_an_ai(
    sfu: Sfu, agent: AgentProcess, meeting: TestMeeting, clips: list[Clip]
) -> None:
    async with (
        speaking_first(sfu, meeting) as person,
        in_the_room(sfu, meeting, "agent-that-speaks", is_agent=True) as voice,
    ):
        await voice.open_microphone()
        await asyncio.gather(voice.say(clips[0][1]), person.say(clips[1][1]))
        await words_of(meeting, person.identity, 1)
        assert not voice.heard_by_agent.is_set()
    assert {one.segment.speaker for one in meeting.book.segments.values()} == {person.identity}


@asynccontextmanager
async def speaking_first(sfu: Sfu, meeting: TestMeeting) -> AsyncIterator[Person]:
    """The meeting's first person, with an agent that listens."""
    await meeting.dispatch()
    async with speaking(sfu, meeting, "u-first") as person:
        yield person
