"""The agent in a real meeting: real speech in, captions in the room, records at the backend's door."""

import json
import re

import jiwer
import pytest

from parley.contracts.ingest import LeaseCommand
from tests.integration.agent.conftest import (
    KEYS,
    AgentProcess,
    AgentStarter,
    Sfu,
    TestMeeting,
    eventually,
)
from tests.integration.agent.peer_backend import PeerBackend
from tests.integration.agent.room_peers import SPEECH_FILE, SPEECH_WORDS, join, speech

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed"),
]


@pytest.fixture(scope="module")
def agent(start_agent: AgentStarter) -> AgentProcess:
    return start_agent(speech_engine="whisper")


async def test_speech_becomes_captions_in_the_room_and_records_at_the_backend(
    sfu: Sfu, backend: PeerBackend, agent: AgentProcess, meeting: TestMeeting
) -> None:
    person = await join(sfu.url, KEYS, meeting.meeting_id, "u-maria")
    try:
        await meeting.dispatch()
        await person.open_microphone()
        await eventually(person.heard_by_agent.is_set)
        await person.say(speech())
        await eventually(lambda: person.finals() and meeting.book.segments)
    finally:
        await person.leave()
    final = person.finals()[0]
    assert {one.sender for one in person.captions} == {meeting.agent_identity}
    assert final.attributes.speaker == "u-maria"
    assert jiwer.wer(SPEECH_WORDS, _plain(final.text)[: len(SPEECH_WORDS)]) < 0.2
    partials = [one for one in person.captions if one.attributes.is_final == "false"]
    assert len(partials) >= 3
    assert {one.attributes.segment_id for one in person.captions} == {final.attributes.segment_id}
    stored = meeting.book.segments[final.attributes.segment_id].segment
    assert stored.text == final.text
    assert str(stored.start_ms) == final.attributes.start_ms
    assert 5_000 < stored.end_ms - stored.start_ms < 9_000
    assert stored.end_ms <= backend.meeting_now_ms()


def _plain(text: str) -> str:
    return re.sub(r"[^a-z' ]+", "", text.lower())


async def test_a_muted_participant_is_not_heard_until_unmuted(
    sfu: Sfu, backend: PeerBackend, agent: AgentProcess, meeting: TestMeeting
) -> None:
    person = await join(sfu.url, KEYS, meeting.meeting_id, "u-ben")
    try:
        await person.open_microphone(is_muted=True)
        await meeting.dispatch()
        await eventually(lambda: any(one.is_listening for one in meeting.book.heartbeats))
        await person.say(speech()[:16_000])
        assert not person.heard_by_agent.is_set()
        assert person.track is not None
        person.track.unmute()
        await eventually(person.heard_by_agent.is_set)
        await person.say(speech()[:48_000])
        await eventually(lambda: meeting.book.segments)
        await meeting.wish(captions_on=False, notes_on=True)
        captions = len(person.finals())
        await person.say(speech()[:48_000])
        await eventually(lambda: len(meeting.book.segments) == 2)
        assert len(person.finals()) == captions
        meeting.book.command = LeaseCommand.LEAVE
        await eventually(lambda: meeting.book.finished)
    finally:
        await person.leave()
    finished = meeting.book.finished[0]
    usage = meeting.book.usage["u-ben", "whisper-tiny.en"]
    assert usage.utterances == 2
    assert 3_000 < usage.billed_speech_ms < 7_000
    assert usage.engine_ms is not None
    assert usage.engine_ms > 0
    assert meeting.book.heartbeats[-1].speech_engine == "whisper-tiny.en"
    assert {one.name for one in finished.engines} == {"whisper-tiny.en", "silero"}


async def test_a_killed_job_loses_nothing_that_was_final(
    sfu: Sfu, backend: PeerBackend, agent: AgentProcess, meeting: TestMeeting
) -> None:
    person = await join(sfu.url, KEYS, meeting.meeting_id, "u-eva")
    try:
        await meeting.dispatch()
        await person.open_microphone()
        await eventually(person.heard_by_agent.is_set)
        backend.is_away = True
        await person.say(speech())
        await eventually(person.finals)
        job = next(one for one in agent.descendants() if _joined(agent, one.pid))
        job.kill()
        backend.is_away = False
        await eventually(lambda: meeting.book.segments)
    finally:
        await person.leave()
    assert set(meeting.book.segments) == {one.attributes.segment_id for one in person.finals()}
    assert len(meeting.book.order) == len(set(meeting.book.order))


def _joined(agent: AgentProcess, pid: int) -> bool:
    lines = [json.loads(line) for line in agent.log.read_text().splitlines() if line.startswith("{")]
    return any(line.get("pid") == str(pid) and "signal_stream" in line["event"] for line in lines)
