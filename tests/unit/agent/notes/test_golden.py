"""Precision and recall of the rules on utterances labelled by hand."""

import pytest

from tests.unit.agent.notes.development_set import DEVELOPMENT
from tests.unit.agent.notes.held_out_set import HELD_OUT
from tests.unit.agent.notes.scoring import bare, score

pytestmark = pytest.mark.unit


def test_the_sets_are_as_large_as_documented() -> None:
    assert (len(DEVELOPMENT), len(HELD_OUT)) == (168, 58)


def test_development_utterances_are_noted_and_no_trap_is() -> None:
    actions, decisions, faults = score(DEVELOPMENT)
    assert (actions.invented, decisions.invented) == (0, 0), faults
    assert actions.recall >= 0.98, faults
    assert decisions.recall == 1.0, faults


def test_rules_do_without_case_and_punctuation() -> None:
    actions, decisions, faults = score(tuple(map(bare, DEVELOPMENT)))
    assert (actions.invented, decisions.invented) == (0, 0), faults
    assert actions.recall >= 0.92, faults
    assert decisions.recall == 1.0, faults


def test_utterances_that_mended_no_rule_are_noted_too() -> None:
    actions, decisions, _ = score(HELD_OUT)
    assert actions.precision >= 0.95
    assert actions.recall >= 0.9
    assert decisions.precision >= 0.95
    assert decisions.recall >= 0.95


def test_utterances_that_mended_no_rule_without_case_and_punctuation() -> None:
    actions, decisions, _ = score(tuple(map(bare, HELD_OUT)))
    assert actions.precision >= 0.9
    assert actions.recall >= 0.85
    assert decisions.precision >= 0.75
    assert decisions.recall >= 0.85
