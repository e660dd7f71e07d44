"""Golden files are read by both languages: Python's side here, the browser's in `web/src/api/golden.test.ts`.

`<Model>.<case>.json` must parse and come back as it was; `<Model>.<case>.refused.json` must be refused. No
refused case rests on an unknown field alone: the browser lets those pass, so that an older page lives with a
newer server.
"""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from parley.contracts.access import JoinResponse
from parley.contracts.captions import Segment, Transcript
from parley.contracts.checks import ConnectionCheck, ConnectionReport
from parley.contracts.diagnosis import MeetingDiagnosis
from parley.contracts.notes import MeetingNotes
from parley.contracts.problems import Problem
from parley.contracts.room import CaptionAttributes, RoomMetadata, TranslationAttributes
from parley.contracts.telemetry.meeting import MeetingTelemetry
from parley.contracts.telemetry.page import TelemetryBatch
from parley.contracts.wire import WireModel

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[2] / "golden"
MODELS: dict[str, type[WireModel]] = {
    model.__name__: model
    for model in (
        CaptionAttributes,
        TranslationAttributes,
        RoomMetadata,
        Segment,
        Transcript,
        MeetingNotes,
        Problem,
        JoinResponse,
        ConnectionCheck,
        ConnectionReport,
        TelemetryBatch,
        MeetingTelemetry,
        MeetingDiagnosis,
    )
}
REFUSED = sorted(path.name for path in FOLDER.glob("*.refused.json"))
VALID = sorted(path.name for path in FOLDER.glob("*.json") if path.name not in REFUSED)


def model_of(name: str) -> type[WireModel]:
    return MODELS[name.partition(".")[0]]


@pytest.mark.parametrize("name", VALID)
def test_valid_file_parses_and_comes_back_as_it_was(name: str) -> None:
    text = (FOLDER / name).read_text()
    parsed = model_of(name).model_validate_json(text)
    assert json.loads(parsed.model_dump_json()) == json.loads(text)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_file_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        model_of(name).model_validate_json((FOLDER / name).read_text())


@pytest.mark.parametrize("model", MODELS)
def test_each_model_has_a_valid_and_a_refused_file(model: str) -> None:
    assert any(name.startswith(f"{model}.") for name in VALID)
    assert any(name.startswith(f"{model}.") for name in REFUSED)
