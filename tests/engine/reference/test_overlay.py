"""The operator's own tables go before ours, and what is wrong in them is named by file, row and column."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from roadstead.engine.reference.deadlines import Deadline, deadline_for, deadlines
from roadstead.engine.reference.overlay import BadReference
from roadstead.engine.reference.sufficiency import FIELD_NAMES, profile_for, profile_names, profile_of

ON = date(2026, 11, 25)
DEADLINES = "state,mode,direction,category,route,valid_from,valid_to,anchor,minutes,verified,mark,source,text\n"
SUFFICIENCY = "profile,version,role,mode,category,field,need,valid_from,valid_to,verified,mark,source,text\n"
PROFILES = "state,profile,valid_from,valid_to,source,text\n"


def written(folder: Path, name: str, text: str) -> Path:
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def asked(folder: Path | None, **changed: str) -> Deadline | None:
    case = {"state": "BRB", "mode": "air", "direction": "arrival", "category": "commercial"} | changed
    return deadline_for(deadlines(folder), **case, on=ON)


def test_the_operators_row_goes_before_a_shipped_one_that_fits_better(tmp_path: Path) -> None:
    row = "*,air,*,*,*,2026-01-01,,departure,-60,yes,,Gazette 12 of 2026,sixty minutes before departure\n"
    found = asked(written(tmp_path, "deadlines", DEADLINES + row), state="VGB")
    assert found is not None
    assert (found.minutes, found.verified, found.source, found.own) == (-60, True, "Gazette 12 of 2026", True)


def test_where_no_row_of_the_operators_fits_the_shipped_one_holds(tmp_path: Path) -> None:
    row = "*,air,*,*,*,2027-01-01,,departure,-60,yes,,Gazette,sixty minutes before departure\n"
    assert asked(written(tmp_path, "deadlines", DEADLINES + row)) == asked(None)


def test_without_a_file_the_shipped_rows_hold(tmp_path: Path) -> None:
    assert deadlines(tmp_path) == deadlines()


GOOD = "BRB,air,arrival,commercial,*,2026-01-01,,departure,-60,yes,,Gazette,an hour before\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (DEADLINES + GOOD + GOOD.replace("-60", "an hour"), "row 3, column minutes"),
        (DEADLINES + GOOD.replace("BRB", "Barbados"), "row 2, column state"),
        (DEADLINES + GOOD.replace("2026-01-01", "1.1.2026"), "row 2, column valid_from"),
        (DEADLINES + GOOD.replace(",departure,", ",take-off,"), "row 2, column anchor"),
        (DEADLINES + GOOD.replace("Gazette", ""), "row 2, column source"),
        (DEADLINES + GOOD.replace(",yes,", ",true,"), "row 2, column verified"),
        (DEADLINES.replace("minutes", "hours") + GOOD, "row 1: the column minutes is missing"),
        (DEADLINES.replace("text", "text,note") + GOOD, "row 1, column note"),
        (DEADLINES + GOOD.replace("an hour before", "an hour, or more, before"), "row 2: more cells"),
    ],
)
def test_a_fault_is_named_by_file_row_and_column(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(BadReference, match=r"deadlines\.csv") as error:
        deadlines(written(tmp_path, "deadlines", text))
    assert where in str(error.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deadlines.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadReference, match="UTF-8"):
        deadlines(tmp_path)


def test_a_worker_tells_a_fault_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    written(tmp_path / "reference", "deadlines", DEADLINES + GOOD.replace("-60", "an hour"))
    told = subprocess.run(
        [sys.executable, "-m", "roadstead.cli", "work"],
        env={**os.environ, "ROADSTEAD_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 1
    assert "deadlines.csv, row 2, column minutes" in told.stderr


# ── profiles ────────────────────────────────────────────────────────────────────────────────


def test_each_state_has_its_profile_and_the_others_the_regions() -> None:
    assert [profile_of(state, ON) for state in ("BRB", "CYM", "KNA")] == ["caricom", "cayman", "saint-kitts"]
    assert profile_of("CYM", date(2019, 12, 9)) == "caricom"


def test_a_voyage_of_two_states_needs_what_either_needs() -> None:
    both = profile_for(["BRB", "KNA"], mode="air", category="commercial", on=ON)
    assert both.name == "caricom 1, saint-kitts 1"
    residence = [need for need in both.needs if need.field == "residence"]
    assert [need.required for need in residence] == [True]


def test_the_operator_writes_a_profile_and_chooses_it_for_a_state(tmp_path: Path) -> None:
    row = "barbados,3,any,air,*,contact,required,2026-01-01,,yes,,Gazette,telephone of every passenger\n"
    written(tmp_path, "sufficiency", SUFFICIENCY + row)
    written(tmp_path, "profiles", PROFILES + "BRB,barbados,2026-01-01,,Gazette,\n")
    profile = profile_for(["BRB"], mode="air", category="commercial", on=ON, folder=tmp_path)
    assert (profile.name, [need.field for need in profile.needs]) == ("barbados 3", ["contact"])
    assert "caricom 1" in profile_names(tmp_path)


def test_a_state_cannot_have_a_profile_that_does_not_exist(tmp_path: Path) -> None:
    written(tmp_path, "profiles", PROFILES + "BRB,barbadoes,,,Gazette,\n")
    with pytest.raises(BadReference, match=r"profiles\.csv, row 2, column profile"):
        profile_of("BRB", ON, tmp_path)


def test_every_shipped_need_has_words_and_a_source_and_only_primary_ones_are_verified() -> None:
    for name in profile_names():
        assert name.rpartition(" ")[2].isdigit()
    for state in ("BRB", "CYM", "KNA"):
        for need in profile_for([state], mode="air", category="commercial", on=ON).needs:
            assert need.words == FIELD_NAMES[need.field]


def test_the_examples_of_the_handbook_are_tables_that_can_be_used(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "docs/handbook/operators.md").read_text(encoding="utf-8")
    for name in ("deadlines", "sufficiency", "profiles"):
        _, _, after = text.partition(f"**`reference/{name}.csv`**")
        written(tmp_path, name, after.split("```")[1].lstrip("\n"))
    deadlines(tmp_path)
    assert profile_of("BRB", date(2027, 1, 2), tmp_path) == "barbados"


def test_the_handbook_names_every_field_a_profile_may_ask_for() -> None:
    text = (Path(__file__).parents[3] / "docs/handbook/operators.md").read_text(encoding="utf-8")
    assert [field for field in FIELD_NAMES if field not in text] == []
