"""An operator's proxy for the outside world is not on the way to an SFU on the same machine."""

import pytest

from tests.integration.agent.conftest import KEYS, AgentStarter, Sfu, TestMeeting, eventually, free_port
from tests.integration.agent.room_peers import SPEECH_FILE, join, speech

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed"),
]


async def test_worker_and_job_reach_an_sfu_on_loopback_past_a_proxy(
    sfu: Sfu, start_agent: AgentStarter, meeting: TestMeeting
) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    proxies = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"), nobody)
    start_agent(proxies, speech_engine="fake")
    person = await join(sfu.url, KEYS, meeting.meeting_id, "u-ida")
    try:
        await meeting.dispatch()
        await person.open_microphone()
        await eventually(person.heard_by_agent.is_set)
        await person.say(speech()[: 4 * 16_000])
        await eventually(lambda: meeting.book.segments)
    finally:
        await person.leave()
