"""Sums that go to the backend."""

import pytest

from parley.agent.listening.usage import UsageMeter
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.meetings import EngineUse

pytestmark = pytest.mark.unit

MARIA = ParticipantIdentity("u-maria")
LOCAL = EngineUse(kind="speech_to_text", name="local")
CLOUD = EngineUse(kind="speech_to_text", name="cloud")


def test_only_what_has_changed_is_told_again_and_as_a_total() -> None:
    meter = UsageMeter()
    assert meter.news() == []
    meter.add(MARIA, LOCAL, 16_000, 100)
    meter.add(MARIA, CLOUD, 8_000, None)
    assert [(one.engine.name, one.billed_speech_ms, one.engine_ms) for one in meter.news()] == [
        ("local", 1_000, 100),
        ("cloud", 500, None),
    ]
    assert meter.news() == []
    meter.add(MARIA, LOCAL, 16_000, 50)
    [news] = meter.news()
    assert (news.billed_speech_ms, news.engine_ms, news.utterances) == (2_000, 150, 2)
    assert (meter.billed_speech_ms, meter.utterances) == (2_500, 3)
