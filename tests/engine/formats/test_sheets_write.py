"""What we write our readers read back identically, and an example is never a person."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.engine.formats.passengers import sheets
from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES
from roadstead.engine.formats.reading import Reading
from roadstead.engine.syntax.table import parse_workbook
from tests.engine.formats.sheets_manifests import bare, manifests
from tests.everyday import examples

Form = Literal["xlsx", "csv"]
FORMS: tuple[Form, ...] = ("xlsx", "csv")
KINDS = sorted(sheets.TEMPLATES)


def read(raw: bytes, form: Form) -> list[Reading]:
    return sheets.read_workbook(parse_workbook(raw)) if form == "xlsx" else sheets.read_csv(raw)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=examples(25), deadline=None)
@given(data=st.data())
def test_what_we_write_is_read_back_identically(kind: str, form: Form, data: st.DataObject) -> None:
    manifest = data.draw(manifests(kind))
    language = data.draw(st.sampled_from(LANGUAGES))
    (reading,) = read(sheets.write_sheet(manifest, kind, form, language), form)
    assert bare(reading.manifest) == manifest
