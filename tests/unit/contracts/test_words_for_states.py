"""Whatever becomes of the agent, the web client has words for it."""

import json
from pathlib import Path

import pytest

from parley.contracts.room import AiState

pytestmark = pytest.mark.unit

WORDS = json.loads((Path(__file__).parents[3] / "web/src/i18n/en.json").read_text())["ai"]


@pytest.mark.parametrize("state", [state for state in AiState if state is not AiState.LIVE])
def test_every_state_of_the_agent_has_a_mark_and_a_sentence(state: AiState) -> None:
    name = state.value.capitalize()
    assert WORDS[f"mark{name}"]
    assert any(WORDS.get(key) for key in (f"state{name}", f"state{name}Notes", f"captions{name}"))


def test_captions_that_are_behind_and_a_fallback_at_work_have_words() -> None:
    assert WORDS["captionsBehind"]
    assert "{{engine}}" in WORDS["engineFallback"]
