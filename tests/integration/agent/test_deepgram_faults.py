"""What a meeting sees when Deepgram misbehaves: LiveKit's real plugin against the emulator's process.

Whatever happens, each utterance has one final with all its words, and is stored once.
"""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from parley.agent.engines.deepgram import connection as connection_module
from tests.emulators.deepgram.client import DeepgramProcess, deepgram_emulator
from tests.emulators.deepgram.script import Script
from tests.integration.agent.cloud_meeting import CLOUD, LOCAL, CloudMeeting, cloud_meeting, until
from tests.unit.agent.listening.test_segmenter import LevelActivity

pytestmark = pytest.mark.integration

NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
SIX, TWELVE = " ".join(NUMBERS[:6]), " ".join(NUMBERS)
HERE = "alpha bravo charlie delta echo foxtrot"
HERE_WRITTEN = f"{HERE.capitalize()}."  # the fake engine writes no case, so rules do
SAYS_NUMBERS = Script(words=NUMBERS)


@pytest.fixture(scope="module")
def emulator() -> Iterator[DeepgramProcess]:
    with deepgram_emulator() as one:
        yield one


@pytest.fixture(autouse=True)
def hears_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.agent.listening.ears.SileroVoiceActivity", LevelActivity)


@pytest.fixture
async def meeting(emulator: DeepgramProcess, tmp_path: Path) -> AsyncIterator[CloudMeeting]:
    emulator.play(SAYS_NUMBERS)
    async with cloud_meeting(emulator.url, tmp_path) as one:
        yield one


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the meeting's own patience, for faults that are waited out."""
    monkeypatch.setattr(connection_module, "SILENT_S", 1.0)
    monkeypatch.setattr(connection_module, "FINAL_S", 1.0)


async def test_partials_grow_and_one_final_closes_them(
    emulator: DeepgramProcess, meeting: CloudMeeting
) -> None:
    await meeting.say(12)
    assert await meeting.heard(1) == [TWELVE]
    shown = [one.text for one in meeting.room.shown]
    assert len(shown) > 4
    assert shown == sorted(shown, key=len), "nothing that was shown is taken back"
    assert {one.segment_id for one in meeting.room.shown} == {meeting.finals[0].segment_id}
    assert meeting.engine == (CLOUD, False)
    [visit] = emulator.visits()
    assert visit.messages[-2:] == ["Finalize", "CloseStream"]
    assert visit.query["keyterm"] == ["Maria Silva", "Parley"], "who is here, then the glossary"
    assert visit.query["mip_opt_out"] == ["true"]
    usage = await meeting.usage()
    assert usage[CLOUD].billed_speech_ms == pytest.approx(visit.audio_s * 1000, abs=1)
    assert usage[CLOUD].engine_ms is not None
    assert meeting.segments() == [TWELVE]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Script(words=NUMBERS, finals="twice"), id="each final comes twice"),
        pytest.param(Script(words=NUMBERS, finals="late"), id="finals come after the end"),
        pytest.param(Script(words=NUMBERS, finals="reversed"), id="finals come last first"),
        pytest.param(Script(words=NUMBERS, repeats_interims=True), id="an interim comes after its final"),
    ],
)
async def test_pieces_that_come_twice_late_or_out_of_order_make_one_text(
    emulator: DeepgramProcess, meeting: CloudMeeting, fault: Script
) -> None:
    emulator.play(fault)
    await meeting.say(12)
    assert await meeting.heard(1) == [TWELVE]
    await meeting.say(6)
    assert await meeting.heard(2) == [TWELVE, SIX], "nothing of the first gets into the second"
    assert meeting.segments() == [TWELVE, SIX]
    assert meeting.engine == (CLOUD, False)


async def test_a_first_word_that_comes_late_is_waited_for(
    emulator: DeepgramProcess, meeting: CloudMeeting
) -> None:
    emulator.play(Script(words=NUMBERS, first_word_delay_s=2.0))
    await meeting.say(6)
    assert await meeting.heard(1) == [SIX]
    assert meeting.engine == (CLOUD, False)


async def test_text_may_be_split_within_a_character(emulator: DeepgramProcess, meeting: CloudMeeting) -> None:
    emulator.play(Script(words=("Grüße,", "naïve", "日本", "Ελλάδα", "🎉", "größer"), splits_text=True))
    await meeting.say(6)
    assert await meeting.heard(1) == ["Grüße, naïve 日本 Ελλάδα 🎉 größer"]


@pytest.mark.parametrize("status", [400, 401, 402, 403, 503])
async def test_who_is_turned_away_is_heard_on_this_machine(
    emulator: DeepgramProcess, meeting: CloudMeeting, status: int
) -> None:
    emulator.play(Script(status=status))
    for _ in range(2):
        await meeting.say(6)
    assert await meeting.heard(2) == [HERE_WRITTEN] * 2
    assert meeting.segments() == [HERE_WRITTEN] * 2
    assert meeting.engine == (LOCAL, True)
    assert (await meeting.usage()).keys() == {LOCAL}, "nothing was given to Deepgram"
    if status != 503:
        assert len(emulator.visits()) == 1, "it is not asked again for each utterance"


async def test_too_many_connections_are_waited_out_as_long_as_deepgram_says(
    emulator: DeepgramProcess, meeting: CloudMeeting
) -> None:
    emulator.play(Script(status=429, retry_after_s=3), SAYS_NUMBERS)
    await meeting.say(6)
    assert await meeting.heard(1) == [HERE_WRITTEN]
    await until(lambda: meeting.engine == (CLOUD, False))
    await meeting.say(6)
    assert await meeting.heard(2) == [HERE_WRITTEN, SIX]
    refused, probe, utterance = emulator.visits()
    assert [visit.status for visit in (refused, probe, utterance)] == [429, 101, 101]
    assert probe.at_s - refused.at_s >= 2.9, "not before the time it gave"
    assert probe.audio_s == 0
    assert utterance.audio_s > 1


async def test_a_connection_that_breaks_in_the_middle_loses_no_word(
    emulator: DeepgramProcess, meeting: CloudMeeting
) -> None:
    emulator.play(Script(words=NUMBERS, close_after_s=1.8), SAYS_NUMBERS)
    await meeting.say(6)
    assert await meeting.heard(1) == [HERE_WRITTEN]
    assert any(one.text.startswith("one") for one in meeting.room.shown), "it had begun to write"
    assert len({one.segment_id for one in meeting.room.shown}) == 1
    await until(lambda: meeting.engine == (CLOUD, False))
    await meeting.say(6)
    assert await meeting.heard(2) == [HERE_WRITTEN, SIX]
    assert meeting.gaps() == []
    usage = await meeting.usage()
    assert usage[CLOUD].utterances == 2, "what was given before it broke is paid for"
    assert usage[LOCAL].utterances == 1


async def test_a_last_word_that_never_comes_loses_no_word(
    emulator: DeepgramProcess, meeting: CloudMeeting
) -> None:
    emulator.play(Script(words=NUMBERS, has_last_word=False))
    await meeting.say(6)
    assert await meeting.heard(1) == [HERE_WRITTEN]


async def test_a_slow_handshake_loses_no_word(emulator: DeepgramProcess, meeting: CloudMeeting) -> None:
    emulator.play(Script(words=NUMBERS, handshake_delay_s=1.0))
    await meeting.say(6)
    assert await meeting.heard(1) == [SIX], "what was said meanwhile is sent when it stands"
    emulator.play(Script(words=NUMBERS, handshake_delay_s=connection_module.CONNECT_S + 2))
    await meeting.say(6)
    assert await meeting.heard(2) == [SIX, HERE_WRITTEN]
    assert meeting.engine == (LOCAL, True)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("silent_after_s", [0.0, 1.0])
async def test_a_deepgram_that_falls_silent_loses_no_word(
    emulator: DeepgramProcess, meeting: CloudMeeting, silent_after_s: float
) -> None:
    emulator.play(Script(words=NUMBERS, silent_after_s=silent_after_s))
    await meeting.say(6)
    assert await meeting.heard(1) == [HERE_WRITTEN]
    assert meeting.engine == (LOCAL, True)


@pytest.mark.usefixtures("impatient")
async def test_a_half_open_socket_in_the_middle_of_an_utterance_loses_no_word(tmp_path: Path) -> None:
    with deepgram_emulator() as emulator:
        emulator.play(SAYS_NUMBERS)
        async with cloud_meeting(emulator.url, tmp_path) as meeting:
            await meeting.say(6, until_s=2.2)
            await until(lambda: any("one" in one.text for one in meeting.room.shown))
            os.kill(emulator.process.pid, signal.SIGSTOP)  # the kernel still takes what is sent
            await meeting.say(6, from_s=2.2)
            assert await meeting.heard(1) == [HERE_WRITTEN]
            assert meeting.engine == (LOCAL, True)
            os.kill(emulator.process.pid, signal.SIGCONT)
            await until(lambda: meeting.engine == (CLOUD, False), timeout_s=40)
            await meeting.say(6)
            assert await meeting.heard(2) == [HERE_WRITTEN, SIX]
            assert meeting.gaps() == []


async def test_a_key_that_is_wrong_leaves_the_meeting_to_the_engine_here(
    emulator: DeepgramProcess, tmp_path: Path
) -> None:
    emulator.play(SAYS_NUMBERS)
    async with cloud_meeting(emulator.url, tmp_path, key="wrong") as meeting:
        await meeting.say(6)
        assert await meeting.heard(1) == [HERE_WRITTEN]
        assert meeting.engine == (LOCAL, True)


async def test_nobody_there_is_no_matter(tmp_path: Path) -> None:
    async with cloud_meeting("http://127.0.0.1:1/v1/listen", tmp_path) as meeting:
        await meeting.say(6)
        assert await meeting.heard(1) == [HERE_WRITTEN]
        assert meeting.engine == (LOCAL, True)
