"""Settings by state that are policy but not law: dated rows. Of several states the strictest value holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.policy import (
    ANY,
    DATED,
    SOURCED,
    Cell,
    OneOf,
    Table,
    a_state,
    anything,
    not_empty,
    number_between,
    one_of,
    whole_between,
)
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.sentences import Sentence


class SettingName(StrEnum):
    CONFIRM_SECOND = (
        "confirm_second"  # two officers confirm a match: if lists ask for it, also for every stop, or always
    )
    WRITTEN_DECISION = "written_decision"  # a decision is written after an outcome
    SMALL_CELLS = "small_cells"  # numbers of people below it and above zero are suppressed in statistics
    ANSWER_REFER = "answer_refer"  # when the response to a carrier is "refer" (decision 0008)
    # how many times more often a rule may match one group than others (decision 0014)
    RULE_DISPARITY = "rule_disparity"
    PURGE_SHARE = "purge_share"  # percentage of stored travellers or voyages above which a purge needs two people
    # Limits of accounts that registered themselves (decision 0045).
    REGISTRATION_TRIES = "registration_tries"  # registrations that one network may send in an hour
    REGISTRATION_MAILS = "registration_mails"  # mails to one address in 24 hours
    REGISTRATIONS_A_DAY = "registrations_a_day"  # of everybody together
    FILINGS_A_DAY = "filings_a_day"  # lists that one such account may file in 24 hours
    FILING_PEOPLE = "filing_people"  # people, or bills, in a list of such an account that is read without approval
    FILING_KILOBYTES = "filing_kilobytes"  # size of a list of such an account
    CONFIRMATION_HOURS = "confirmation_hours"  # for which a confirmation is valid after the declared arrival
    NOTICE_CHECK_DAYS = "notice_check_days"  # for which a notice raises alerts after a check with the national bureau


# Allowed values; of words the strictest comes first.
VALUES: Final[Mapping[str, Cell]] = {
    SettingName.CONFIRM_SECOND: one_of("always", "stop", "lists"),
    SettingName.WRITTEN_DECISION: one_of("yes", "no"),
    SettingName.SMALL_CELLS: whole_between(2, 100),
    SettingName.ANSWER_REFER: one_of("never", "confirmed", "open"),
    SettingName.RULE_DISPARITY: number_between(1, 999),
    SettingName.PURGE_SHARE: whole_between(1, 100),
    SettingName.REGISTRATION_TRIES: whole_between(1, 1000),
    SettingName.REGISTRATION_MAILS: whole_between(1, 20),
    SettingName.REGISTRATIONS_A_DAY: whole_between(0, 100_000),
    SettingName.FILINGS_A_DAY: whole_between(1, 1000),
    SettingName.FILING_PEOPLE: whole_between(1, 10_000),
    SettingName.FILING_KILOBYTES: whole_between(10, 32_000),
    SettingName.CONFIRMATION_HOURS: whole_between(1, 720),
    SettingName.NOTICE_CHECK_DAYS: whole_between(1, 90),
}
# Settings that each state may set for itself. The others hold for everybody: statistics suppress the same numbers, a
# purge covers all states, and an account files for all of them.
BY_STATE: Final = frozenset(
    {
        SettingName.CONFIRM_SECOND,
        SettingName.WRITTEN_DECISION,
        SettingName.ANSWER_REFER,
        SettingName.RULE_DISPARITY,
        SettingName.NOTICE_CHECK_DAYS,
    }
)
STATE_INDEPENDENT: Final = frozenset(SettingName) - BY_STATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row."""

    state: str
    setting: str
    value: str
    valid_from: str
    valid_to: str
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped


def _faults(row: Row) -> Iterator[tuple[str, Sentence]]:
    if (cell := VALUES.get(row["setting"])) and (wrong := cell(row["value"])):
        yield "value", wrong
    if row["setting"] in STATE_INDEPENDENT and row["state"] != ANY:
        yield "state", Sentence("must be %(any)s: this setting applies to every state", {"any": ANY})


SETTINGS: Final[Table[Setting]] = Table(
    name="settings",
    title="Settings",
    decides="Second officers, written decisions, answers to carriers, small numbers, disparity, large deletions,"
    " limits of self-registered accounts, checks of notices.",
    cells={"state": a_state, "setting": one_of(*SettingName), "value": not_empty, **DATED, **SOURCED, "text": anything},
    key=("state", "setting"),
    make=lambda row, own: Setting(**row, is_approved=own),
    row_faults=_faults,
    is_default_required=True,
)


def value_for(rows: Iterable[Setting], name: SettingName, *, state: str = ANY, on: date) -> str:
    """Return the best value: approved rows first, then those that name the state. Shipped rows never end."""
    fitting = [row for row in rows if row.setting == name and row.state in (ANY, state) and is_in_force(row, on)]
    return max(fitting, key=lambda row: (row.is_approved, row.state != ANY, row.valid_from)).value


def strictest_value(rows: Iterable[Setting], name: SettingName, *, states: Iterable[str], on: date) -> str:
    """Return the strictest value that these states have for a setting in words; without states, the value for any."""
    words, kept = VALUES[name], list(rows)
    assert isinstance(words, OneOf)
    found = {value_for(kept, name, state=state, on=on) for state in list(states) or [ANY]}
    return min(found, key=words.values.index)
