"""Notes of real, transcribed meetings, where the evaluation data lies beside the repository."""

import json
import re
from pathlib import Path

import pytest

from parley.agent.notes import make_notes
from parley.agent.notes.verifier import Verifier
from parley.contracts.ingest import NotesSource

pytestmark = pytest.mark.unit

MEETINGS = Path(__file__).parents[5] / "shared" / "data" / "meetings"
NAMES = ("ES2006a", "ES2009b", "IS1006b", "TS3010b")
MS_PER_WORD = 380


def _source(name: str) -> NotesSource:
    file = MEETINGS / f"{name}.json"
    if not file.is_file():
        pytest.skip(f"evaluation meeting {name} is not beside the repository")
    segments, at_ms = [], 0
    for index, turn in enumerate(json.loads(file.read_text(encoding="utf-8"))["meeting_transcripts"]):
        text = " ".join(re.sub(r"\{\w+\}", "", turn["content"]).split())
        if not text:
            continue
        end_ms = at_ms + MS_PER_WORD * len(text.split())
        segments.append(
            {
                "segment_id": f"SG_{index:04d}",
                "speaker": turn["speaker"],
                "language": "en",
                "start_ms": at_ms,
                "end_ms": end_ms,
                "text": text,
            }
        )
        at_ms = end_ms + 200
    people = [{"identity": name, "name": name} for name in sorted({str(s["speaker"]) for s in segments})]
    return NotesSource.model_validate({"meeting_id": name, "participants": people, "segments": segments})


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_is_supported_and_chapters_cover_the_meeting(name: str) -> None:
    source = _source(name)
    notes = make_notes(source)
    assert notes is not None
    assert Verifier(source).verified(notes) == notes
    assert 2 <= len(notes.chapters) <= 8
    covered_ms = sum(chapter.end_ms - chapter.start_ms for chapter in notes.chapters)
    assert covered_ms >= 0.95 * source.segments[-1].end_ms
