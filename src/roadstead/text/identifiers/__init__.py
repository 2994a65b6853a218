"""Numbers that name documents, ships, containers and air waybills: is it valid, how is it compared, how is it written.

`imo`, `container` and `waybill` each have `is_valid`, `normalise` and `format`; none of them raises on any text.
"""

from roadstead.text.identifiers.document import document_key as document_key
from roadstead.text.identifiers.document import lookalike_key as lookalike_key
from roadstead.text.identifiers.document import mrz_check_digit as mrz_check_digit
