"""The agent in a real meeting that people read in several languages: real speech, real translators."""

import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest
from livekit import api

from parley.contracts.room import ATTRIBUTE_READING_LANGUAGE
from tests.integration.agent.conftest import KEYS, AgentProcess, AgentStarter, Sfu, TestMeeting, eventually
from tests.integration.agent.peer_backend import PeerBackend
from tests.integration.agent.room_peers import SPEECH_FILE, Person, join, speech

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed"),
    pytest.mark.skipif(
        not all(Path(f"/usr/share/apertium/apertium-eng-{code}").is_dir() for code in ("spa", "cat")),
        reason="apertium-eng-spa or apertium-eng-cat is not installed",
    ),
]


@pytest.fixture(scope="module")
def agent(start_agent: AgentStarter) -> AgentProcess:
    return start_agent(speech_engine="whisper")


def translators(agent: AgentProcess, pair: str) -> list[psutil.Process]:
    return [one for one in agent.descendants() if f"apertium-{pair}" in " ".join(one.cmdline())]


def spent_s(agent: AgentProcess, pair: str) -> float:
    """CPU time of a pair's processes, which the worker's meetings share; 0 when there are none."""
    times = [one.cpu_times() for one in translators(agent, pair)]
    return float(sum(time.user + time.system for time in times))


def read_by(person: Person) -> set[tuple[str, str]]:
    return {(one.attributes.segment_id, one.attributes.language) for one in person.translations}


def finals_of(person: Person) -> list[str]:
    return [one.attributes.segment_id for one in person.finals()]


async def leave_all(people: Sequence[Person]) -> None:
    for person in people:
        await person.leave()


async def test_each_reader_gets_their_own_language_and_nobody_else_s(
    sfu: Sfu, backend: PeerBackend, agent: AgentProcess, meeting: TestMeeting
) -> None:
    maria = await join(sfu.url, KEYS, meeting.meeting_id, "u-maria")
    ana = await join(sfu.url, KEYS, meeting.meeting_id, "u-ana", reads="es")
    marti = await join(sfu.url, KEYS, meeting.meeting_id, "u-marti", reads="ca")
    try:
        await meeting.dispatch()
        await maria.open_microphone()
        await eventually(maria.heard_by_agent.is_set)
        await maria.say(speech())
        await eventually(lambda: finals_of(maria) and len(meeting.book.translations) >= 2)
        await eventually(lambda: ana.translations and marti.translations)
    finally:
        await leave_all([maria, ana, marti])
    segments = finals_of(maria)
    assert read_by(ana) == {(segment, "es") for segment in segments}
    assert read_by(marti) == {(segment, "ca") for segment in segments}
    assert (maria.translations, maria.read_along) == ([], [])
    assert len(ana.read_along) >= 2, "what is still being said is read along"
    assert finals_of(ana) == segments, "the words as they were spoken are for everybody"
    only = ana.translations[0]
    source = maria.finals()[0]
    assert (only.attributes.source_language, only.attributes.engine) == ("en", "apertium")
    assert (only.attributes.is_draft, only.attributes.speaker) == ("true", "u-maria")
    assert only.attributes.start_ms == source.attributes.start_ms
    assert only.text != source.text
    stored = {(one.translation.segment_id, one.translation.language) for one in meeting.book.translations}
    assert stored == read_by(ana) | read_by(marti)
    assert meeting.book.order, "each translation follows its segment"


async def test_nobody_reads_so_nothing_runs_and_whoever_begins_gets_what_was_said(
    sfu: Sfu, backend: PeerBackend, agent: AgentProcess, meeting: TestMeeting
) -> None:
    maria = await join(sfu.url, KEYS, meeting.meeting_id, "u-maria")
    people = [maria]
    try:
        await meeting.dispatch()
        before_s = spent_s(agent, "eng-spa")
        await maria.open_microphone()
        await eventually(maria.heard_by_agent.is_set)
        await maria.say(speech()[:64_000])
        await eventually(lambda: meeting.book.segments)
        assert spent_s(agent, "eng-spa") == before_s
        assert meeting.book.translations == []
        ana = await join(sfu.url, KEYS, meeting.meeting_id, "u-ana", reads="es")
        people.append(ana)
        await eventually(lambda: ana.translations)
        assert read_by(ana) == {(segment, "es") for segment in meeting.book.segments}
        await meeting.control.room.update_participant(
            api.UpdateParticipantRequest(
                room=meeting.meeting_id, identity="u-maria", attributes={ATTRIBUTE_READING_LANGUAGE: "ca"}
            )
        )
        await eventually(lambda: maria.translations)
        assert {language for _, language in read_by(maria)} == {"ca"}
    finally:
        await leave_all(people)


async def test_a_translator_that_is_killed_is_back_within_two_seconds_and_no_sentence_is_left_out(
    sfu: Sfu, backend: PeerBackend, agent: AgentProcess, meeting: TestMeeting
) -> None:
    maria = await join(sfu.url, KEYS, meeting.meeting_id, "u-maria")
    ana = await join(sfu.url, KEYS, meeting.meeting_id, "u-ana", reads="es")
    try:
        await meeting.dispatch()
        await maria.open_microphone()
        await eventually(maria.heard_by_agent.is_set)
        for part in range(3):
            before = len(finals_of(ana))
            await maria.say(speech()[:48_000])
            await eventually(lambda before=before: len(finals_of(ana)) > before)  # type: ignore[misc]
            final_s = time.monotonic()
            await eventually(lambda: {s for s, _ in read_by(ana)} == set(finals_of(ana)))
            assert time.monotonic() - final_s < 2.0, f"part {part}"
            victims = translators(agent, "eng-spa")
            assert victims
            victims[part].kill()
    finally:
        await leave_all([maria, ana])
    assert len(finals_of(ana)) >= 3
    assert len(ana.translations) == len(read_by(ana)), "each once"
