"""Streaming by decoding the open utterance again: turns a decoder of clips into a speech-to-text port.

One partial of a speaker is in flight at most; a partial that comes due meanwhile is skipped, not queued.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator

import numpy as np

from parley.agent.engines.languages import engine_language
from parley.agent.engines.policy import PartialSchedule
from parley.agent.engines.ports import (
    SAMPLE_RATE_HZ,
    Capabilities,
    DecodeClient,
    Decoded,
    EngineStatus,
    EngineWork,
    Final,
    Partial,
    Pcm,
    SpeechEvent,
    UtteranceContext,
    UtteranceFailed,
)
from parley.contracts.captions import GapReason
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import EngineUse, SpeechEngineWish


class RedecodingSpeechToText:
    """The speech-to-text port over a decoder that knows only whole clips and runs on this machine."""

    def __init__(self, client: DecodeClient) -> None:
        self._client = client

    async def capabilities(self) -> Capabilities:
        return await self._client.capabilities()

    def engines(self) -> list[EngineUse]:
        return self._client.engines()

    def status(self) -> EngineStatus:
        return self._client.status()

    def allow(self, wish: SpeechEngineWish) -> None:
        """Nothing changes: what is decoded here never leaves the deployment."""

    def open_utterance(self, context: UtteranceContext) -> "RedecodedUtterance":
        return RedecodedUtterance(self._client, context)


class RedecodedUtterance:
    """One utterance; keeps its audio until the final is there."""

    def __init__(self, client: DecodeClient, context: UtteranceContext) -> None:
        self._client = client
        self._context = context
        self._name = secrets.token_hex(8)
        self._chunks: list[Pcm] = []
        self._samples = 0
        self._schedule = PartialSchedule()
        self._grown = asyncio.Event()
        self._is_finished = False
        self._is_taken = False
        self._engine_ms = 0

    @property
    def engine(self) -> EngineUse | None:
        return next(iter(self._client.engines()), None)

    def work(self) -> list[EngineWork]:
        engine = self.engine if self._is_taken else None
        return [] if engine is None else [EngineWork(engine, self._samples, self._engine_ms)]

    def push(self, pcm: Pcm) -> None:
        self._chunks.append(pcm)
        self._samples += len(pcm)
        self._grown.set()

    def finish(self) -> None:
        self._is_finished = True
        self._grown.set()

    async def events(self) -> AsyncIterator[SpeechEvent]:
        capabilities = await self._client.capabilities()
        language = engine_language(capabilities.languages, self._context.language)
        if language is None:
            raise UtteranceFailed(GapReason.LANGUAGE_UNSUPPORTED)
        self._is_taken = True
        while not self._is_finished:
            length_s = self._samples / SAMPLE_RATE_HZ
            if not capabilities.partials or not self._schedule.is_due(length_s):
                self._grown.clear()
                await self._grown.wait()
                continue
            self._schedule.start(length_s)
            text = await self._unless_finished(language)
            if text:
                yield Partial(text, is_punctuated=capabilities.punctuation)
        text = (await self._decode(language, is_final=True)).text
        if text is None:
            raise UtteranceFailed(GapReason.ENGINE_FAILED)
        yield Final(text, is_punctuated=capabilities.punctuation)

    async def _unless_finished(self, language: LanguageTag) -> str | None:
        """Decodes a partial, but stops waiting for it when the utterance ends: its final is due then."""
        decoding = asyncio.create_task(self._decode(language, is_final=False))
        try:
            while not decoding.done() and not self._is_finished:
                self._grown.clear()
                growing = asyncio.create_task(self._grown.wait())
                await asyncio.wait({decoding, growing}, return_when=asyncio.FIRST_COMPLETED)
                growing.cancel()
            return decoding.result().text if decoding.done() else None
        finally:
            decoding.cancel()

    async def _decode(self, language: LanguageTag, *, is_final: bool) -> Decoded:
        decoded = await self._client.decode(self._name, self._audio(), is_final=is_final, language=language)
        self._engine_ms += decoded.engine_ms
        return decoded

    def _audio(self) -> Pcm:
        if len(self._chunks) > 1:
            self._chunks = [np.concatenate(self._chunks)]
        return self._chunks[0] if self._chunks else np.zeros(0, np.int16)
