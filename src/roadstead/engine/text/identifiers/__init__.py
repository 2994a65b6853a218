"""Identifiers of documents, ships, containers, seals, waybills and goods: validation, normal form, display form.

`imo`, `container`, `waybill`, `seal`, `un_number` and `hs` each have `is_valid`, `normalise` and `format`, which never
raise.
"""

from roadstead.engine.text.identifiers.document import document_key as document_key
from roadstead.engine.text.identifiers.document import lookalike_key as lookalike_key
from roadstead.engine.text.identifiers.document import mrz_check_digit as mrz_check_digit
