"""Names on which programs outside this repository rely are those that are stored beside this test.

A name inside the code may change at any time; one of these may not, whatever the code calls it. Where a change was
decided (a decision record, a line in CHANGELOG.md), `ROADSTEAD_TEST_CONTRACTS=store` stores the names as they are now.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import pytest

from roadstead.filings.intake.receive import normalise_receipt
from tests.contracts.current import CONTRACTS, MADE
from tests.contracts.shapes import merged

STORED: Final = Path(__file__).parent
WHY: Final = "Programs outside this repository rely on these names: keep them, whatever the code calls them now."
HOW: Final = "A change that was decided: ROADSTEAD_TEST_CONTRACTS=store ./roadstead test tests/contracts"


def differences(name: str, current: Mapping[str, Any]) -> list[str]:
    """Lines that say what of a stored contract is gone, renamed, changed or new."""
    before, now = _flat(json.loads((STORED / f"{name}.json").read_text(encoding="utf-8"))), _flat(current)
    gone, new = sorted(before.keys() - now.keys()), sorted(now.keys() - before.keys())
    lines = [f"{each} is gone{_renamed(each, new)}" for each in gone]
    lines += [f"{each} is new" for each in new]
    lines += [
        f"{each} was ({before[each]}) and is ({now[each]})"
        for each in sorted(before.keys() & now.keys())
        if before[each] != now[each]
    ]
    return [f"contract {name} (tests/contracts/{name}.json): {line}" for line in lines]


def _flat(contract: Mapping[str, Any]) -> dict[str, str]:
    example = contract["example"]
    shown = merged(example if isinstance(example, list) else [example])
    return dict(contract["names"]) | {f"example {path}": kind for path, kind in shown.items()}


def _renamed(name: str, new: list[str]) -> str:
    found = get_close_matches(name, new, n=1)
    return f"; renamed to {found[0]}?" if found else ""


def agree(name: str, current: Mapping[str, Any]) -> None:
    """Fail where a contract is not as stored; store it first where asked to."""
    if os.environ.get("ROADSTEAD_TEST_CONTRACTS") == "store":
        text = json.dumps(current, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (STORED / f"{name}.json").write_text(text, encoding="utf-8")
    found = differences(name, current)
    if found:
        pytest.fail("\n".join([*found, WHY, HOW]), pytrace=False)


@pytest.mark.parametrize("name", CONTRACTS)
def test_names_are_those_that_programs_outside_know(name: str) -> None:
    agree(name, CONTRACTS[name]())


@pytest.mark.parametrize("name", MADE)
def test_a_reference_is_written_in_the_form_that_is_stored(name: str) -> None:
    form, example, new = MADE[name]
    assert re.fullmatch(form, example)
    assert re.fullmatch(form, new())


def test_a_receipt_written_down_long_ago_is_still_found() -> None:
    _, example, new = MADE["receipt"]
    assert normalise_receipt(example.lower().replace("-", " ")) == example
    assert normalise_receipt((made := new()).replace("0", "O")) == made


def test_a_renamed_key_is_reported_with_its_new_name() -> None:
    stored = json.loads((STORED / "match.json").read_text(encoding="utf-8"))
    text = json.dumps(stored).replace('"reasons', '"reason_texts')
    found = "\n".join(differences("match", json.loads(text)))
    assert "contract match (tests/contracts/match.json): reasons is gone; renamed to reason_texts?" in found
    assert "reason_texts is new" in found
