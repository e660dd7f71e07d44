"""Meeting codes: ten letters that people can read out and type, shown as `abc-defg-hjk`."""

import re
import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz"  # no i, l or o, which look like 1 and 0
LENGTH = 10

_TYPED = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """Ten random letters; 4·10¹³ of them exist, so guessing is left to the rate limit to stop."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    return f"{code[:3]}-{code[3:7]}-{code[7:]}"


def parsed(typed: str) -> str | None:
    """The ten letters somebody typed, with or without hyphens, spaces and capitals; None if it is no code."""
    letters = re.sub(r"[-\s]", "", typed).lower()
    return letters if _TYPED.fullmatch(letters) else None
