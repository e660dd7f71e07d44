"""How much later captions come while 25 people read five languages than while they read what is spoken.

One meeting of a real agent, in which the readers change their minds every ten seconds: both are measured
under the same load. Engines cost nothing (`fake`), so that it is translating and sending that is measured.
When captions come is told by one more listener, in a process of their own. Partials count too: finals are
few, and sound comes in frames of 60 ms, so that a single one says little.
"""

import asyncio
import os
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from time import monotonic

import httpx

from bench.harness.far_listener import FarListener, HeardCaption
from bench.harness.rehearsing import on_own_stack
from bench.harness.rows import Row
from bench.harness.speech import one_speaker
from parley.contracts.access import JoinResponse, Role
from parley.contracts.ids import LanguageTag, MeetingId, SegmentId
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.listener import Listener
from parley.rehearsal.performance import AGENT_TIMEOUT_S
from parley.rehearsal.speaker import Speaker
from parley.stack.stack import Stack

PEER = "The same 25 people in the same meeting, while they read what is spoken."
LANGUAGES, READERS_EACH = ("es", "ca", "de", "fr", "ja"), 5
BLOCK_S, SETTLE_S = 10.0, 1.0
ALLOWED_MS = 20.0
FEWEST = 5  # sentences of a kind
_LAST_FINALS_S = 4.0


@dataclass
class _Seen:
    """What came of the meeting.

    Attributes:
        changes_s: When the readers changed their minds, beginning with none of them reading another language.
        captions: What came to the listener apart.
        waits_ms: From each final to its translation, at each listener.
    """

    changes_s: list[float] = field(default_factory=list)
    captions: list[HeardCaption] = field(default_factory=list)
    waits_ms: dict[SegmentId, list[float]] = field(default_factory=lambda: defaultdict(list))


def run() -> list[Row]:
    """The bench's speech once, in blocks."""
    os.environ["PARLEY_TRANSLATION_ENGINE"] = "fake"  # taken by the stack that the bench starts
    try:
        seen = on_own_stack(_measure, "fake")
    finally:
        del os.environ["PARLEY_TRANSLATION_ENGINE"]
    plain, translated = _captions(seen, 0), _captions(seen, 1)
    plain_finals, finals = _finals(plain), _finals(translated)
    waits_ms = [ms for one in finals for ms in seen.waits_ms[one.segment_id]]
    if min(len(plain_finals), len(finals)) < FEWEST or len(waits_ms) < len(finals):
        raise SystemExit(f"Too little was said: {len(plain_finals)} and {len(finals)} sentences.")
    counts = f"{len(plain)} and {len(translated)} captions"
    return [
        Row(
            f"captions later than while none is translated, p50, {counts}",
            "ms",
            _lateness_ms(translated) - _lateness_ms(plain),
            goal=ALLOWED_MS,
        ),
        Row(
            f"the same, {len(plain_finals)} and {len(finals)} finals alone",
            "ms",
            _lateness_ms(finals) - _lateness_ms(plain_finals),
        ),
        Row("final to its translation at a listener, p50", "ms", median(waits_ms)),
        Row(
            "translations at each listener",
            "",
            len(waits_ms) / len(LANGUAGES) / READERS_EACH,
            goal=len(finals),
            is_at_least=True,
        ),
    ]


def _captions(seen: _Seen, parity: int) -> list[HeardCaption]:
    """Those that came in the blocks of one kind."""
    blocks = list(pairwise(seen.changes_s))[parity::2]
    return [
        one for one in seen.captions if any(begin + SETTLE_S < one.arrived_s < end for begin, end in blocks)
    ]


def _finals(captions: list[HeardCaption]) -> list[HeardCaption]:
    return [one for one in captions if one.is_final]


def _lateness_ms(captions: list[HeardCaption]) -> float:
    return median(one.lateness_ms for one in captions)


async def _measure(stack: Stack) -> _Seen:
    seen, speaker = _Seen(), Speaker(one_speaker().parts[0].recording)
    readers = [(Listener(), language) for language in LANGUAGES * READERS_EACH]
    async with Deployment(stack.plan.backend_url) as deployment, httpx.AsyncClient() as http:
        created = await deployment.create_meeting("Bench")
        meeting_id = created.meeting.meeting_id
        address = f"{stack.plan.backend_url}/api/meetings/{meeting_id}/me"
        try:
            await speaker.enter(await deployment.join(meeting_id, "Reader", Role.PARTICIPANT))
            joined = [await _listening(deployment, meeting_id, listener) for listener, _ in readers]
            apart = await FarListener.enter(await deployment.join(meeting_id, "Apart", Role.VIEWER))
            assert await speaker.heard(AGENT_TIMEOUT_S), "the agent hears the speaker"
            speaker.microphone.play_at(monotonic())
            while not speaker.microphone.is_played:
                wish = len(seen.changes_s) % 2
                seen.changes_s.append(monotonic())
                for person, (_, language) in zip(joined, readers, strict=True):
                    await _read(http, address, person, language if wish else None)
                await asyncio.sleep(BLOCK_S)
            await asyncio.sleep(_LAST_FINALS_S)
            seen.changes_s.append(monotonic())
            seen.captions = await apart.leave()
            _collect(seen, [listener for listener, _ in readers])
        finally:
            await asyncio.gather(speaker.leave(), *(listener.leave() for listener, _ in readers))
            await deployment.end_meeting(meeting_id, created.host_key)
    return seen


async def _listening(deployment: Deployment, meeting_id: MeetingId, listener: Listener) -> JoinResponse:
    joined = await deployment.join(meeting_id, "Listener", Role.VIEWER)
    await listener.enter(joined)
    return joined


async def _read(
    http: httpx.AsyncClient, address: str, person: JoinResponse, language: LanguageTag | None
) -> None:
    headers = {"authorization": f"Bearer {person.resume_secret}"}
    answer = await http.patch(address, json={"reading_language": language}, headers=headers)
    answer.raise_for_status()


def _collect(seen: _Seen, listeners: list[Listener]) -> None:
    for listener in listeners:
        for live in listener.captions.segments:
            if not live.is_final:
                continue
            if (made := listener.captions.translations.get(live.segment_id)) is not None:
                waited_s = made.arrived_s - live.segment.final.arrived_s
                seen.waits_ms[live.segment_id].append(waited_s * 1000)
