"""Sheets as agents and captains send them, and what each must become.

`python -m tests.engine.formats.test_sheets_snapshots` writes the snapshots anew,
and the workbooks among the samples, which openpyxl makes.
"""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.passengers.sheets import write_template
from tests.engine.formats import sheets_books

DATA = Path(__file__).parent / "data" / "sheets"
BOOKS = {"port_call.xlsx": sheets_books.port_call, "template_left_empty.xlsx": lambda: write_template("noa", "es"),
         "everything_odd.xlsx": sheets_books.everything_odd}  # fmt: skip
SAMPLES = sorted(path for path in DATA.glob("*.*") if path.suffix in {".csv", ".xlsx"})


def seen(sample: Path) -> list[dict[str, object]]:
    readings = registry.read(sample.read_bytes())
    return [view(reading, sample.name) | {"unread": list(reading.unread)} for reading in readings]


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_a_sheet_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == json.loads(sample.with_suffix(f"{sample.suffix}.json").read_text())


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_the_hint_is_the_key_of_the_voyage_that_is_read(sample: Path) -> None:
    raw = sample.read_bytes()
    voyage = registry.read(raw)[0].manifest.voyage
    assert registry.voyage_hint(raw) == (voyage.key if voyage.number or voyage.legs else "")


@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("name", ["port_call", "everything_odd"])
def test_a_workbook_that_another_program_saved_as_xls_or_ods_becomes_the_same(name: str, ending: str) -> None:
    """They are the xlsx files beside them, opened in LibreOffice 25.2 and saved anew."""
    xlsx = seen(DATA / f"{name}.xlsx")
    assert json.dumps(seen(DATA / f"{name}.{ending}")).replace(f".{ending}", ".xlsx") == json.dumps(xlsx)
    raw = (DATA / f"{name}.{ending}").read_bytes()
    assert registry.voyage_hint(raw) == registry.voyage_hint((DATA / f"{name}.xlsx").read_bytes())


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_workbook_attached_to_a_mail_is_read(ending: str) -> None:
    mail = EmailMessage()
    mail.set_content("Please find our list attached.")
    raw = (DATA / f"port_call.{ending}").read_bytes()
    mail.add_attachment(raw, maintype="application", subtype="octet-stream", filename="list.dat")
    alone = registry.read(raw)
    assert [each.manifest for each in registry.read(mail.as_bytes())] == [each.manifest for each in alone]


def test_every_form_has_a_sample() -> None:
    types = {reading.manifest.message.type for sample in SAMPLES for reading in registry.read(sample.read_bytes())}
    assert types >= {"SHEET", "FAL1", "FAL5", "FAL6", "GENDEC", "NOA"}


if __name__ == "__main__":
    for name, make in BOOKS.items():
        (DATA / name).write_bytes(make())
    for sample in sorted(path for path in DATA.glob("*.*") if path.suffix in {".csv", ".xlsx"}):
        text = json.dumps(seen(sample), indent=1, ensure_ascii=False)
        sample.with_suffix(f"{sample.suffix}.json").write_text(text + "\n")
