"""LiveKit's own multi-user transcriber pattern, with our engine: `… stock_transcriber URL TOKEN ENGINE`.

One AgentSession for each participant (LiveKit Agents' example of that name), its audio through the SDK's
stream in default frames, its voice gate, and Whisper as an engine that does not stream: so finals only.
"""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import numpy as np
from livekit import rtc
from livekit.agents import Agent, AgentSession, APIConnectOptions, StopResponse, llm, stt, utils
from livekit.agents.inference import VAD
from livekit.agents.language import LanguageCode
from livekit.agents.types import NOT_GIVEN, NotGivenOr
from livekit.agents.voice.room_io import AudioInputOptions, RoomOptions

from parley.agent.engines.choice import SpeechEngine, choose
from parley.agent.engines.ports import SAMPLE_RATE_HZ, Decoder

_THREADS = 2  # as the agent's own engine has
_PERSON = rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD


class ClipSTT(stt.STT[Literal["none"]]):
    """An engine of clips behind LiveKit's port."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))
        self._decoder = decoder
        self._pool = ThreadPoolExecutor(_THREADS)

    async def _recognize_impl(
        self,
        buffer: utils.AudioBuffer,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,  # noqa: ARG002 - the port's
        conn_options: APIConnectOptions,  # noqa: ARG002 - the port's
    ) -> stt.SpeechEvent:
        pcm = np.frombuffer(rtc.combine_audio_frames(buffer).data, np.int16)
        text = await asyncio.get_running_loop().run_in_executor(
            self._pool, lambda: self._decoder.decode(pcm, is_final=True, language=None)
        )
        data = stt.SpeechData(language=LanguageCode("en"), text=text)
        return stt.SpeechEvent(type=stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[data])


class Transcriber(Agent):
    """Listens, never answers."""

    async def on_user_turn_completed(
        self,
        turn_ctx: llm.ChatContext,  # noqa: ARG002 - the port's
        new_message: llm.ChatMessage,  # noqa: ARG002 - the port's
    ) -> None:
        raise StopResponse


async def transcribe(url: str, token: str, engine: SpeechEngine) -> None:
    """Transcribe everybody until killed; says who is heard, a line each."""
    chosen = choose(engine, None, _THREADS, "en")
    assert chosen.decoder is not None, chosen.health
    clips = ClipSTT(chosen.decoder)
    room = rtc.Room()
    starting: dict[str, asyncio.Task[AgentSession[None]]] = {}

    def listen_to(person: rtc.RemoteParticipant) -> None:
        if person.kind == _PERSON and person.identity not in starting:
            starting[person.identity] = asyncio.create_task(_session(room, person.identity, clips))

    room.on("participant_connected", listen_to)
    await room.connect(url, token)
    for person in room.remote_participants.values():
        listen_to(person)
    await asyncio.Event().wait()


async def _session(room: rtc.Room, identity: str, clips: ClipSTT) -> "AgentSession[None]":
    session: AgentSession[None] = AgentSession(vad=VAD())
    options = RoomOptions(
        audio_input=AudioInputOptions(sample_rate=SAMPLE_RATE_HZ),
        text_output=True,
        audio_output=False,
        text_input=False,
        participant_identity=identity,
    )
    listening = Transcriber(instructions="", stt=clips)
    # Only one session of a room may be its host; outside a job of LiveKit Agents a second waits for ever.
    await session.start(listening, room=room, room_options=options, record=False, session_host=False)
    print(identity, flush=True)
    return session


if __name__ == "__main__":
    asyncio.run(transcribe(sys.argv[1], sys.argv[2], SpeechEngine(sys.argv[3])))
