"""Numbers as English words, so that `10` and `ten` are the same word when transcripts are compared."""

import re

# fmt: off
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_SCALES = ((1_000_000, "million"), (1_000, "thousand"))
_LARGEST = 999_999_999
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_NUMERAL = re.compile(r"(\d+)(?:\.(\d+))?(st|nd|rd|th)?\b|(\d+)(?:\.(\d+))?")
_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")


def cardinal_words(number: int) -> list[str]:
    """`1215` → one thousand two hundred fifteen; beyond 999,999,999 digit by digit."""
    if number > _LARGEST:
        return [_SMALL[int(digit)] for digit in str(number)]
    for scale, name in _SCALES:
        if number >= scale:
            rest = number % scale
            return [*cardinal_words(number // scale), name, *(cardinal_words(rest) if rest else [])]
    if number >= 100:
        rest = number % 100
        return [_SMALL[number // 100], "hundred", *(cardinal_words(rest) if rest else [])]
    if number >= 20:
        return [_TENS[number // 10], *([_SMALL[number % 10]] if number % 10 else [])]
    return [_SMALL[number]]


def ordinal_words(number: int) -> list[str]:
    """`21` → twenty first."""
    *head, last = cardinal_words(number)
    if last in _ORDINALS:
        return [*head, _ORDINALS[last]]
    return [*head, f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"]


def spell_numerals(text: str) -> str:
    """Every run of digits in `text` written as words; `3.5` → three point five, `2nd` → second."""
    return _NUMERAL.sub(_spelt, _THOUSANDS_COMMA.sub("", text))


def _spelt(match: re.Match[str]) -> str:
    whole = match[1] or match[4]
    fraction = match[2] or match[5]
    is_ordinal = bool(match[3]) and fraction is None
    words = ordinal_words(int(whole)) if is_ordinal else cardinal_words(int(whole))
    if fraction is not None:
        words += ["point", *(_SMALL[int(digit)] for digit in fraction)]
    return f" {' '.join(words)} "
