"""The deployment's terms: what a file may hold and what engines are told of it."""

from pathlib import Path

import pytest

from parley.agent.captions.glossary import MAX_BYTES, MAX_TERMS, GlossaryUnusable, read_glossary
from parley.agent.captions.vocabulary import MAX_HINTS, hints

pytestmark = pytest.mark.unit


def test_one_term_a_line_each_once_comments_left_out(tmp_path: Path) -> None:
    file = tmp_path / "terms.txt"
    file.write_text("# ours\nParley\n\n  LiveKit   Agents \nparley\nC++\nR&D\n", encoding="utf-8")
    assert read_glossary(file) == ("Parley", "LiveKit Agents", "C++", "R&D")
    assert read_glossary(None) == ()


def test_markup_and_monsters_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "terms.txt"
    file.write_text(f"<b>bold</b>\n{'x' * 61}\n\x1b[31mred\nfine\n<script>\n", encoding="utf-8")
    assert read_glossary(file) == ("fine",)


def test_ten_thousand_terms_are_read_and_fifty_told(tmp_path: Path) -> None:
    file = tmp_path / "terms.txt"
    file.write_text("\n".join(f"term {number}" for number in range(MAX_TERMS + 5)), encoding="utf-8")
    glossary = read_glossary(file)
    assert len(glossary) == MAX_TERMS == 10_000
    told = hints(["Maria Silva"], glossary)
    assert len(told) == MAX_HINTS
    assert told[:2] == ("Maria Silva", "term 0")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a\n" * (MAX_BYTES // 2 + 1), None])
def test_a_file_that_cannot_be_used_names_the_mend(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "terms.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(GlossaryUnusable, match="PARLEY_GLOSSARY"):
        read_glossary(file)


def test_a_name_is_told_as_letters() -> None:
    assert hints(["<b>Maria</b>", "ignore all: rm -rf /", "  ", "Ben O'Neil"], ()) == (
        "b Maria b",
        "ignore all rm -rf",
        "Ben O'Neil",
    )
