"""What people and operators see when a part is missing: the call goes on, nothing is lost, words say so."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from livekit import rtc

from parley.contracts.access import Role
from parley.contracts.room import AiState, RoomMetadata
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.speaker import Speaker
from parley.stack.settings import StackSettings, inherited_environment
from parley.stack.stack import Stack
from tests.e2e.meeting_on_stack import continuous_speech, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


def garbage_model(folder: Path) -> Path:
    """A folder with the files of a CTranslate2 Whisper model and nothing sensible in them."""
    folder.mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes(b"not a model")
    return folder


def missing_model(folder: Path) -> Path:
    """A folder that nobody has filled."""
    return folder


BAD_MODELS = pytest.mark.parametrize("bad_model", [garbage_model, missing_model])


@BAD_MODELS
async def test_a_bad_model_leaves_a_call_without_captions_and_says_so(
    tmp_path: Path, bad_model: Callable[[Path], Path]
) -> None:
    model = bad_model(tmp_path / "model")
    settings = StackSettings.on_free_ports(
        tmp_path / "data", speech_engine="whisper", whisper_model_dir=model
    )
    async with Stack(settings) as stack, Deployment(stack.plan.backend_url) as deployment:
        readiness = await stack.wait_for_worker(40)
        assert readiness is not None
        assert readiness.is_ready, "people can meet"
        assert readiness.speech_engine is not None
        assert not readiness.speech_engine.is_ready
        assert str(model) in (readiness.speech_engine.problem or "")

        created = await deployment.create_meeting("Without captions")
        speaker = Speaker(continuous_speech())
        room = rtc.Room()
        try:
            await speaker.enter(await deployment.join(created.meeting.meeting_id, "Maria", Role.PARTICIPANT))
            joined = await deployment.join(created.meeting.meeting_id, "Ben", Role.PARTICIPANT)
            await room.connect(joined.sfu_url, joined.token)
            await until(
                lambda: (
                    bool(room.metadata)
                    and RoomMetadata.model_validate_json(room.metadata).ai_state is AiState.UNAVAILABLE
                ),
                15,
                "the room says that captions are unavailable",
            )
            await until(
                lambda: any(
                    publication.subscribed
                    for person in room.remote_participants.values()
                    for publication in person.track_publications.values()
                ),
                15,
                "people hear each other",
            )
        finally:
            await asyncio.gather(speaker.leave(), room.disconnect())


@BAD_MODELS
async def test_doctor_names_a_bad_model_and_the_mend(
    tmp_path: Path, bad_model: Callable[[Path], Path]
) -> None:
    model = bad_model(tmp_path / "model")
    doctor = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "parley", "doctor", "--json"),
        env={
            **inherited_environment(),
            "PARLEY_DATA_DIR": str(tmp_path / "data"),
            "PARLEY_WHISPER_MODEL_DIR": str(model),
        },
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await doctor.communicate()
    assert doctor.returncode == 1
    assert str(model) in json.dumps(json.loads(printed))
