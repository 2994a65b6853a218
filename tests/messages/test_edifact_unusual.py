"""EDIFACT messages in an unusual order, or with values in a neighbouring place: read where clear, and always said."""

from __future__ import annotations

import pytest

from roadstead.messages.reading import Reading
from roadstead.messages.view import view
from roadstead.model import Problem
from tests.messages.cargo_samples import codes, read

BAY_PLAN = ("BGM+34+1+9", "TDT+20+XB1+1++XBAY:172:20+++9074729:146::SAMPLE BAY", "LOC+5+BBBGI", "LOC+61+LCCAS")
BOXES = ("MSKU7351770", "CBHU6818017", "HLXU1234561")


def said(reading: Reading, code: str) -> Problem:
    """The problem with this code, which names its segment and field and a remedy."""
    (problem,) = [each for each in reading.problems if each.code == code]
    assert problem.segment
    assert problem.field
    assert problem.text.count(".") >= 2
    return problem


# ── containers before their stowage positions ───────────────────────────────────────────────


def container_first(*, extra: tuple[str, ...] = ()) -> list[str]:
    """Three containers, each before its position; the first holds petrol."""
    sent = []
    for at, number in enumerate(BOXES):
        sent += [f"EQD+CN+{number}+22G1+++5", f"LOC+147+018028{at}::5", f"MEA+WT++KGM:{20000 - at}", "LOC+9+BBBGI",
                 f"LOC+11+{('LCCAS', 'VCKTN', 'GDSTG')[at]}", f"RFF+BM:B{at}", *(extra if at == 0 else ())]  # fmt: skip
    return sent


@pytest.mark.parametrize(
    ("type", "before"), [("BAPLIE", ()), ("MOVINS", ()), ("MOVINS", ("HAN+LOA",)), ("MOVINS", ("HAN+DIS",))]
)
def test_a_container_before_its_position_keeps_its_own_weight_port_and_dangerous_goods(
    type: str, before: tuple[str, ...]
) -> None:
    reading = read(*BAY_PLAN, *before, *container_first(extra=("DGS+IMD+3+1203",)), type=type)
    found = reading.manifest.containers
    assert [(each.number, each.stowed, each.gross_mass_kg, each.discharged_at, each.bills) for each in found] == [
        ("MSKU7351770", "0180280", 20000, "LCCAS", ("B0",)),
        ("CBHU6818017", "0180281", 19999, "VCKTN", ("B1",)),
        ("HLXU1234561", "0180282", 19998, "GDSTG", ("B2",)),
    ]
    assert [[goods.un_number for goods in each.dangerous] for each in found] == [["1203"], [], []]
    assert not [move for move in reading.manifest.movements if move.text == "no container"]
    assert said(reading, "container-before-its-position").number == 6 + len(before)


def test_the_directorys_order_is_read_as_before_and_nothing_is_said() -> None:
    sent = [each for at, number in enumerate(BOXES)
            for each in (f"LOC+147+018028{at}::5", f"MEA+WT++KGM:{20000 - at}", f"EQD+CN+{number}+22G1+++5")]  # fmt: skip
    reading = read(*BAY_PLAN, *sent, type="BAPLIE")
    assert [(each.number, each.gross_mass_kg) for each in reading.manifest.containers] == [
        (number, 20000 - at) for at, number in enumerate(BOXES)
    ]
    assert not {"container-before-its-position", "container-without-position"} & set(codes(reading))


@pytest.mark.parametrize("type", ["BAPLIE", "MOVINS"])
def test_a_container_ahead_of_a_list_in_the_directorys_order_is_kept_without_a_position(type: str) -> None:
    sent = ("EQD+CN+MSKU7351770+22G1+++5", "LOC+147+0180280::5", "MEA+WT++KGM:20000", "EQD+CN+CBHU6818017+22G1+++5")
    reading = read(*BAY_PLAN, *sent, type=type)
    found = {each.number: (each.stowed, each.gross_mass_kg) for each in reading.manifest.containers}
    assert found == {"MSKU7351770": ("", None), "CBHU6818017": ("0180280", 20000)}
    said(reading, "container-without-position")


def test_a_second_position_of_a_container_is_said_and_kept_as_sent() -> None:
    reading = read(*BAY_PLAN, *container_first(extra=("LOC+147+0990101::5",)), type="BAPLIE")
    assert reading.manifest.containers[0].stowed == "0180280"
    assert "LOC+147+0990101::5" in reading.unread
    said(reading, "second-position")


def test_the_last_container_may_lack_its_position_where_containers_come_first() -> None:
    sent = (*container_first()[:12], "EQD+CN+HLXU1234561+22G1+++4", "MEA+WT++KGM:2200", "LOC+11+GDSTG")
    found = read(*BAY_PLAN, *sent, type="BAPLIE").manifest.containers
    assert [(each.number, each.stowed, each.gross_mass_kg) for each in found] == [
        ("MSKU7351770", "0180280", 20000), ("CBHU6818017", "0180281", 19999), ("HLXU1234561", "", 2200)]  # fmt: skip
