import pytest

from parley.agent.engines.translation.answers import usable
from parley.agent.engines.translation.ports import Pair, Sentence

pytestmark = pytest.mark.unit

SOURCE = "We meet again on Friday at nine in the morning."


def read(answer: str, target: str = "es", source: str = SOURCE) -> str | None:
    return usable(answer, Sentence(source, Pair("en", target)))


@pytest.mark.parametrize(
    ("answer", "target"),
    [
        ("Nos vemos el viernes.", "es"),
        ("نلتقي مجددا يوم الجمعة الساعة 9.", "ar"),
        ("می\u200cرویم به خانه.", "fa"),
    ],
)
def test_a_translation_passes_as_it_is(answer: str, target: str) -> None:
    assert read(answer, target) == answer


@pytest.mark.parametrize(
    "answer",
    [
        *("", "  \n", "\x00\x01"),
        *("<b>Nos vemos</b>", "```\nNos vemos\n```", "Nos vemos &amp; ya", "<script>alert(1)</script>"),
        "bla " * 200,
    ],
)
def test_nothing_markup_and_a_flood_are_no_translations(answer: str) -> None:
    assert read(answer) is None


def test_markup_that_was_said_may_come_back() -> None:
    source = "Write <b>bold</b> into the page, please, and save it."
    assert read("Escribe <b>negrita</b>.", source=source) == "Escribe <b>negrita</b>."


def test_the_source_again_and_a_script_that_is_not_the_language_s_are_another_language() -> None:
    assert read(SOURCE.upper()) is None
    assert read("Nos vemos el viernes.", "ar") is None
    assert read("Nos vemos el viernes.", "ja") is None
    assert read("我们星期五见面。", "es") is None
    assert read("金曜日の朝九時にまた会いましょう。", "ja") is not None
    assert read("Hola", source="Hola") == "Hola"
    assert read("OK", "ar", source="OK") == "OK"


def test_a_break_is_a_space_and_what_turns_the_direction_of_text_goes() -> None:
    assert read("Nos\nvemos \u202eel\tviernes.\x07") == "Nos vemos el viernes."
