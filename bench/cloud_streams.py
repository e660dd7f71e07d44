"""What a streaming vendor is given and kept connected for: a connection an utterance, or one a microphone.

The vendor is the emulator, 150 ms away for each handshake; meetings run in real time.
"""

import asyncio
from collections.abc import Callable
from time import monotonic

import aiohttp
import numpy as np
from livekit import rtc
from livekit.plugins import deepgram
from pydantic import SecretStr

from bench.harness.rows import Row
from bench.harness.speech import conversation
from bench.harness.streaming import Utterance, utterances
from parley.agent.engines.deepgram.config import DeepgramConfig
from parley.agent.engines.deepgram.speech_to_text import DeepgramSpeechToText
from parley.agent.engines.ports import SAMPLE_RATE_HZ, Pcm, SpeechToText, UtteranceContext, UtteranceStream
from parley.agent.listening.segmenter import PRE_ROLL_S
from parley.contracts.ids import ParticipantIdentity
from parley.rehearsal.cast import Part
from tests.emulators.deepgram.client import KEY, DeepgramProcess, deepgram_emulator
from tests.emulators.deepgram.script import Script

PEER = "LiveKit's plugin as a stock agent uses it: one stream an open microphone, for as long as it is open."
HANDSHAKE_S = 0.15
# speech itself, and per utterance room for pre-roll and the decision that it is over
ALLOWED_SHARE, ALLOWED_S_PER_UTTERANCE = 1.05, 0.8
_FRAME_S = 0.05
SPEAKER = UtteranceContext(ParticipantIdentity("u-bench"))


def run() -> list[Row]:
    """The sample meeting, twice."""
    return asyncio.run(_run())


async def _run() -> list[Row]:
    cast = conversation()
    heard = [(part, utterances(part.recording.heard)) for part in cast.parts]
    with deepgram_emulator() as emulator:
        emulator.play(Script(handshake_delay_s=HANDSHAKE_S))
        await _ours(emulator, heard)
        ours_s = _given(emulator)
        emulator.play(Script(handshake_delay_s=HANDSHAKE_S))
        await asyncio.gather(*(_stock(emulator, part, cast.duration_s) for part in cast.parts))
        stock_s = _given(emulator)
    speech_s = sum(part.recording.speech_ms for part in cast.parts) / 1000
    count = sum(len(found) for _, found in heard)
    allowed_s = ALLOWED_SHARE * speech_s + ALLOWED_S_PER_UTTERANCE * count
    return [
        Row("speech on the files", "s", speech_s),
        Row("utterances", "", count),
        Row("sound given to the vendor", "s", ours_s[0], stock_s[0], allowed_s),
        Row("connections to it, summed", "s", ours_s[1], stock_s[1], allowed_s),
    ]


async def _ours(emulator: DeepgramProcess, heard: list[tuple[Part, list[Utterance]]]) -> None:
    engine = DeepgramSpeechToText(DeepgramConfig(SecretStr(KEY), url=emulator.url))
    began_s = monotonic()
    await asyncio.gather(
        *(_spoken(engine, one, began_s + part.starts_at_s) for part, found in heard for one in found)
    )
    await engine.close()


async def _spoken(engine: SpeechToText, utterance: Utterance, zero_s: float) -> None:
    """As the gate hands it on: the pre-roll at once, the rest as it is said."""
    await _at(zero_s + utterance.start_s + PRE_ROLL_S)
    stream = engine.open_utterance(SPEAKER)
    following = asyncio.create_task(_followed(stream))
    first = round(PRE_ROLL_S * SAMPLE_RATE_HZ)
    stream.push(utterance.pcm[:first])
    await _paced(utterance.pcm[first:], stream.push)
    await _at(zero_s + utterance.decided_s)
    stream.finish()
    await following


async def _followed(stream: UtteranceStream) -> None:
    async for _ in stream.events():
        pass


async def _stock(emulator: DeepgramProcess, part: Part, duration_s: float) -> None:
    sound = (np.clip(part.recording.heard, -1, 1) * 32_767).astype(np.int16)
    silent = np.zeros(round(duration_s * SAMPLE_RATE_HZ), np.int16)
    start = round(part.starts_at_s * SAMPLE_RATE_HZ)
    silent[start : start + len(sound)] = sound[: len(silent) - start]
    async with aiohttp.ClientSession() as session:
        stream = deepgram.STT(api_key=KEY, base_url=emulator.url, http_session=session).stream()
        await _paced(
            silent, lambda pcm: stream.push_frame(rtc.AudioFrame(pcm.tobytes(), SAMPLE_RATE_HZ, 1, len(pcm)))
        )
        stream.end_input()
        await asyncio.sleep(0.5)  # for the goodbye; it does not say when that is over
        await stream.aclose()


async def _paced(pcm: Pcm, push: Callable[[Pcm], None]) -> None:
    samples = round(_FRAME_S * SAMPLE_RATE_HZ)
    began_s = monotonic()
    for number, first in enumerate(range(0, len(pcm), samples), start=1):
        push(pcm[first : first + samples])
        await _at(began_s + number * _FRAME_S)


async def _at(moment_s: float) -> None:
    await asyncio.sleep(max(0.0, moment_s - monotonic()))


def _given(emulator: DeepgramProcess) -> tuple[float, float]:
    visits = emulator.visits()
    return sum(one.audio_s for one in visits), sum(one.open_s or 0.0 for one in visits)
