"""Translates a meeting's finals into exactly the languages that somebody reads.

Each speaker has a lane for each language, worked off in order: a slow engine delays what follows in that lane
and nothing else. What was said before somebody began to read a language is translated too, as far back as it
is remembered.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import structlog

from parley.agent.captions.assembler import Caption
from parley.agent.engines.translation.ladder import TranslationLadder, Untranslatable
from parley.agent.engines.translation.ports import Pair, Sentence, is_same_language
from parley.contracts.ids import LanguageTag, ParticipantIdentity
from parley.contracts.translation import Translation

log = structlog.get_logger()

REMEMBERED = 100  # finals: some ten minutes of talk
MOST_WAITING = 200  # of one lane; an engine that is so far behind will not catch up

_Lane = tuple[ParticipantIdentity, LanguageTag]


@dataclass
class _Said:
    """A final.

    Attributes:
        before: What the same person said before it.
        languages: Those that it was, or is about to be, translated into.
    """

    caption: Caption
    before: str
    languages: set[LanguageTag] = field(default_factory=set)


class Interpreter:
    """One meeting's.

    Args:
        terms: Gives names of those present and terms of the glossary.
        on_translation: Gets each translation, with its source.
    """

    def __init__(
        self,
        ladder: TranslationLadder,
        terms: Callable[[], tuple[str, ...]],
        on_translation: Callable[[Caption, Translation], None],
    ) -> None:
        self._ladder = ladder
        self._terms = terms
        self._on_translation = on_translation
        self._read: frozenset[LanguageTag] = frozenset()
        self._said: deque[_Said] = deque(maxlen=REMEMBERED)
        self._last_words: dict[ParticipantIdentity, str] = {}
        self._waiting: dict[_Lane, deque[_Said]] = {}
        self._working: dict[_Lane, asyncio.Task[None]] = {}

    @property
    def is_read(self) -> bool:
        """Whether there is anybody who reads a language of their own."""
        return bool(self._read)

    def follow_readers(self, languages: Collection[LanguageTag]) -> None:
        """Says which languages are read from now on; what was said lately is translated into new ones."""
        begun = frozenset(languages) - self._read
        self._read = frozenset(languages)
        for said in self._said:
            self._put(said, begun)

    def hear(self, caption: Caption) -> None:
        """Takes a final that has words. Never waits."""
        said = _Said(caption, self._last_words.get(caption.speaker, ""))
        self._last_words[caption.speaker] = caption.text
        self._said.append(said)
        self._put(said, self._read)

    async def finish(self, timeout_s: float) -> None:
        """Lets what is under way come to its end, no longer than that. Call once."""
        tasks = list(self._working.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=timeout_s)
            if late:
                log.warning("translations_lost", count=sum(map(len, self._waiting.values())) + len(late))
            for task in late:
                task.cancel()
        await self._ladder.close()

    def _put(self, said: _Said, languages: Collection[LanguageTag]) -> None:
        for language in languages:
            pair = Pair(said.caption.language, language)
            if is_same_language(pair.source, pair.target) or language in said.languages:
                continue
            if not self._ladder.can(pair):
                continue
            said.languages.add(language)
            lane = (said.caption.speaker, language)
            waiting = self._waiting.setdefault(lane, deque())
            if len(waiting) == MOST_WAITING:
                waiting.popleft()
                log.warning("translation_skipped", language=language)
            waiting.append(said)
            if lane not in self._working:
                self._working[lane] = asyncio.create_task(self._work(lane, waiting))

    async def _work(self, lane: _Lane, waiting: deque[_Said]) -> None:
        _, language = lane
        try:
            while waiting:
                said = waiting.popleft()
                if language in self._read:
                    await self._translate(said, language)
                else:
                    said.languages.discard(language)  # for whoever reads it again
        finally:
            del self._working[lane]

    async def _translate(self, said: _Said, language: LanguageTag) -> None:
        caption = said.caption
        sentence = Sentence(caption.text, Pair(caption.language, language), said.before, self._terms())
        try:
            found = await self._ladder.translate(sentence)
        except Untranslatable:
            log.warning("sentence_not_translated", language=language)
            return
        translation = Translation(
            segment_id=caption.segment_id,
            language=language,
            text=found.text,
            engine=found.engine.name,
            is_draft=found.is_draft,
            pivot=found.pivot,
        )
        self._on_translation(caption, translation)
