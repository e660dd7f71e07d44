"""One microphone's way to text without a room, faster than real time: the agent's own listener and engine.

Time is that of the samples: a decode takes none of it, so partials come as often as the schedule wants them.
"""

import asyncio

import numpy as np
import numpy.typing as npt

from parley.agent.engines.ports import (
    SAMPLE_RATE_HZ,
    Capabilities,
    Decoded,
    Decoder,
    EngineStatus,
    Final,
    Partial,
    Pcm,
    SpeechEvent,
    UtteranceContext,
)
from parley.agent.engines.redecoding import RedecodingSpeechToText
from parley.agent.engines.silero import SileroVoiceActivity
from parley.agent.engines.whisper import WhisperEngine
from parley.agent.listening.backlog import Backlog
from parley.agent.listening.listener import Listener, Meeting
from parley.agent.listening.turns import Turns
from parley.agent.listening.usage import UsageMeter
from parley.agent.listening.utterance import Utterance
from parley.agent.room.audio_frames import FRAME_MS
from parley.contracts.captions import GapReason
from parley.contracts.ids import LanguageTag, ParticipantIdentity
from parley.contracts.meetings import EngineUse

_FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000
_TURNS_OF_THE_LOOP = 8  # enough for all that follows from a frame


class OfflineMicrophone:
    """The agent's gate, schedule and Whisper, in this process."""

    def __init__(self) -> None:
        self._client = _InlineClient(WhisperEngine(None, threads=1, language="en"))

    def partials_and_finals(self, heard: npt.NDArray[np.float32]) -> tuple[list[str], list[str]]:
        """All texts that are not empty, of 16 kHz mono float32; a second of silence follows."""
        silence = np.zeros(SAMPLE_RATE_HZ, np.float32)
        pcm = (np.clip(np.concatenate([heard, silence]), -1, 1) * 32_767).astype(np.int16)
        events = asyncio.run(self._heard(pcm))
        partials, finals = (
            [one.text for one in events if isinstance(one, kind)] for kind in (Partial, Final)
        )
        return [text for text in partials if text], [text for text in finals if text]

    def finals(self, heard: npt.NDArray[np.float32]) -> list[str]:
        """The text of each utterance that has one."""
        return self.partials_and_finals(heard)[1]

    async def _heard(self, pcm: Pcm) -> list[SpeechEvent]:
        events: list[SpeechEvent] = []

        def on_speech(_utterance: Utterance, event: SpeechEvent) -> None:
            events.append(event)

        def on_missed(_utterance: Utterance, reason: GapReason) -> None:
            raise AssertionError(reason)

        meeting = Meeting(
            RedecodingSpeechToText(self._client),
            UtteranceContext,
            on_speech,
            on_missed,
            Backlog(),
            Turns(most=10),
            UsageMeter(),
        )
        listener = Listener(ParticipantIdentity("u-reader"), "TR_reader", SileroVoiceActivity(), meeting)
        for first in range(0, len(pcm), _FRAME_SAMPLES):
            listener.hear(pcm[first : first + _FRAME_SAMPLES], arrived_at_s=first / SAMPLE_RATE_HZ)
            for _ in range(_TURNS_OF_THE_LOOP):
                await asyncio.sleep(0)
        listener.end()
        await listener.drained()
        return events


class _InlineClient:
    """A decoder without a process around it."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder

    async def capabilities(self) -> Capabilities:
        return self._decoder.capabilities

    def engines(self) -> list[EngineUse]:
        return [self._decoder.use]

    def status(self) -> EngineStatus:
        return EngineStatus(self._decoder.use, is_fallback=False)

    async def decode(
        self, utterance: str, pcm: Pcm, *, is_final: bool, language: LanguageTag | None
    ) -> Decoded:
        del utterance
        return Decoded(self._decoder.decode(pcm, is_final=is_final, language=language), engine_ms=0)
