"""What a person at the terminal sees of a rehearsal: a progress bar while it plays, a table at the end."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Table

from parley.contracts.notes import Notes
from parley.rehearsal.report import Report, Timing

_NOTHING = "–"


class ProgressBar:
    """A `Watcher` on the terminal; without one (a pipe, CI) each step is a line."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[clock]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID = self._progress.add_task("", total=None, clock="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def say(self, sentence: str) -> None:
        """Show which step it is at."""
        if self._console.is_terminal:
            self._progress.update(self._task, description=sentence)
        else:
            self._console.print(sentence, highlight=False, markup=False)

    def played(self, seconds: float, of_seconds: float) -> None:
        """Move the bar."""
        shown_s = min(seconds, of_seconds)
        self._progress.update(
            self._task, completed=shown_s, total=of_seconds, clock=f"{shown_s:.0f} of {of_seconds:.0f} s"
        )


def print_report(console: Console, report: Report) -> None:
    """The report as a person reads it."""
    console.print(_speakers_table(report))
    console.print(_timings_table(report))
    agreement = "the same texts as" if report.live_equals_stored else "NOT the same texts as"
    engines = ", ".join(f"{engine.name} ({engine.kind.replace('_', ' ')})" for engine in report.engines)
    facts = [
        f"Stored: {_counted(report.stored_segments, 'segment')}; listeners saw {agreement} the store.",
        f"Speech: {report.speech_ms / 1000:.1f} s in {_counted(report.utterances, 'utterance')}; "
        f"given to the engine: {report.billed_speech_ms / 1000:.1f} s.",
        f"Engines: {engines or 'none reported'}.",
        _notes_sentence(report.notes),
    ]
    for fact in facts:
        console.print(fact, highlight=False, markup=False)


def _speakers_table(report: Report) -> Table:
    table = Table(title="Who was captioned", title_justify="left")
    for heading in ("speaker", "segments", "words", "word errors", "offline"):
        table.add_column(heading, justify="left" if heading == "speaker" else "right")
    for speaker in report.speakers:
        words = _NOTHING if speaker.words_reference is None else str(speaker.words_reference)
        rates = (_percent(speaker.wer), _percent(speaker.wer_offline))
        table.add_row(_plain(speaker.name), str(speaker.segments), words, *rates)
    return table


def _timings_table(report: Report) -> Table:
    table = Table(title="How long it took", title_justify="left")
    for heading in ("", "half within", "95 % within", "measured"):
        table.add_column(heading, justify="right" if heading else "left")
    rows: list[tuple[str, Timing]] = [
        ("into the room", report.timings_ms.connect),
        ("until the agent hears a speaker", report.timings_ms.agent_heard),
        ("word to caption", report.timings_ms.word_to_partial),
        ("end of speech to final caption", report.timings_ms.speech_end_to_final),
    ]
    for language, timing in report.timings_ms.final_to_translation.items():
        rows.append((f"final caption to its words in {language}", timing))
    for label, timing in rows:
        table.add_row(label, _seconds(timing.p50), _seconds(timing.p95), str(timing.count))
    return table


def _notes_sentence(notes: Notes | None) -> str:
    if notes is None:
        return "Notes: none."
    counts = (
        _counted(len(notes.chapters), "chapter"),
        _counted(len(notes.decisions), "decision"),
        _counted(len(notes.action_items), "action item"),
    )
    return f"Notes: {', '.join(counts)}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _percent(rate: float | None) -> str:
    return _NOTHING if rate is None else f"{rate * 100:.1f} %"


def _seconds(milliseconds: float | None) -> str:
    return _NOTHING if milliseconds is None else f"{milliseconds / 1000:.2f} s"


def _plain(text: str) -> str:
    """Text of people that must not be read as markup of ours."""
    return text.replace("[", r"\[")
