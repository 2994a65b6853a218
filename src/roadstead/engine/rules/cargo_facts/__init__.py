"""Facts of bills, named as in the vocabulary (`language.cargo`). Rules get nothing else.

Facts that were not stated are left out: a rule that needs one is then unknown, never decided by a default. Data from
stored bills is passed in as `StoredBillData`; this package reads no database.
"""

from roadstead.engine.rules.cargo_facts.bill_facts import facts_of_bill, facts_of_bills
from roadstead.engine.rules.rule import (
    NO_STORED_DATA,
    Carriage,
    EarlierVoyages,
    KnownContainer,
    StoredBillData,
    SuggestedHeading,
    TimeOnBoard,
)

__all__ = [
    "NO_STORED_DATA",
    "TimeOnBoard",
    "KnownContainer",
    "Carriage",
    "EarlierVoyages",
    "StoredBillData",
    "SuggestedHeading",
    "facts_of_bill",
    "facts_of_bills",
]
