"""A running stack with people in a meeting, for tests of the whole: real SFU, backend, agent and speech."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from parley.contracts.access import Role
from parley.contracts.ids import MeetingId, SegmentId
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.listener import Listener
from parley.rehearsal.recordings import Recording, recording_of
from parley.rehearsal.sample import TESTDATA, sample_cast, transcribed_clips
from parley.rehearsal.speaker import Speaker
from parley.stack.settings import StackSettings
from parley.stack.stack import Stack

WORKER_TIMEOUT_S = 40.0
POLL_S = 0.05


@asynccontextmanager
async def running_stack(data_dir: Path, **chosen: object) -> AsyncIterator[Stack]:
    """A stack on free ports whose worker has reported."""
    async with Stack(StackSettings.on_free_ports(data_dir, **chosen)) as stack:
        readiness = await stack.wait_for_worker(WORKER_TIMEOUT_S)
        assert readiness is not None
        assert readiness.has_worker, "no worker reported"
        yield stack


def continuous_speech() -> Recording:
    """25 s of read speech almost without pauses; else the synthetic sample's longest part."""
    if (TESTDATA / "librivox" / "transcription").is_file():
        clips = [samples for _, samples in transcribed_clips(TESTDATA / "librivox", "transcription")]
        return recording_of(np.concatenate(clips), 16_000, name="read speech")
    return max((part.recording for part in sample_cast(0).parts), key=lambda recording: recording.speech_ms)


@dataclass
class MeetingOnStack:
    """One speaker who is playing, one listener who is reading."""

    stack: Stack
    deployment: Deployment
    meeting_id: MeetingId
    host_key: str
    speaker: Speaker
    listener: Listener


@asynccontextmanager
async def meeting_on(stack: Stack, recording: Recording) -> AsyncIterator[MeetingOnStack]:
    """A meeting in which the speaker is heard by the agent; playing begins at once."""
    async with Deployment(stack.plan.backend_url) as deployment:
        created = await deployment.create_meeting("Fault test")
        meeting_id = created.meeting.meeting_id
        speaker, listener = Speaker(recording), Listener()
        try:
            await listener.enter(await deployment.join(meeting_id, "Reader", Role.VIEWER))
            await speaker.enter(await deployment.join(meeting_id, "Maria", Role.PARTICIPANT))
            speaker.microphone.play_at(monotonic())
            yield MeetingOnStack(stack, deployment, meeting_id, created.host_key, speaker, listener)
        finally:
            await asyncio.gather(speaker.leave(), listener.leave())


def finals(listener: Listener) -> dict[SegmentId, str]:
    """Text of every segment that this listener saw closed."""
    return {live.segment_id: live.segment.final.text for live in listener.captions.segments if live.is_final}


async def until(claim: Callable[[], bool], within_s: float, otherwise: str) -> float:
    """Seconds until the claim holds; fails the test with `otherwise` when it has not in time."""
    began_s = monotonic()
    while not claim():
        if monotonic() - began_s > within_s:
            pytest.fail(f"not within {within_s:.0f} s: {otherwise}")
        await asyncio.sleep(POLL_S)
    return monotonic() - began_s
