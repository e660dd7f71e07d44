"""What is written about the API is what the API is."""

import re
from pathlib import Path

import pytest

from parley.backend.openapi import document
from parley.contracts.problems import ProblemCode

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]


def test_every_problem_code_is_documented_and_none_that_does_not_exist() -> None:
    errors = (ROOT / "docs/reference/errors.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)` \|", errors, re.MULTILINE))
    assert documented == {code.value for code in ProblemCode}


def test_every_route_stands_in_the_architecture_and_the_other_way_round() -> None:
    section = (ROOT / "ARCHITECTURE.md").read_text().split("## HTTP")[1].split("\n## ")[0]
    written = set(re.findall(r"`(GET|POST|PATCH|DELETE) (/[^`?]*)", section))
    written |= {("GET", path) for path in re.findall(r"`(/\w+)`", section)}
    paths = document()["paths"]
    assert {(method.upper(), path) for path, methods in paths.items() for method in methods} == {
        (method, path) for method, path in written if path != "/"
    }


def test_problems_are_declared_where_they_occur() -> None:
    paths = document()["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                if status.startswith("4"):
                    assert "application/problem+json" in answer["content"], (method, path, status)
            if "{meeting_id}" in path:
                assert "404" in operation["responses"], (method, path)


def test_what_travels_in_the_room_is_described_by_the_names_it_bears_there() -> None:
    found = document()
    schemas = found["components"]["schemas"]
    assert set(found["webhooks"]) == {
        "room-metadata",
        "caption-attributes",
        "translation-attributes",
        "problem",
        "connection-report",
    }
    assert "lk.segment_id" in schemas["CaptionAttributes"]["required"]
    assert "type" in schemas["RoomMetadata"]["required"]
    assert "default" not in schemas["RoomMetadata"]["properties"]["type"]
    assert "type" in schemas["SegmentRecord"]["required"]
