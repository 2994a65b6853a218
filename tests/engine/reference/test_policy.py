"""Approved rows go before ours, and what is wrong in a file is named by file, row and column."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from roadstead.engine.reference.deadlines import DEADLINES, Deadline, deadline_for
from roadstead.engine.reference.policy import BadReference, Table
from roadstead.engine.reference.policy_files import FOLDER, refuse_files
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.reference.retention import RETENTION
from roadstead.engine.reference.rights import RIGHTS, refusal_grounds
from roadstead.engine.reference.sufficiency import FIELD_NAMES, NEEDS, STATE_PROFILES, Profiles

ON = date(2026, 11, 25)
HEADING = ",".join(DEADLINES.cells) + "\n"


def rows(text: str) -> tuple[Deadline, ...]:
    return DEADLINES.rows(DEADLINES.read(text, "deadlines.csv"))


def asked(*own: str, **changed: str) -> Deadline | None:
    case = {"state": "BRB", "mode": "air", "direction": "arrival", "category": "commercial"} | changed
    return deadline_for(rows(HEADING + "\n".join(own)), **case, on=ON)


def test_the_approved_row_goes_before_a_shipped_one_that_fits_better() -> None:
    row = "*,air,*,*,*,2026-01-01,,departure,-60,yes,,Gazette 12 of 2026,sixty minutes before departure"
    found = asked(row, state="VGB")
    assert found is not None
    assert (found.minutes, found.verified, found.source, found.is_approved) == (-60, True, "Gazette 12 of 2026", True)


def test_where_no_approved_row_fits_the_shipped_one_holds() -> None:
    row = "*,air,*,*,*,2027-01-01,,departure,-60,yes,,Gazette,sixty minutes before departure"
    assert asked(row) == asked()


def test_of_two_rows_for_one_case_and_day_the_newer_one_holds_and_ends_the_older() -> None:
    """The newest is given first: this is how a row is corrected, or ended by its last day."""
    older = "BRB,air,arrival,commercial,*,2026-01-01,,departure,-60,yes,,Gazette,an hour before"
    ended = older.replace("2026-01-01,,", "2026-01-01,2026-06-30,")
    assert asked(ended, older) == asked()
    assert (found := asked(older, ended)) is not None
    assert found.minutes == -60


def test_an_approved_row_ends_the_shipped_one_for_the_same_case_and_day() -> None:
    case = {"state": "VGB", "mode": "sea", "category": "private"}
    shipped = asked(**case)
    assert shipped is not None
    assert shipped.state == "VGB"
    ended = "VGB,sea,arrival,private,international,2020-11-01,2026-06-30,arrival,-60,yes,,Gazette,repealed"
    found = asked(ended, **case)
    assert found is not None
    assert found.state == "*"


def test_a_shipped_ground_of_refusal_that_was_ended_is_no_ground() -> None:
    (shipped,) = (row for row in RIGHTS.shipped if row["code"] == "others")
    ended = RIGHTS.rows([{**shipped, "valid_to": "2026-06-30"}])
    assert "others" in refusal_grounds(RIGHTS.rows(), state="BRB", kind="erase", on=ON)
    assert "others" not in refusal_grounds(ended, state="BRB", kind="erase", on=ON)


ALWAYS = [table for table in TABLES.values() if table.is_default_required]


@pytest.mark.parametrize("table", ALWAYS, ids=lambda table: table.name)
def test_a_shipped_row_that_must_hold_is_corrected_and_never_ended(table: Table[object]) -> None:
    for row in table.shipped:
        faults = list(table.faults({**row, "valid_to": "2090-01-01"}))
        assert [column for column, _fault in faults] == (["valid_to"] if row["state"] == "*" else [])
        assert not list(table.faults({**row, "valid_from": "2080-01-01", "valid_to": "2090-01-01"}))
        assert not row["valid_to"]


def test_settings_escalation_retention_and_periods_must_hold() -> None:
    assert [table.name for table in ALWAYS] == ["retention", "timers", "escalation", "settings"]


@pytest.mark.parametrize("category", ["log", "directory", "profile"])
@pytest.mark.parametrize(("state", "mode", "wrong"), [("BRB", "*", "state"), ("*", "sea", "mode"), ("*", "*", "")])
def test_retention_outside_voyages_is_set_for_every_state_and_mode(
    category: str, state: str, mode: str, wrong: str
) -> None:
    (shipped,) = (row for row in RETENTION.shipped if row["category"] == category)
    faults = RETENTION.faults({**shipped, "state": state, "mode": mode, "keep": "6 months"})
    assert [column for column, _fault in faults] == ([wrong] if wrong else [])


GOOD = "BRB,air,arrival,commercial,*,2026-01-01,,departure,-60,yes,,Gazette,an hour before\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (HEADING + GOOD + GOOD.replace("-60", "an hour"), "row 3, column minutes"),
        (HEADING + GOOD.replace("BRB", "Barbados"), "row 2, column state"),
        (HEADING + GOOD.replace("2026-01-01", "1.1.2026"), "row 2, column valid_from"),
        (HEADING + GOOD.replace(",departure,", ",take-off,"), "row 2, column anchor"),
        (HEADING + GOOD.replace("Gazette", ""), "row 2, column source"),
        (HEADING + GOOD.replace(",yes,", ",true,"), "row 2, column verified"),
        (HEADING.replace("minutes", "hours") + GOOD, "row 1: the column minutes is missing"),
        (HEADING.replace("text", "text,note") + GOOD, "row 1, column note"),
        (HEADING + GOOD.replace("an hour before", "an hour, or more, before"), "row 2: more cells"),
    ],
)
def test_a_fault_is_named_by_file_row_and_column(text: str, where: str) -> None:
    with pytest.raises(BadReference, match=r"deadlines\.csv") as error:
        rows(text)
    assert where in str(error.value)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_what_is_shipped_can_be_imported_again_as_it_is_exported(table: Table[object]) -> None:
    assert table.read(table.write(table.shipped), "shipped.csv") == table.shipped


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_no_two_shipped_rows_are_for_the_same_case_and_day(table: Table[object]) -> None:
    assert table.newest(table.shipped) == table.shipped


def test_a_file_that_is_read_no_more_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "harbours-of-our-own.csv").write_text("x")
    refuse_files(tmp_path)
    (tmp_path / FOLDER / "retention.csv").write_text("")
    with pytest.raises(BadReference, match=r"policies import retention\.csv --table retention"):
        refuse_files(tmp_path)


def test_a_worker_does_not_start_beside_such_a_file(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "deadlines.csv").write_text(HEADING + GOOD)
    refused = subprocess.run(
        [sys.executable, "-m", "roadstead.cli", "work"],
        env={**os.environ, "ROADSTEAD_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert refused.returncode == 1
    assert "deadlines.csv is no longer read" in refused.stderr


# ── profiles ────────────────────────────────────────────────────────────────────────────────


def profiles(needs: str = "", choices: str = "") -> Profiles:
    own = (
        NEEDS.read(f"{','.join(NEEDS.cells)}\n{needs}", "n"),
        STATE_PROFILES.read(f"{','.join(STATE_PROFILES.cells)}\n{choices}", "c"),
    )
    return Profiles(NEEDS.rows(own[0]), STATE_PROFILES.rows(own[1]))


def test_each_state_has_its_profile_and_the_others_the_regions() -> None:
    assert [profiles().name_of(state, ON) for state in ("BRB", "CYM", "KNA")] == ["caricom", "cayman", "saint-kitts"]
    assert profiles().name_of("CYM", date(2019, 12, 9)) == "caricom"


def test_a_voyage_of_two_states_needs_what_either_needs() -> None:
    both = profiles().profile_for(["BRB", "KNA"], mode="air", category="commercial", on=ON)
    assert both.name == "caricom 1, saint-kitts 1"
    residence = [need for need in both.needs if need.field == "residence"]
    assert [need.required for need in residence] == [True]


def test_a_profile_is_approved_and_chosen_for_a_state() -> None:
    found = profiles(
        "barbados,3,any,air,*,contact,required,2026-01-01,,yes,,Gazette,telephone of every passenger",
        "BRB,barbados,2026-01-01,,Gazette,",
    )
    profile = found.profile_for(["BRB"], mode="air", category="commercial", on=ON)
    assert (profile.name, [need.field for need in profile.needs]) == ("barbados 3", ["contact"])
    assert "caricom 1" in found.names()


def needed_of_barbados(needs: str) -> dict[str, bool]:
    profile = profiles(needs).profile_for(["BRB"], mode="air", category="commercial", on=ON)
    return {need.field: need.required for need in profile.needs}


NAME = "caricom,1,any,*,*,name,required,2007-02-01,,yes,P,https://caricomimpacs.org/faqs/,full name"


def test_a_corrected_row_of_a_shipped_profile_leaves_the_others_in_force() -> None:
    before = needed_of_barbados("")
    assert len(before) > 10
    assert needed_of_barbados(NAME.replace("required", "wanted")) == {**before, "name": False}
    raised = NAME.replace("caricom,1", "caricom,2").replace("required", "wanted")
    assert needed_of_barbados(raised) == {**before, "name": False}


def test_a_need_ends_by_its_last_day_and_is_replaced_by_a_row_that_begins_later() -> None:
    before = needed_of_barbados("")
    del before["name"]
    assert needed_of_barbados(NAME.replace("02-01,,", "02-01,2026-06-30,")) == before
    weaker = NAME.replace("required", "wanted")
    assert needed_of_barbados(weaker.replace("2007-02-01", "2026-11-25"))["name"] is False
    assert needed_of_barbados(weaker.replace("2007-02-01", "2026-11-26"))["name"] is True


def test_every_shipped_need_has_words_and_a_source_and_only_primary_ones_are_verified() -> None:
    for name in profiles().names():
        assert name.rpartition(" ")[2].isdigit()
    for state in ("BRB", "CYM", "KNA"):
        for need in profiles().profile_for([state], mode="air", category="commercial", on=ON).needs:
            assert need.label == FIELD_NAMES[need.field]


def test_the_examples_of_the_handbook_are_tables_that_can_be_used() -> None:
    text = (Path(__file__).parents[3] / "docs/handbook/operators.md").read_text(encoding="utf-8")
    read = {}
    for name in ("escalation", "deadlines", "timers", "holidays", "required_courses", "declarations", "sufficiency",
                 "profiles", "adherence", "lawful_options"):  # fmt: skip
        _, _, after = text.partition(f"**`{name}`**")
        read[name] = TABLES[name].read(after.split("```")[1].lstrip("\n"), name)
    found = Profiles(NEEDS.rows(read["sufficiency"]), STATE_PROFILES.rows(read["profiles"]))
    assert found.name_of("BRB", date(2027, 1, 2)) == "barbados"


def test_the_handbook_names_every_field_a_profile_may_ask_for() -> None:
    text = (Path(__file__).parents[3] / "docs/handbook/operators.md").read_text(encoding="utf-8")
    assert [field for field in FIELD_NAMES if field not in text] == []
