"""What Deepgram's models write, by their BCP 47 tags, from its changelog up to 2026-10.

What it says of regions is left out where it has the plain language: `engine_language` finds that.
"""

from parley.agent.engines.languages import engine_language
from parley.contracts.ids import LanguageTag

MULTI = "multi"
"""Deepgram's own tag: it tells by itself which of its ten common languages is spoken, word by word."""

_NOVA_3: tuple[LanguageTag, ...] = (
    *("en", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "de-CH", "el", "es", "es-419", "et", "fa"),
    *("fi", "fr", "fr-CA", "gu", "he", "hi", "hr", "hu", "id", "it", "ja", "kk", "kn", "ko", "lt", "lv"),
    *("mk", "mr", "ms", "ne", "nl", "nl-BE", "no", "pa", "pl", "pt", "pt-BR", "pt-PT", "ro", "ru", "sk"),
    *("sl", "sr", "sv", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "zh", "zh-HK", "zh-TW"),
)
_NOVA_2: tuple[LanguageTag, ...] = (
    *("en", "bg", "ca", "cs", "da", "de", "de-CH", "el", "es", "et", "fi", "fr", "hi", "hu", "id", "it"),
    *("ja", "ko", "lt", "lv", "ms", "nl", "nl-BE", "no", "pl", "pt", "ro", "ru", "sk", "sv", "th", "tr"),
    *("uk", "vi", "zh", "zh-TW"),
)


def languages_of(model: str, default: LanguageTag) -> tuple[LanguageTag, ...]:
    """What a model writes, the deployment's own language first if it is among it.

    Of a model that is not known here, only the deployment's language is asked.
    """
    if model in {"nova-3", "nova-3-general"}:
        tags = _NOVA_3
    elif model in {"nova-2", "nova-2-general"}:
        tags = _NOVA_2
    else:
        return (default,)
    first = engine_language(tags, default) or tags[0]
    return (first, *(tag for tag in tags if tag != first))


def takes_keyterms(model: str) -> bool:
    """Whether a model can be told names and terms; older ones have another way, which is not used."""
    return model.startswith("nova-3")
