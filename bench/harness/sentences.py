"""English sentences with their Spanish: the shared evaluation data where it is, else a few of our own."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "translation"
_OWN = "We meet again on Friday at {hour} and talk about the report of the week before."


def english() -> list[str]:
    """Sentences to translate, at least 100."""
    file = SHARED / "flores-en-es-dev.en"
    if file.is_file():
        return file.read_text(encoding="utf-8").splitlines()
    return [_OWN.format(hour=hour) for hour in range(100)]


def spanish() -> list[str] | None:
    """What people made of them; None where the data is not there."""
    file = SHARED / "flores-en-es-dev.es"
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else None
