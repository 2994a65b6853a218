"""Examinations by customs after alerts on bills, and what they found. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OUTCOMES_OF_CARGO, OutcomeType
from roadstead.casework.alerts.logic.seizure import SEIZURE_LABELS as THINGS
from roadstead.oversight.statistics.logic.facts import AlertFact
from roadstead.oversight.statistics.logic.suppress import suppress_number
from roadstead.oversight.statistics.logic.table import Row, Table


def cargo(seen: Sequence[AlertFact], found: Mapping[str, int], own: Mapping[str, int], small: int) -> Table:
    """Return the table. `found`: number of alerts by type of find (seizure.Seized); `own`: of goods that officers
    selected without an alert, by outcome and by type of find.
    """
    # Missed goods are counted with people already.
    of_cargo = [what for what in OUTCOMES_OF_CARGO if what is not OutcomeType.MISSED]
    came = [(OUTCOME_LABELS[what], sum(what in each.outcomes for each in seen), own.get(what, 0)) for what in of_cargo]
    things = [(f"Found: {words.lower()}", found.get(what, 0), own.get(what, 0)) for what, words in THINGS.items()]
    return Table(
        key="cargo",
        title="Outcomes of cargo alerts",
        says="Alerts on bills that were first declared in the period, and goods that officers selected in the period"
        " without an alert. Do not add up the numbers: a consignment may be examined twice, and several things found"
        " in it.",
        of="What",
        heads=("Alerts", "Own selections"),
        rows=tuple(
            Row(name=name, cells=tuple(suppress_number(number, small) for number in numbers))
            for name, *numbers in (*came, *things)
        ),
    )
