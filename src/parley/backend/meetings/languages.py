"""Which languages there are. The contract checks the shape of a tag; here it must also name a language."""

import re

from langcodes import Language, standardize_tag, tag_is_valid

from parley.backend.errors import InvalidRequest
from parley.contracts.ids import LanguageTag
from parley.contracts.problems import ProblemCode

_NO_LANGUAGE = re.compile(r"(q[a-t][a-z]|und|mul|mis|zxx)(-|$)")
"""Subtags that are registered and name nothing that is spoken: private use, undetermined, several, none."""


class LanguageUnknown(InvalidRequest):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.LANGUAGE_UNKNOWN,
            "There is no such language. Name it by its BCP 47 tag, like en, de or pt-BR.",
        )


def known_language(tag: LanguageTag | None) -> LanguageTag | None:
    """The tag as it is usually written: `pt-BR` for `pt-br`, `en` for `eng`.

    Raises LanguageUnknown: It is of no language that the registry of BCP 47 has.
    """
    if tag is None:
        return None
    if _NO_LANGUAGE.match(tag) or not tag_is_valid(tag):
        raise LanguageUnknown
    language, hyphen, rest = tag.partition("-")
    # Not normalised in general: that would turn tags that engines go by into others (`tl` into `fil`).
    if len(language) == 3 and len(short := standardize_tag(language)) == 2:
        language = short
    return Language.get(language + hyphen + rest, normalize=False).to_tag()
