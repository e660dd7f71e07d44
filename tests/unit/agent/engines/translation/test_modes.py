from pathlib import Path

import pytest

from parley.agent.engines.translation.apertium.modes import installed_modes
from parley.agent.engines.translation.ports import Pair, fitting_pair

pytestmark = pytest.mark.unit

LINE = "cat '/usr/share/a b.bin' | tr $2 -d x | cat $1 c.bin"


def test_modes_are_read_from_what_is_installed_with_tags_and_without_a_shell(tmp_path: Path) -> None:
    for name in (
        "eng-spa",
        "eng-spa_US",
        "en-gl",
        "eng-cat_valencia",
        "eng-cat_iec2017",
        "eng-spa-morph",
        "x",
    ):
        (tmp_path / f"{name}.mode").write_text(LINE)
    (tmp_path / "eng-isl.mode").write_text("no-such-program | cat")
    (tmp_path / "eng-mkd.mode").write_text("cat 'no end")
    (tmp_path / "eng-hbs.mode").write_bytes(b"\xff\xfe")
    modes = {mode.name: mode for mode in installed_modes(tmp_path)}
    assert {name: (mode.pair.source, mode.pair.target) for name, mode in modes.items()} == {
        "en-gl": ("en", "gl"),
        "eng-cat_valencia": ("en", "ca-valencia"),
        "eng-spa": ("en", "es"),
        "eng-spa_US": ("en", "es-US"),
    }
    stages = [(Path(stage[0]).name, *stage[1:]) for stage in modes["eng-spa"].stages]
    assert stages == [
        ("cat", "-z", "/usr/share/a b.bin"),
        ("tr", "-z", "-d", "x"),
        ("cat", "-z", "-n", "c.bin"),
    ]


def test_no_folder_is_no_pair(tmp_path: Path) -> None:
    assert installed_modes(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (("en", "es"), "es"),
        (("en-GB", "es-MX"), "es"),
        (("en", "es-US"), "es-US"),
        (("en", "ca-valencia"), "ca-valencia"),
        (("en", "de"), None),
        (("es", "en"), None),
    ],
)
def test_a_pair_serves_the_regions_of_its_languages(wanted: tuple[str, str], found: str | None) -> None:
    pairs = [Pair("en", target) for target in ("es-US", "ca-valencia", "es", "ca")]
    best = fitting_pair(pairs, Pair(*wanted))
    assert (best.target if best else None) == found
