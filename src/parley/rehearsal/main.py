"""`parley rehearse`: from arguments to exit status."""

import argparse
import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from parley.rehearsal.arguments import check_listeners, parse_reads, parse_references, parse_speakers
from parley.rehearsal.assessment import assess, shortcomings
from parley.rehearsal.cast import Cast, Part
from parley.rehearsal.composition import Scene, composed_cast
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.errors import BadInput, EngineMissing, RehearsalError
from parley.rehearsal.offline import OfflineWord, offline_model_dir, offline_words
from parley.rehearsal.own_stack import own_stack
from parley.rehearsal.performance import Observation, perform
from parley.rehearsal.recordings import read_recording
from parley.rehearsal.sample import sample_cast
from parley.rehearsal.terminal import ProgressBar, print_report
from parley.stack.settings import StackSettings

SUCCESS, FAILURE, INTERRUPTED = 0, 1, 130
_HELD_UP_WORTH_SAYING_S = 0.05

Outcome = tuple[Observation, dict[str, list[OfflineWord]] | None]


def run(args: argparse.Namespace) -> int:
    """Rehearse as `parley.rehearsal.arguments` declares; exit status 0, 1 or 2 as the contract says."""
    console, complaints = Console(), Console(stderr=True)
    # Its native side logs a screenful for each refused connection; the error that it raises says the same.
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    try:
        _require_writable(args.json)
        cast = read_cast(args)
        console.print(cast.provenance, highlight=False, markup=False)
        seen, offline = asyncio.run(_until_signalled(_rehearse(cast, args.url, console, complaints)))
    except RehearsalError as error:
        complaints.print(str(error), highlight=False, markup=False, soft_wrap=True)
        return error.exit_status
    except (KeyboardInterrupt, asyncio.CancelledError):
        complaints.print("Interrupted; everything was stopped and removed.", highlight=False)
        return INTERRUPTED
    report = assess(seen, offline)
    if args.json is not None:
        args.json.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    print_report(console, report)
    if any(played.held_up_s > _HELD_UP_WORTH_SAYING_S for played in seen.played):
        complaints.print("This machine was too busy to play in real time: true latencies are lower.")
    failures = shortcomings(seen)
    for failure in failures:
        complaints.print(failure, highlight=False, markup=False)
    return FAILURE if failures else SUCCESS


def read_cast(args: argparse.Namespace) -> Cast:
    """Who plays what, and who reads it in which language; reads all files.

    Raises:
        BadInput: An argument or a file cannot be used.
    """
    reads = parse_reads(args.read)
    return replace(_players(args), reads=reads)


def _players(args: argparse.Namespace) -> Cast:
    listeners = check_listeners(args.listeners)
    speakers = parse_speakers(args.speaker)
    if speakers and args.people is not None:
        raise BadInput("--people plays recordings of its own: leave out --speaker, or --people.")
    if not speakers:
        if args.reference:
            raise BadInput(
                "--reference needs a --speaker of the same name; the sample meeting brings its own."
            )
        return sample_cast(listeners) if args.people is None else composed_cast(Scene(args.people), listeners)
    references = parse_references(args.reference, [speaker.name for speaker in speakers])
    parts = tuple(
        Part(speaker.name, read_recording(speaker.path), speaker.starts_at_s, references.get(speaker.name))
        for speaker in speakers
    )
    provenance = f"{len(parts)} {'recording' if len(parts) == 1 else 'recordings'} of your own."
    return Cast("Rehearsal", provenance, parts, listeners)


async def _rehearse(cast: Cast, url: str | None, console: Console, complaints: Console) -> Outcome:
    with ProgressBar(console) as progress:
        if url is None:
            progress.say("Starting a deployment for this rehearsal")
        async with _deployment_url(url) as address, Deployment(address) as deployment:
            seen = await perform(deployment, cast, progress)
        progress.say("Listening to the recordings offline, to compare")
        return seen, await _offline(seen, StackSettings.apart(Path()).whisper_model_dir, complaints)


@asynccontextmanager
async def _deployment_url(url: str | None) -> AsyncIterator[str]:
    """The deployment to rehearse; without an address one of our own."""
    if url is not None:
        yield url
        return
    async with own_stack() as stack:
        yield stack.plan.backend_url


async def _offline(
    seen: Observation, settings_dir: Path | None, complaints: Console
) -> dict[str, list[OfflineWord]] | None:
    try:
        model_dir = offline_model_dir(seen.usage.engines, settings_dir)
        heard = {played.part.name: played.part.recording.heard for played in seen.played}
        return await offline_words(heard, model_dir)
    except EngineMissing as error:
        complaints.print(str(error), highlight=False, markup=False, soft_wrap=True)
        return None


async def _until_signalled(rehearsal: Coroutine[object, object, Outcome]) -> Outcome:
    """SIGTERM ends a rehearsal as Ctrl-C does: by cancelling, so that everything is cleaned up."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await rehearsal


def _require_writable(report_file: Path | None) -> None:
    """Tried now: nobody should learn after the whole rehearsal that its report has no place."""
    if report_file is None:
        return
    is_new = not report_file.exists()
    try:
        with report_file.open("a", encoding="utf-8"):
            pass
        if is_new:
            report_file.unlink()  # a rehearsal that fails leaves no empty report
    except OSError as error:
        raise BadInput(
            f"--json {report_file} cannot be written ({error.strerror}). Name a file in a folder of yours."
        ) from error
