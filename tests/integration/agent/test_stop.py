"""SIGTERM in the middle of a sentence."""

import asyncio

import psutil
import pytest

from tests.integration.agent.conftest import KEYS, AgentStarter, Sfu, TestMeeting, eventually
from tests.integration.agent.room_peers import SPEECH_FILE, join, speech

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed"),
]


async def test_open_speech_is_finished_when_the_worker_is_stopped(
    sfu: Sfu, start_agent: AgentStarter, meeting: TestMeeting
) -> None:
    agent = start_agent(speech_engine="fake")
    person = await join(sfu.url, KEYS, meeting.meeting_id, "u-ida")
    try:
        await meeting.dispatch()
        await person.open_microphone()
        await eventually(person.heard_by_agent.is_set)
        await person.say(speech()[: 4 * 16_000], then_quiet_s=0)
        left_behind = agent.descendants()
        await asyncio.to_thread(agent.stop)
    finally:
        await person.leave()
    assert len(meeting.book.segments) == 1
    assert len(meeting.book.finished) == 1
    await eventually(lambda: not any(_runs(one) for one in left_behind), 2)


def _runs(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
