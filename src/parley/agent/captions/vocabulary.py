"""What an engine is told before somebody speaks: their language, and the words it should expect. Pure."""

from collections.abc import Iterable

from parley.agent.captions.glossary import MAX_TERM_CHARACTERS

MAX_HINTS = 50  # what vendors take without a charge or a refusal; more make each one count less


def hints(names: Iterable[str], glossary: Iterable[str]) -> tuple[str, ...]:
    """Names of those present, then terms of the glossary, each once, as many as an engine can use.

    A name is what somebody typed, so it is held to letters and a term's length.
    """
    found: dict[str, str] = {}
    for term in (*(_spoken(name) for name in names), *glossary):
        if term and len(found) < MAX_HINTS:
            found.setdefault(term.casefold(), term)
    return tuple(found.values())


def _spoken(name: str) -> str:
    letters = "".join(one if one.isalpha() or one in "'’-" else " " for one in name)
    return " ".join(letters.split())[:MAX_TERM_CHARACTERS].strip()
