"""Deepgram as a speech-to-text port: one connection an utterance (docs/decisions/0006)."""

import asyncio

import aiohttp
from livekit.agents import NOT_GIVEN, stt
from livekit.plugins import deepgram

from parley.agent.engines.deepgram.config import DeepgramConfig, engine_use
from parley.agent.engines.deepgram.connection import CONNECT_OPTIONS, Connect, Connection
from parley.agent.engines.deepgram.languages import MULTI, languages_of, takes_keyterms
from parley.agent.engines.deepgram.socket_watch import SocketWatch, watched_session
from parley.agent.engines.deepgram.utterance import DeepgramUtterance
from parley.agent.engines.languages import engine_language
from parley.agent.engines.ports import (
    SAMPLE_RATE_HZ,
    Capabilities,
    EngineStatus,
    UtteranceContext,
    UtteranceStream,
)
from parley.contracts.ids import LanguageTag
from parley.contracts.meetings import EngineUse, SpeechEngineWish

# Told more than 500 tokens, Deepgram transcribes nothing and closes after 30 s. A token is 4 letters of
# English and hardly ever less than 2.
MAX_KEYTERM_CHARACTERS = 1_000
_STOP_S = 0.4  # for what is being closed, when the meeting ends


class DeepgramSpeechToText:
    """Deepgram for the microphones of one meeting. Create it in the event loop that uses it."""

    def __init__(self, config: DeepgramConfig) -> None:
        self._config = config
        self._use = engine_use(config.model)
        self._capabilities = Capabilities(
            partials=True,
            languages=languages_of(config.model, config.language),
            word_times=True,
            detection=config.detects_language,
            hints=takes_keyterms(config.model),
        )
        self._connector = aiohttp.TCPConnector(limit=0)  # how many at once is for `Turns` to say
        self._closing: set[asyncio.Task[None]] = set()

    async def capabilities(self) -> Capabilities:
        return self._capabilities

    def engines(self) -> list[EngineUse]:
        return [self._use]

    def status(self) -> EngineStatus:
        return EngineStatus(self._use, is_fallback=False)

    def allow(self, wish: SpeechEngineWish) -> None:
        """Nothing changes: the ladder gives nothing to an engine that is not allowed."""

    def open_utterance(self, context: UtteranceContext) -> UtteranceStream:
        return self._utterance(self._language(context.language), context.hints)

    async def probe(self) -> None:
        """Opens a connection, says nothing and hears Deepgram out.

        Raises:
            EngineTrouble: It would not work for an utterance either.
        """
        stream = self._utterance(self._language(None) or self._capabilities.languages[0], ())
        stream.finish()
        async for _ in stream.events():
            pass

    async def close(self) -> None:
        """Ends every connection. Call once, when no utterance is open."""
        if self._closing:
            await asyncio.wait(self._closing, timeout=_STOP_S)
        await self._connector.close()

    def _language(self, wanted: LanguageTag | None) -> LanguageTag | None:
        if wanted is None and self._config.detects_language:
            return MULTI
        return engine_language(self._capabilities.languages, wanted or self._config.language)

    def _utterance(self, language: LanguageTag | None, hints: tuple[str, ...]) -> DeepgramUtterance:
        terms = keyterms(hints) if self._capabilities.hints else []
        connect = None if language is None else self._connects(language, terms)
        return DeepgramUtterance(self._use, connect, self._release, detects_language=language == MULTI)

    def _connects(self, language: LanguageTag, terms: list[str]) -> Connect:
        def connect(watch: SocketWatch) -> tuple[stt.RecognizeStream, aiohttp.ClientSession]:
            session = watched_session(watch, self._connector)
            plugin = deepgram.STT(
                model=self._config.model,
                language=language,
                sample_rate=SAMPLE_RATE_HZ,
                api_key=self._config.api_key.get_secret_value(),
                base_url=self._config.url,
                http_session=session,
                keyterm=terms or NOT_GIVEN,
                endpointing_ms=0,  # our gate says when an utterance ends
                vad_events=False,
                filler_words=False,
                mip_opt_out=True,  # what people say is not theirs to train on
            )
            return plugin.stream(conn_options=CONNECT_OPTIONS), session

        return connect

    def _release(self, connection: Connection) -> None:
        task = asyncio.create_task(connection.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def keyterms(hints: tuple[str, ...]) -> list[str]:
    """The first of the hints, as many as Deepgram takes."""
    told: list[str] = []
    characters = 0
    for hint in hints:
        characters += len(hint)
        if characters > MAX_KEYTERM_CHARACTERS:
            break
        told.append(hint)
    return told
