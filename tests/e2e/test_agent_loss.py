"""The agent's job is killed mid-sentence: captions come back, nothing final is lost or doubled."""

import signal
from pathlib import Path
from time import monotonic

import psutil
import pytest

from parley.contracts.notes import NotesState
from tests.e2e.meeting_on_stack import (
    continuous_speech,
    finals,
    job_process,
    meeting_on,
    running_stack,
    until,
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

CAPTIONS_BACK_WITHIN_S = 5.0


async def test_a_killed_job_is_replaced_and_loses_no_final(tmp_path: Path) -> None:
    async with running_stack(tmp_path) as stack, meeting_on(stack, continuous_speech()) as meeting:
        listener = meeting.listener
        await until(lambda: bool(finals(listener)), 40, "a first final")
        await until(lambda: listener.captions.has_open_segment, 20, "a sentence under way")
        before = finals(listener)
        open_before = {live.segment_id for live in listener.captions.segments if not live.is_final}

        job_process(stack).send_signal(signal.SIGKILL)
        killed_s = monotonic()
        seen = {live.segment_id for live in listener.captions.segments}
        await until(
            lambda: any(live.segment_id not in seen for live in listener.captions.segments),
            20,
            "a caption after the kill",
        )
        back_after_s = monotonic() - killed_s

        await until(lambda: len(finals(listener)) >= len(before) + 1, 30, "a final after the kill")
        shown = finals(listener)
        await meeting.deployment.end_meeting(meeting.meeting_id, meeting.host_key)
        usage = await meeting.deployment.usage(meeting.meeting_id, meeting.host_key)
        notes = await meeting.deployment.notes(meeting.meeting_id, meeting.host_key)
        transcript = await meeting.deployment.transcript(meeting.meeting_id, meeting.host_key)

    stored = {segment.segment_id: segment.text for segment in transcript.segments}
    assert len(stored) == len(transcript.segments), "a segment is stored twice"
    assert shown.items() <= stored.items(), "a final that was shown is not stored as shown"
    assert before.items() <= stored.items()
    assert open_before & stored.keys() <= shown.keys(), "a sentence that was cut off was made up"
    assert notes.state is NotesState.READY
    assert notes.notes is not None
    assert usage.billed_speech_ms > 0
    assert back_after_s <= CAPTIONS_BACK_WITHIN_S


async def test_a_killed_worker_comes_back_and_delivers_what_it_had(tmp_path: Path) -> None:
    async with running_stack(tmp_path) as stack, meeting_on(stack, continuous_speech()) as meeting:
        listener = meeting.listener
        await until(lambda: bool(finals(listener)), 40, "a first final")
        before = finals(listener)
        seen = {live.segment_id for live in listener.captions.segments}

        first = stack.process_of("agent")
        assert first is not None
        psutil.Process(first).send_signal(signal.SIGKILL)
        await until(lambda: stack.process_of("agent") not in {None, first}, 20, "the agent started again")
        await until(
            lambda: any(live.segment_id not in seen for live in listener.captions.segments),
            40,
            "a caption after the worker's death",
        )
        await meeting.deployment.end_meeting(meeting.meeting_id, meeting.host_key)
        await meeting.deployment.usage(meeting.meeting_id, meeting.host_key)
        transcript = await meeting.deployment.transcript(meeting.meeting_id, meeting.host_key)

    stored = {segment.segment_id: segment.text for segment in transcript.segments}
    assert before.items() <= stored.items()
    assert len(stored) == len(transcript.segments)
