"""Workflow of a selection for examination: kinds of checks, states, and what a container number must be. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.engine.refusals import FieldRefused
from roadstead.engine.text.identifiers import container as container_numbers


class CheckKind(StrEnum):
    """Kinds of checks, the mildest first; the codes are those of the alert's states."""

    DOCUMENTS = "doc_check"
    SCAN = "scan"
    EXAMINE = "examine"


class SelectionState(StrEnum):
    """States of a selection."""

    SELECTED = "selected"
    STARTED = "started"  # in progress
    EXAMINED = "examined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # nobody examined the goods or closed the selection


KIND_LABELS: Final[dict[CheckKind, str]] = {
    CheckKind.DOCUMENTS: "Documentary check",
    CheckKind.SCAN: "Scan",
    CheckKind.EXAMINE: "Physical examination",
}
STATE_LABELS: Final[dict[SelectionState, str]] = {
    SelectionState.SELECTED: "Selected",
    SelectionState.STARTED: "In progress",
    SelectionState.EXAMINED: "Examined",
    SelectionState.CANCELLED: "Cancelled",
    SelectionState.EXPIRED: "Not examined",
}
OPEN: Final = frozenset({SelectionState.SELECTED, SelectionState.STARTED})
NOT_DONE: Final = frozenset({SelectionState.CANCELLED, SelectionState.EXPIRED})
# Check that an alert on goods waits for in each state of its workflow.
KIND_BY_ALERT_STATE: Final[Mapping[str, CheckKind]] = {
    AlertState.DOCUMENTS: CheckKind.DOCUMENTS,
    AlertState.SCAN: CheckKind.SCAN,
    AlertState.EXAMINE: CheckKind.EXAMINE,
}
# Outcomes of an examination that took place, and what else may become of selected goods.
EXAMINED: Final = frozenset({OutcomeType.SEIZED, OutcomeType.NOTHING})
OUTCOMES_OF_SELECTIONS: Final = (
    OutcomeType.NOTHING,
    OutcomeType.SEIZED,
    OutcomeType.NOT_LANDED,
    OutcomeType.SENT_BACK,
)

# ── Reasons why an act is refused, which pages translate


IN_THE_PAST: Final = "this time is in the past: enter when the examination is planned"
BEFORE_SELECTION: Final = "this time is long before the goods were selected: enter when they were examined"
NOT_OUR_PORT: Final = "choose a port of your own state: customs examine goods where their own law holds"
NOT_OF_VOYAGE: Final = (
    "no bill or container list of this voyage names the container %(number)s: check the number, or open the voyage that"
    " carries it"
)
WRONG_CHECK_DIGIT: Final = (
    "%(number)s is not a container number, because its last digit should be %(digit)s: check it for typing errors"
)
NO_CONTAINER_NUMBER: Final = (
    "%(number)s is not a container number: write four letters and seven digits, for example MSCU1234566"
)
ONLY_OF_THE_STATE: Final = "only officers of the state where the goods are can select, examine, detain and release them"
ALREADY_SELECTED: Final = "%(what)s is selected already: open selection %(number)d"
ALREADY_ENDED: Final = "this selection is closed: it was examined or cancelled. Open the page again"
NOT_EXAMINED: Final = (
    "%(what)s has not been examined yet: record what was found, or cancel the selection, and then release it"
)
ALREADY_RELEASED: Final = "this was released already: open the page again"
ALREADY_DETAINED: Final = "%(what)s is detained for this selection already"
TOO_MANY_CONTAINERS: Final = (
    "the bill has %(number)d containers, and at most %(most)d are detained at once: select and detain them by container"
)
NO_REASON: Final = "write why the goods are selected"
NO_CANCEL_REASON: Final = "write why the selection is cancelled"
NO_RESULT: Final = "write why the goods are released, for example “examined, nothing found”"
NOT_RETURNED: Final = "only an examined selection can be opened again"
TEXTS: Final = (
    IN_THE_PAST,
    BEFORE_SELECTION,
    NOT_OUR_PORT,
    NOT_OF_VOYAGE,
    WRONG_CHECK_DIGIT,
    NO_CONTAINER_NUMBER,
    ONLY_OF_THE_STATE,
    ALREADY_SELECTED,
    ALREADY_ENDED,
    NOT_EXAMINED,
    ALREADY_RELEASED,
    ALREADY_DETAINED,
    TOO_MANY_CONTAINERS,
    NO_REASON,
    NO_CANCEL_REASON,
    NO_RESULT,
    NOT_RETURNED,
)


def check_container_number(number: str) -> None:
    """Raise FieldRefused unless this is a container number with the right check digit (ISO 6346)."""
    if not container_numbers.SHAPE.fullmatch(number):
        raise FieldRefused(NO_CONTAINER_NUMBER, field="container", number=number)
    if not container_numbers.is_valid(number):
        digit = container_numbers.check_digit(number[:10])
        raise FieldRefused(WRONG_CHECK_DIGIT, field="container", number=number, digit=digit)
