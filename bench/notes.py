"""What notes of a meeting rest on, how evenly they cover it, and how long they take to make."""

import json
import re
import time
from itertools import cycle, islice, pairwise
from pathlib import Path

from bench.harness.rows import Row
from parley.agent.notes import make_notes
from parley.agent.notes.verifier import Verifier
from parley.contracts.ingest import NotesSource
from parley.contracts.notes import Notes

PEER = "lead: the first words of the meeting, as many as the chapters' lines have."
LONG_SEGMENTS, LONG_MS = 3_000, 2 * 3_600_000
_MEETINGS = Path(__file__).resolve().parents[2] / "shared" / "data" / "meetings"
_MS_PER_WORD = 380
_SUBJECTS = ("battery", "office lease", "touch screen", "travel budget", "release plan", "support queue")
_SAYINGS = (
    "The {} was the first thing that customers asked about in March.",
    "mm-hmm",
    "Nobody has measured how much the {} really costs us.",
    "I'll send a summary of the {} by Friday.",
    "We decided to keep the {} as it is for now.",
    "Why does the {} need two people every week?",
)


def run() -> list[Row]:
    """Recorded meetings that lie beside the repository, else a composed one."""
    sources = [_recorded(file) for file in sorted(_MEETINGS.glob("*.json"))] or [_composed(300)]
    made = [(source, notes) for source in sources if (notes := make_notes(source))]
    claims = sum(_claims(notes) for _, notes in made)
    held = sum(_claims(Verifier(source).verified(notes)) for source, notes in made)
    long = _stretched(sources)
    began_s = time.process_time()
    make_notes(long)
    took_s = time.process_time() - began_s
    gaps = [_longest_gap(source, _line_times(source, notes)) for source, notes in made]
    lead_gaps = [_longest_gap(source, _lead_times(source, notes)) for source, notes in made]
    return [
        Row(f"lines that their evidence does not say, of {claims}", "%", 100 * (1 - held / claims), None, 0),
        Row("longest part of a meeting without a line", "% of its time", max(gaps), max(lead_gaps)),
        Row(f"notes of 2 h in {LONG_SEGMENTS} segments", "s of CPU", took_s, None, 2),
    ]


def _claims(notes: Notes) -> int:
    return sum(len(c.lines) for c in notes.chapters) + len(notes.decisions) + len(notes.action_items)


def _line_times(source: NotesSource, notes: Notes) -> list[int]:
    start_ms = {segment.segment_id: segment.start_ms for segment in source.segments}
    return [start_ms[line.evidence[0]] for chapter in notes.chapters for line in chapter.lines]


def _lead_times(source: NotesSource, notes: Notes) -> list[int]:
    words = sum(len(line.text.split()) for chapter in notes.chapters for line in chapter.lines)
    times = []
    for segment in source.segments:
        if words <= 0:
            break
        words -= len(segment.text.split())
        times.append(segment.start_ms)
    return times


def _longest_gap(source: NotesSource, times_ms: list[int]) -> float:
    """In percent of the meeting."""
    end_ms = source.segments[-1].end_ms
    marks = [0, *sorted(times_ms), end_ms]
    return 100 * max(after - before for before, after in pairwise(marks)) / end_ms


def _stretched(sources: list[NotesSource]) -> NotesSource:
    step_ms = LONG_MS // LONG_SEGMENTS
    said = islice(cycle(segment for source in sources for segment in source.segments), LONG_SEGMENTS)
    segments = [
        segment.model_copy(
            update={"segment_id": f"SG_{i:05d}", "start_ms": i * step_ms, "end_ms": (i + 1) * step_ms - 200}
        )
        for i, segment in enumerate(said)
    ]
    return sources[0].model_copy(update={"segments": segments})


def _recorded(file: Path) -> NotesSource:
    turns = json.loads(file.read_text(encoding="utf-8"))["meeting_transcripts"]
    return _source([(turn["speaker"], re.sub(r"\{\w+\}", "", turn["content"])) for turn in turns])


def _composed(count: int) -> NotesSource:
    return _source(
        [
            (f"Speaker {i % 3}", _SAYINGS[i % len(_SAYINGS)].format(_SUBJECTS[i * len(_SUBJECTS) // count]))
            for i in range(count)
        ]
    )


def _source(turns: list[tuple[str, str]]) -> NotesSource:
    segments: list[dict[str, str | int]] = []
    at_ms = 0
    for speaker, said in turns:
        text = " ".join(said.split())
        if text:
            end_ms = at_ms + _MS_PER_WORD * len(text.split())
            segments.append(
                {
                    "segment_id": f"SG_{len(segments):05d}",
                    "speaker": speaker,
                    "language": "en",
                    "start_ms": at_ms,
                    "end_ms": end_ms,
                    "text": text,
                }
            )
            at_ms = end_ms + 200
    people = [{"identity": name, "name": name} for name in sorted({speaker for speaker, _ in turns})]
    return NotesSource.model_validate({"meeting_id": "bench", "participants": people, "segments": segments})
