"""The deployment's glossary: how its names and terms are written. One term a line; `#` begins a comment."""

import re
from pathlib import Path

import structlog

log = structlog.get_logger()

MAX_TERMS = 10_000
MAX_TERM_CHARACTERS = 60
MAX_BYTES = 1_000_000
# Terms are told to engines and shown to people, so they are words, not markup and no control characters.
_TERM = re.compile(r"[^\W_][\w .,'’&+/@#()\-]*")


class GlossaryUnusable(Exception):
    """The file cannot be used; the message is a sentence for operators that names the mend."""


def read_glossary(path: Path | None) -> tuple[str, ...]:
    """Terms of the file, in its order, each once.

    A line that is no term is left out and logged by its number; terms beyond the first 10,000 are too.

    Raises:
        GlossaryUnusable: There is no such file, or it is no text, or far too large.
    """
    if path is None:
        return ()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GlossaryUnusable(
                f"The glossary {path} is larger than {MAX_BYTES} bytes: keep the terms that are really said"
                f" (PARLEY_GLOSSARY, one a line, at most {MAX_TERMS})."
            )
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise GlossaryUnusable(
            f"The glossary {path} cannot be read ({problem}): point PARLEY_GLOSSARY at a UTF-8 text file"
            " with one term a line, or unset it."
        ) from problem
    terms = _terms(lines)
    if len(terms) > MAX_TERMS:
        log.warning("glossary_cut", terms=len(terms), kept=MAX_TERMS)
    return tuple(terms[:MAX_TERMS])


def _terms(lines: list[str]) -> list[str]:
    terms: dict[str, str] = {}
    refused: list[int] = []
    for number, line in enumerate(lines, start=1):
        term = " ".join(line.split())
        if not term or term.startswith("#"):
            continue
        if len(term) > MAX_TERM_CHARACTERS or not _TERM.fullmatch(term):
            refused.append(number)
        else:
            terms.setdefault(term.casefold(), term)
    if refused:
        log.warning("glossary_lines_refused", count=len(refused), first_lines=refused[:10])
    return list(terms.values())
