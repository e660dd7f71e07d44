"""Translates what is said in a meeting into exactly the languages that somebody reads.

Finals go into lanes, one for each speaker and language, worked off in order: a slow engine delays what is
behind it in that lane and nothing else. What was said before somebody began to read a language is translated
too, as far back as it is remembered. Of what is still being said the firm beginning is translated where an
engine is quick, to be read along.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

import structlog

from parley.agent.captions.assembler import Caption
from parley.agent.engines.translation.ladder import TranslationLadder, Untranslatable
from parley.agent.engines.translation.ports import Pair, Sentence, is_same_language
from parley.contracts.ids import LanguageTag, ParticipantIdentity, SegmentId
from parley.contracts.ingest import BACKLOG_SEGMENTS, Backlog
from parley.contracts.translation import Translation

log = structlog.get_logger()

REMEMBERED = BACKLOG_SEGMENTS  # finals
PREFIX_WORDS = 3  # of a firm beginning; fewer say too little to translate
CLOSED_KEPT = 256  # far more segments than can be open at once
MOST_WAITING = 200  # of one lane; an engine that is so far behind will not catch up

_Lane = tuple[ParticipantIdentity, LanguageTag]
_Open = tuple[SegmentId, LanguageTag]


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
        on_translation: Gets each translation, with its source; that is no final while it is still being said.
        on_untranslated: Gets each final that stays as it was spoken: what was read along of it goes.
    """

    def __init__(
        self,
        ladder: TranslationLadder,
        terms: Callable[[], tuple[str, ...]],
        on_translation: Callable[[Caption, Translation], None],
        on_untranslated: Callable[[Caption, LanguageTag], None] = lambda _caption, _language: None,
    ) -> None:
        self._ladder = ladder
        self._terms = terms
        self._on_translation = on_translation
        self._on_untranslated = on_untranslated
        self._read: frozenset[LanguageTag] = frozenset()
        self._said: deque[_Said] = deque(maxlen=REMEMBERED)
        self._last_words: dict[ParticipantIdentity, str] = {}
        self._waiting: dict[_Lane, deque[_Said]] = {}
        self._working: dict[_Lane, asyncio.Task[None]] = {}
        self._newest: dict[_Open, Caption] = {}
        self._reading_along: dict[_Open, asyncio.Task[None]] = {}
        self._closed: dict[SegmentId, None] = {}
        self._last_opened: SegmentId | None = None

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

    def overhear(self, caption: Caption) -> None:
        """Takes a partial. Never waits; only the newest of a segment counts, and none behind its final."""
        if caption.segment_id != self._last_opened:
            self._last_opened = caption.segment_id
            self._prepare(caption.language)
        firm = caption.text[: caption.firm_characters].strip()
        if len(firm.split()) < PREFIX_WORDS or caption.segment_id in self._closed:
            return
        for language in self._read:
            pair = Pair(caption.language, language)
            if is_same_language(pair.source, pair.target) or not self._ladder.is_quick(pair):
                continue
            key = (caption.segment_id, language)
            self._newest[key] = replace(caption, text=firm)
            if key not in self._reading_along:
                self._reading_along[key] = asyncio.create_task(self._read_along(key))

    def hear(self, caption: Caption) -> None:
        """Takes a final that has words. Never waits."""
        self._close(caption.segment_id)
        said = _Said(caption, self._last_words.get(caption.speaker, ""))
        self._last_words[caption.speaker] = caption.text
        self._said.append(said)
        self._put(said, self._read)

    def recall(self, backlog: Backlog) -> None:
        """Takes what was said before this agent came; what is translated already stays as it is stored."""
        known = {said.caption.segment_id for said in self._said}
        words: dict[ParticipantIdentity, str] = {}
        older = []
        for segment in backlog.segments:
            if segment.segment_id in known:
                continue
            said = _Said(Caption.of_segment(segment), words.get(segment.speaker, ""))
            said.languages |= {
                one.language for one in backlog.translated if one.segment_id == segment.segment_id
            }
            words[segment.speaker] = segment.text
            older.append(said)
        self._said = deque([*older, *self._said], maxlen=REMEMBERED)
        for said in older:
            self._put(said, self._read)

    async def finish(self, timeout_s: float) -> None:
        """Lets what is under way come to its end, no longer than that. Call once."""
        for reading in self._reading_along.values():
            reading.cancel()
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
                self._on_untranslated(waiting.popleft().caption, language)
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

    async def _read_along(self, key: _Open) -> None:
        _, language = key
        told = ""
        try:
            while (caption := self._newest.pop(key, None)) is not None:
                if caption.text != told and language in self._read:
                    told = caption.text
                    await self._tell_prefix(caption, language)
        finally:
            del self._reading_along[key]

    async def _tell_prefix(self, caption: Caption, language: LanguageTag) -> None:
        before = self._last_words.get(caption.speaker, "")
        try:
            translation = await self._translation(caption, language, before)
        except Untranslatable:
            return  # its final will have another try
        if caption.segment_id not in self._closed:
            self._on_translation(caption, translation)

    def _prepare(self, spoken: LanguageTag) -> None:
        """A sentence has begun: what is to translate it may load meanwhile."""
        for language in self._read:
            pair = Pair(spoken, language)
            if not is_same_language(pair.source, pair.target):
                self._ladder.prepare(pair)

    def _close(self, segment_id: SegmentId) -> None:
        self._closed[segment_id] = None
        if len(self._closed) > CLOSED_KEPT:
            del self._closed[next(iter(self._closed))]

    async def _translate(self, said: _Said, language: LanguageTag) -> None:
        try:
            translation = await self._translation(said.caption, language, said.before)
        except Untranslatable:
            log.warning("sentence_not_translated", language=language)
            self._on_untranslated(said.caption, language)
            return
        self._on_translation(said.caption, translation)

    async def _translation(self, caption: Caption, language: LanguageTag, before: str) -> Translation:
        sentence = Sentence(caption.text, Pair(caption.language, language), before, self._terms())
        found = await self._ladder.translate(sentence)
        return Translation(
            segment_id=caption.segment_id,
            language=language,
            text=found.text,
            engine=found.engine.name,
            is_draft=found.is_draft,
            pivot=found.pivot,
        )
