from pathlib import Path

import pytest

from tests.unit.backend.house import SPEECH, House

pytestmark = pytest.mark.unit


async def test_ready_means_that_people_can_meet_and_ai_is_told_apart(house: House) -> None:
    assert (await house.http.get("/healthz")).json() == {"is_alive": True}
    without = await house.http.get("/readyz")
    assert without.status_code == 200
    body = without.json()
    assert (body["is_ready"], body["status"], body["ai"], body["workers"]) == (
        True,
        "ready",
        "unavailable",
        0,
    )
    assert {check["name"]: check["is_ok"] for check in body["checks"]} == {
        "database": True,
        "sfu": True,
        "reconciler": True,
        "agent_workers": False,
    }
    await house.report()
    body = (await house.http.get("/readyz")).json()
    assert (body["ai"], body["workers"], body["engines"]) == ("available", 1, [SPEECH])
    house.clock.advance(3.1)
    assert (await house.http.get("/readyz")).json()["ai"] == "unavailable"


async def test_an_engine_that_cannot_work_says_why(house: House) -> None:
    broken = SPEECH | {"is_ready": False, "problem": "The model file is missing; run `make setup`."}
    await house.report(engines=[broken])
    body = (await house.http.get("/readyz")).json()
    assert (body["status"], body["ai"], body["engines"]) == ("ready", "unavailable", [broken])
    await house.report("w2")
    assert (await house.http.get("/readyz")).json()["engines"] == [SPEECH]


async def test_without_the_sfu_nobody_can_meet(house: House) -> None:
    house.sfu.is_down = True
    answer = await house.http.get("/readyz")
    assert (answer.status_code, answer.json()["is_ready"], answer.json()["status"]) == (503, False, "unready")
    (sfu,) = [check for check in answer.json()["checks"] if not check["is_ok"] and check["name"] == "sfu"]
    assert "PARLEY_SFU_URL" in sfu["problem"]
    assert (await house.http.get("/healthz")).status_code == 200


def remove_database(folder: Path) -> None:
    for file in folder.glob("parley.db*"):
        file.unlink()


async def test_without_the_database_nobody_can_meet(house: House, tmp_path: Path) -> None:
    await house.services.database.close()
    remove_database(tmp_path)
    answer = await house.http.get("/readyz")
    assert answer.status_code == 503
    assert {check["name"] for check in answer.json()["checks"] if not check["is_ok"]} >= {"database"}
