"""Placeholders that people and systems write into a field that must not be empty. Compared in capitals."""

from __future__ import annotations

from typing import Final

# Used by officers and carriers if a document shows no surname or no given name.
SAYS_NO_NAME: Final = frozenset({"FNU", "LNU", "NFN", "NLN", "XXX", "NOGIVENNAME", "NOGIVENNAMES", "NOSURNAME"})
# A whole name field that is a placeholder. Real surnames (TEST is one in France) are asked about, never refused.
NO_NAMES: Final = frozenset(
    {
        "UNKNOWN",
        "UNK",
        "UNKN",
        "NONE",
        "NIL",
        "NULL",
        "NAN",
        "N/A",
        "NA",
        "TBA",
        "TBC",
        "TBD",
        "TBN",
        "TEST",
        "TESTING",
        "XXXX",
        "XXXXX",
        "XXXXXX",
        "PAX",
        "PASSENGER",
        "CREW",
        "NAME",
        "SURNAME",
        "LASTNAME",
        "FIRSTNAME",
        "GIVENNAME",
        "MR",
        "MRS",
        "MS",
        "MISS",
        "MSTR",
        "INFANT",
        "CHILD",
        "BABY",
        "ADULT",
        "GUEST",
        "NO NAME",
        "NONAME",
        "ASDF",
        "QWERTY",
    }
)
NO_NUMBERS: Final = frozenset(
    {
        "UNKNOWN",
        "UNK",
        "NONE",
        "NIL",
        "NULL",
        "NA",
        "NAN",
        "TBA",
        "TBC",
        "TBD",
        "TEST",
        "PASSPORT",
        "PENDING",
        "APPLIED",
        "NOTAVAILABLE",
        "NOTAPPLICABLE",
        "NOPASSPORT",
        "NUMBER",
        "LOST",
        "DUMMY",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "0123456789",
        "987654321",
        "ABC123",
        "ABCDEF",
    }
)
# fmt: on
