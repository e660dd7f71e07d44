"""Whether an engine writes a language. Pure."""

from collections.abc import Iterable

from parley.contracts.ids import LanguageTag


def primary_subtag(tag: LanguageTag) -> str:
    """The language itself, without script, region or variant: `pt` of `pt-BR`."""
    return tag.partition("-")[0]


def engine_language(languages: Iterable[LanguageTag], wanted: LanguageTag | None) -> LanguageTag | None:
    """Which of its languages an engine should be told, for what a speaker is said to speak.

    The very tag if it has it, else one of the same language: somebody from Brazil is better served by
    Portuguese than by nothing.

    Args:
        languages: What the engine writes, its default first; at least one.
        wanted: Null: the engine's default.

    Returns:
        None when it writes no such language.
    """
    tags = list(languages)
    if wanted is None:
        return tags[0]
    if wanted in tags:
        return wanted
    language = primary_subtag(wanted)
    if language in tags:
        return language
    return next((tag for tag in tags if primary_subtag(tag) == language), None)
