"""One utterance on one connection to Deepgram."""

from collections.abc import AsyncIterator, Callable

import structlog
from livekit.agents import APIConnectionError, APIStatusError, stt
from livekit.agents.voice.io import TimedString

from parley.agent.engines.deepgram.connection import Connect, Connection, Overdue
from parley.agent.engines.deepgram.pieces import Piece, Pieces
from parley.agent.engines.ports import EngineWork, Final, Partial, Pcm, SpeechEvent, UtteranceFailed, Word
from parley.agent.engines.trouble import Cause, EngineTrouble, cause_of_status
from parley.contracts.captions import GapReason
from parley.contracts.meetings import EngineUse

log = structlog.get_logger()


class DeepgramUtterance:
    """An utterance; its connection is opened when `events` is asked for.

    Args:
        connect: None: Deepgram does not write the language, and is given nothing.
        release: Told the connection once it is not needed any more, and ends it.
    """

    def __init__(
        self,
        use: EngineUse,
        connect: Connect | None,
        release: Callable[[Connection], None],
        *,
        detects_language: bool,
    ) -> None:
        self._use = use
        self._connect = connect
        self._release = release
        self._detects_language = detects_language
        self._connection: Connection | None = None
        self._kept: list[Pcm] = []
        self._is_finished = False

    @property
    def engine(self) -> EngineUse | None:
        return None if self._connect is None else self._use

    def work(self) -> list[EngineWork]:
        """What was really sent. It counts as worked on while the connection stood, which bounds the bill."""
        if self._connection is None or not self._connection.watch.sent_samples:
            return []
        return [EngineWork(self._use, self._connection.watch.sent_samples, self._connection.open_ms)]

    def push(self, pcm: Pcm) -> None:
        if self._connection is None:
            self._kept.append(pcm)
        else:
            self._connection.push(pcm)

    def finish(self) -> None:
        self._is_finished = True
        if self._connection is not None:
            self._connection.finish()

    async def events(self) -> AsyncIterator[SpeechEvent]:
        """As the port has it.

        Raises:
            UtteranceFailed: Deepgram does not write the language.
            EngineTrouble: Deepgram cannot be reached, refuses, goes away or falls silent.
        """
        if self._connect is None:
            raise UtteranceFailed(GapReason.LANGUAGE_UNSUPPORTED)
        connection = self._connection = Connection(self._connect)
        try:
            for pcm in self._kept:
                connection.push(pcm)
            self._kept = []
            if self._is_finished:
                connection.finish()
            async for event in self._told_by(connection):
                yield event
        finally:
            self._release(connection)

    async def _told_by(self, connection: Connection) -> AsyncIterator[SpeechEvent]:
        pieces = Pieces()
        shown = ""
        while (event := await _next(connection)) is not None:
            for piece in _pieces(event):
                if event.type is stt.SpeechEventType.FINAL_TRANSCRIPT:
                    pieces.final(piece)
                else:
                    pieces.stands(piece)
            if pieces.text != shown:
                shown = pieces.text
                yield Partial(shown)
        language = pieces.language if self._detects_language else None
        yield Final(pieces.final_text, language, pieces.words)


async def _next(connection: Connection) -> stt.SpeechEvent | None:
    try:
        return await connection.next()
    except Overdue:
        raise EngineTrouble(Cause.SILENT if connection.is_open else Cause.UNREACHABLE) from None
    except APIStatusError as problem:
        if 300 <= problem.status_code < 600:  # else it is the code that a connection was closed with
            raise EngineTrouble(
                cause_of_status(problem.status_code), connection.watch.retry_after_s
            ) from problem
        raise EngineTrouble(Cause.BROKE_OFF) from problem
    except (APIConnectionError, OSError) as problem:
        raise EngineTrouble(Cause.BROKE_OFF if connection.is_open else Cause.UNREACHABLE) from problem


def _pieces(event: stt.SpeechEvent) -> list[Piece]:
    return [Piece(one.text, _words(one.words), str(one.language)) for one in event.alternatives[:1]]


def _words(timed: list[TimedString] | None) -> tuple[Word, ...]:
    return tuple(
        Word(str(one), float(one.start_time), float(one.end_time))
        for one in timed or []
        if isinstance(one.start_time, float | int) and isinstance(one.end_time, float | int)
    )
