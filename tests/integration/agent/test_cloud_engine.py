"""An agent whose best engine is Deepgram, in a real meeting: real SFU and plugin, emulated vendor."""

from collections.abc import Callable, Iterator

import pytest

from parley.agent.engines.deepgram.handshake import KEY_MISSING
from parley.contracts.ingest import EngineHealth
from parley.contracts.meetings import SpeechEngineWish
from tests.emulators.deepgram.client import KEY, DeepgramProcess, deepgram_emulator
from tests.emulators.deepgram.script import Script
from tests.integration.agent.conftest import KEYS, AgentStarter, Sfu, TestMeeting, eventually
from tests.integration.agent.peer_backend import PeerBackend
from tests.integration.agent.room_peers import SPEECH_FILE, Person, join, speech

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed"),
]

CLOUD, HERE = "deepgram-nova-3", "whisper-tiny.en"


@pytest.fixture(scope="module")
def emulator() -> Iterator[DeepgramProcess]:
    with deepgram_emulator() as one:
        yield one


def reported(backend: PeerBackend, name: str) -> Callable[[], EngineHealth | None]:
    """What the newest report says of an engine."""

    def find() -> EngineHealth | None:
        engines = backend.reports[-1][1].engines if backend.reports else []
        return next((one for one in engines if one.name == name), None)

    return find


def at_work(meeting: TestMeeting) -> tuple[str | None, bool]:
    beats = meeting.book.heartbeats
    return (beats[-1].speech_engine, beats[-1].is_fallback) if beats else (None, False)


async def heard(person: Person, seconds: int) -> str:
    """Says some of the reading; the next final."""
    before = len(person.finals())
    await person.say(speech()[: seconds * 16_000])
    await eventually(lambda: len(person.finals()) > before)
    return person.finals()[-1].text


async def test_deepgram_captions_a_meeting_is_left_when_it_fails_and_taken_up_again(
    sfu: Sfu,
    backend: PeerBackend,
    start_agent: AgentStarter,
    meeting: TestMeeting,
    emulator: DeepgramProcess,
) -> None:
    backend.reports.clear()
    agent = start_agent(deepgram_api_key=KEY, deepgram_url=emulator.url, agent_max_jobs="2")
    await eventually(lambda: reported(backend, HERE)() is not None)
    told = {one.name: one.is_elsewhere for one in backend.reports[-1][1].engines}
    assert told.items() >= {CLOUD: True, HERE: False}.items(), "people are told where their sound may go"
    emulator.play(Script(words=("Nova",)))
    person = await join(sfu.url, KEYS, meeting.meeting_id, "u-maria")
    try:
        await meeting.dispatch()
        await person.open_microphone()
        await eventually(person.heard_by_agent.is_set)
        assert set((await heard(person, 4)).split()) == {"Nova"}
        assert at_work(meeting) == (CLOUD, False)
        emulator.play(Script(status=503))
        assert "John Dashwood" in await heard(person, 4)
        await eventually(lambda: at_work(meeting) == (HERE, True))
        emulator.play(Script(words=("Nova",)))
        await eventually(lambda: at_work(meeting) == (CLOUD, False))
        assert set((await heard(person, 4)).split()) == {"Nova"}

        await meeting.wish(captions_on=True, notes_on=True, speech_engine=SpeechEngineWish.LOCAL)
        await eventually(lambda: at_work(meeting) == (HERE, False))
        emulator.play(Script())
        assert "John Dashwood" in await heard(person, 4)
        assert emulator.visits() == [], "nothing of a local meeting goes out"
        assert [one.name for one in meeting.book.heartbeats[-1].engines[:2]] == [CLOUD, HERE]
    finally:
        await person.leave()
    await eventually(lambda: {CLOUD, HERE} <= {name for _, name in meeting.book.usage})
    agent.stop()
    said = agent.log.read_text()
    assert "engine_left" in said
    assert "engine_back" in said
    for secret in (KEY, "Dashwood", "Nova "):
        assert secret not in said


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"deepgram_api_key": "wrong"}, "Deepgram refuses the key"),
        ({"speech_engine": "deepgram"}, KEY_MISSING),
    ],
    ids=["wrong", "missing"],
)
async def test_a_key_that_is_no_good_is_named_and_the_meeting_goes_on(
    sfu: Sfu,
    backend: PeerBackend,
    start_agent: AgentStarter,
    meeting: TestMeeting,
    emulator: DeepgramProcess,
    settings: dict[str, str],
    problem: str,
) -> None:
    emulator.play(Script())
    backend.reports.clear()
    agent = start_agent(deepgram_url=emulator.url, **settings)
    await eventually(lambda: problem in (((one := reported(backend, CLOUD)()) and one.problem) or ""))
    here = reported(backend, HERE)()
    assert here is not None
    assert here.is_ready
    person = await join(sfu.url, KEYS, meeting.meeting_id, "u-maria")
    try:
        await meeting.dispatch()
        await person.open_microphone()
        await eventually(person.heard_by_agent.is_set)
        assert "John Dashwood" in await heard(person, 4)
        await eventually(lambda: at_work(meeting) == (HERE, True))
    finally:
        await person.leave()
    agent.stop()
    assert "wrong" not in agent.log.read_text().replace("deepgram", "")
