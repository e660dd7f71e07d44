import pytest

from parley.contracts.ingest import EngineHealth
from parley.stack.readiness import Readiness
from parley.stack.terminal import captions_line

pytestmark = pytest.mark.unit


def readiness(*engines: EngineHealth, workers: int = 1) -> Readiness:
    return Readiness(is_ready=True, workers=workers, engines=list(engines))


WHISPER = EngineHealth(
    kind="speech_to_text", name="whisper-tiny.en", is_ready=True, languages=["en"], problem=None
)
BROKEN = EngineHealth(
    kind="speech_to_text",
    name="whisper-tiny.en",
    is_ready=False,
    languages=[],
    problem="model.bin is corrupt",
)

OFF = EngineHealth(
    kind="speech_to_text", name="off", is_ready=False, languages=[], problem="off: PARLEY_SPEECH_ENGINE=off."
)


def test_the_live_engine_is_named() -> None:
    assert captions_line(readiness(WHISPER)) == "whisper-tiny.en"


def test_without_an_engine_each_sentence_ends() -> None:
    assert captions_line(readiness()) == "unavailable: no speech engine. Calls work without."


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "no agent has reported"),
        (readiness(workers=0), "no agent has reported"),
        (readiness(OFF), "PARLEY_SPEECH_ENGINE=off"),
        (readiness(BROKEN), "model.bin is corrupt"),
    ],
)
def test_why_there_are_no_captions_is_said(answer: Readiness | None, reason: str) -> None:
    line = captions_line(answer)
    assert line.startswith("unavailable")
    assert reason in line


def test_a_better_engine_that_does_not_work_is_named_beside_the_one_that_does() -> None:
    refused = EngineHealth(
        kind="speech_to_text",
        name="deepgram-nova-3",
        is_ready=False,
        languages=[],
        problem="Deepgram refuses the key: correct it.",
    )
    line = captions_line(readiness(refused, WHISPER))
    assert line == "whisper-tiny.en, as the fallback: Deepgram refuses the key: correct it."
