"""Numbers that name documents, ships, containers, seals, waybills, goods: valid or not, how compared, how written.

`imo`, `container`, `waybill`, `seal`, `un_number` and `hs` each have `is_valid`, `normalise` and `format`; none of them
raises on any text.
"""

from roadstead.engine.text.identifiers.document import document_key as document_key
from roadstead.engine.text.identifiers.document import lookalike_key as lookalike_key
from roadstead.engine.text.identifiers.document import mrz_check_digit as mrz_check_digit
