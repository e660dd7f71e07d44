"""Complaints: wrong names past four people, only the first speaker heard, saved text unlike shown text."""

import pytest

from parley.rehearsal.attribution import misattributed
from parley.rehearsal.composition import Scene, composed_cast
from parley.rehearsal.words import normalised_words, word_error_rate
from tests.integration.agent.complaints.crowd import Shown, perform
from tests.integration.agent.conftest import AgentProcess, AgentStarter, Sfu, TestMeeting
from tests.integration.agent.room_peers import SPEECH_FILE

pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed"),
]


@pytest.fixture(scope="module")
def agent(start_agent: AgentStarter) -> AgentProcess:
    return start_agent(speech_engine="whisper")


@pytest.mark.parametrize("people", [5, 8])
async def test_people_who_all_talk_at_once_are_captioned_each_under_their_own_name(
    sfu: Sfu, agent: AgentProcess, meeting: TestMeeting, people: int
) -> None:
    cast = composed_cast(Scene(people))
    seen = await perform(sfu, meeting, cast)
    assert misattributed(seen.shown.values(), seen.said) == [], "words under another's name"
    assert {name for name, _ in seen.shown.values()} == set(seen.said), "somebody was not heard"
    assert seen.stored == seen.shown, "what is saved is not what was shown"
    assert meeting.book.gaps == [], "something was skipped"
    assert seen.partials > 0, "nothing was shown before it was final"
    for name, said in seen.said.items():
        assert error_rate(seen, name, said) <= 0.5, "most of what each said is there"


def error_rate(seen: Shown, name: str, said: str) -> float:
    heard = " ".join(text for speaker, text in seen.shown.values() if speaker == name)
    return word_error_rate(normalised_words(said), normalised_words(heard))
