"""`python -m bench.soak`: meetings whose deployment is struck again and again, and what came of them."""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from bench.soak.cluster import Cluster
from bench.soak.faults import AWAY_S, FAULTS, Fault, Scene
from bench.soak.meeting import NotInTime, SoakMeeting, soak_meeting
from bench.soak.storm import PER_MINUTE
from bench.soak.voice import NoSpeech, short_clips

CAPTIONS_AGAIN_WITHIN_S = 60.0
_AWAY_SHARE = 0.15  # of a run that is shorter than the standard one


def main() -> int:
    """Exit status 0: nothing was lost or doubled, and captions came back each time."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long faults go on (default 10)")
    parser.add_argument(
        "--seed", type=int, help="of the faults' order and times; chosen and told if not given"
    )
    parser.add_argument("--meetings", type=int, default=2, help="meetings at once (default 2)")
    parser.add_argument("--speakers", type=int, default=3, help="who talk without end in each (default 3)")
    parser.add_argument(
        "--engine", default="fake", help="PARLEY_SPEECH_ENGINE (default fake: no words to judge)"
    )
    chosen = parser.parse_args()
    if chosen.minutes <= 0 or chosen.meetings < 1 or chosen.speakers < 1:
        parser.error("minutes, meetings and speakers must be more than 0")
    try:
        short_clips()
    except NoSpeech as problem:
        parser.error(str(problem))
    seed = chosen.seed if chosen.seed is not None else int.from_bytes(os.urandom(4))
    return asyncio.run(_soak(chosen, seed))


async def _soak(chosen: argparse.Namespace, seed: int) -> int:
    say(f"seed {seed}, {chosen.minutes:g} min, {chosen.meetings} meetings of {chosen.speakers} who talk")
    variables = {"PARLEY_JOINS_PER_MINUTE": str(10 * PER_MINUTE)}
    with tempfile.TemporaryDirectory(prefix="parley-soak-") as folder:
        async with AsyncExitStack() as stack:
            cluster = await stack.enter_async_context(
                Cluster(Path(folder), engine=chosen.engine, variables=variables)
            )
            meetings = [
                await stack.enter_async_context(soak_meeting(cluster, chosen.speakers))
                for _ in range(chosen.meetings)
            ]
            scene = Scene(
                cluster,
                meetings,
                random.Random(seed),
                away_s=min(AWAY_S, _AWAY_SHARE * 60 * chosen.minutes),
            )
            problems = await _strike(scene, 60 * chosen.minutes)
            problems += await _reckoned(meetings)
    for problem in problems:
        say(f"PROBLEM: {problem}")
    say(f"verdict: {'FAILED' if problems else 'passed'}, seed {seed}")
    return 1 if problems else 0


async def _strike(scene: Scene, for_s: float) -> list[str]:
    """Faults one after the other, each of a kind once before one comes again."""
    problems: list[str] = []
    until_s = time.monotonic() + for_s
    deck: list[Fault] = []
    while time.monotonic() < until_s:
        if not deck:
            deck = scene.chance.sample(FAULTS, len(FAULTS))
        fault = deck.pop()
        began_s = time.monotonic()
        did = await fault.strike(scene)
        struck_s = time.monotonic() - began_s
        try:
            await asyncio.gather(*(_again(meeting) for meeting in scene.meetings))
        except NotInTime as problem:
            problems.append(f"after {fault.name}: {problem}")
        say(f"{fault.name}: {did} ({struck_s:.1f} s); all captions again {_since(began_s)} after it began")
        await asyncio.sleep(scene.chance.uniform(1, 5))
    return problems


async def _again(meeting: SoakMeeting) -> None:
    await meeting.captions_again(CAPTIONS_AGAIN_WITHIN_S)
    await meeting.one_live_agent(CAPTIONS_AGAIN_WITHIN_S)


async def _reckoned(meetings: list[SoakMeeting]) -> list[str]:
    problems: list[str] = []
    for number, meeting in enumerate(meetings, start=1):
        finals = meeting.finals()
        outcome = await meeting.reckoned()
        gaps = outcome.transcript.gaps
        away_s = sum(gap.end_ms - gap.start_ms for gap in gaps if gap.speaker is None) / 1000
        say(
            f"meeting {number}: {len(finals)} finals shown, {len(outcome.transcript.segments)} stored, "
            f"{len(gaps)} gaps, {away_s:.0f} s of them without an agent"
        )
        problems += [f"meeting {number}: {problem}" for problem in outcome.problems]
    return problems


def _since(began_s: float) -> str:
    return f"{time.monotonic() - began_s:.1f} s"


def say(sentence: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {sentence}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
