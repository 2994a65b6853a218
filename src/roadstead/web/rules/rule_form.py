"""State of the editor of a rule: rows that read like a sentence, or CEL. Every button submits; no script is needed.

A group has a number: 0 is the outer one, others are within it. Its fields are `join-0`, `rows-0` (number of rows) and
for each row `fact-0-2`, `relation-0-2`, `value-0-2`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec
from django.utils.translation import gettext

from roadstead.engine.rules.files import RuleText
from roadstead.engine.rules.language import MINORS, SUBJECTS, TRAVEL, CompiledCondition, Fault, Vocabulary, compile_rule
from roadstead.engine.rules.language.condition import Group, IncompleteRow, Row, cel_to_rows, rows_to_cel
from roadstead.engine.rules.language.sentence import sentence
from roadstead.engine.sentences import Sentence

MAX_ROWS: Final = 30  # of a group
MAX_GROUPS: Final = 9
TEXTS: Final = ("title", "sentence", "source", "severity", "officers_do")
EMPTY_ROW: Final = Row("", "", "")


@dataclass(slots=True)
class RuleDraft:
    """A rule as typed. `mode`: rows or cel. `groups[0]` is the outer one, and holds only rows here."""

    text: RuleText
    mode: str = "rows"
    groups: list[tuple[str, list[Row]]] = field(default_factory=lambda: [("all", [EMPTY_ROW])])
    why: str = ""

    @property
    def vocabulary(self) -> Vocabulary:
        return self.text.vocabulary

    @property
    def condition(self) -> str:
        """The condition in CEL. Raise IncompleteRow if a row is incomplete."""
        return self.text.condition if self.mode == "cel" else rows_to_cel(self.group, self.vocabulary)

    @property
    def group(self) -> Group:
        (join, rows), *inner = self.groups
        return Group(join, (*rows, *(Group(how, tuple(of)) for how, of in inner if of)))

    def with_condition(self, condition: str) -> RuleText:
        return msgspec.structs.replace(self.text, condition=condition)


def read_form(post: Mapping[str, str]) -> RuleDraft:
    """Return the form as it was sent; invalid hidden fields are ignored."""
    text = RuleText(
        key="",
        condition=post.get("condition", "").replace("\r\n", "\n"),
        subject=subject_of(post.get("subject", "")),
        protects=MINORS if post.get("protects") else "",
        **{name: post.get(name, "").strip() for name in TEXTS},
    )
    mode = "cel" if post.get("mode") == "cel" else "rows"
    number = _number(post, "groups", 1, MAX_GROUPS)
    return RuleDraft(text, mode, [_group(post, at) for at in range(number)], post.get("why", ""))


def subject_of(name: str) -> str:
    """Return the subject of a rule; travel if the name is unknown."""
    return name if name in SUBJECTS else TRAVEL.subject


def _group(post: Mapping[str, str], at: int) -> tuple[str, list[Row]]:
    join = "any" if post.get(f"join-{at}") == "any" else "all"
    number = _number(post, f"rows-{at}", 1 if at == 0 else 0, MAX_ROWS)
    names = ("fact", "relation", "value")
    return join, [Row(*(post.get(f"{name}-{at}-{row}", "") for name in names)) for row in range(number)]


def _number(post: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = post.get(name, "")
    return min(max(int(text), least), most) if text.isdecimal() and len(text) < 4 else least


def of_version(text: RuleText) -> RuleDraft:
    """Return the form for changing a rule: in rows if rows can express it, else in CEL."""
    found = cel_to_rows(text.condition, text.vocabulary)
    return in_rows(RuleDraft(text, "cel"), found) if found else RuleDraft(text, "cel")


def in_rows(now: RuleDraft, found: Group) -> RuleDraft:
    outer = [part for part in found.parts if isinstance(part, Row)]
    inner = [
        (part.join, [row for row in part.parts if isinstance(row, Row)])
        for part in found.parts
        if isinstance(part, Group)
    ]
    return RuleDraft(now.text, "rows", [(found.join, outer), *inner], now.why)


# ── Buttons.


def apply_button(now: RuleDraft, button: str) -> tuple[RuleDraft, str]:
    """Return the form after one of its own buttons, and what prevents that, or ""."""
    act, _, place = button.partition(":")
    match act:
        case "add-row":
            return _add_row(now, place), ""
        case "add-group" if len(now.groups) < MAX_GROUPS:
            other = "any" if now.groups[0][0] == "all" else "all"
            return RuleDraft(now.text, "rows", [*now.groups, (other, [EMPTY_ROW, EMPTY_ROW])], now.why), ""
        case "drop-row":
            return _drop_row(now, place), ""
        case "as-cel":
            return _as_cel(now)
        case "as-rows":
            return _as_rows(now)
        case _:
            return now, ""


def _add_row(now: RuleDraft, place: str) -> RuleDraft:
    groups = [
        (join, [*rows, EMPTY_ROW] if str(at) == place and len(rows) < MAX_ROWS else rows)
        for at, (join, rows) in enumerate(now.groups)
    ]
    return RuleDraft(now.text, "rows", groups, now.why)


def _drop_row(now: RuleDraft, place: str) -> RuleDraft:
    """Remove a row. A group without rows goes with it; the outer one keeps an empty row."""
    of, _, at = place.partition("-")
    groups = [
        (join, [row for number, row in enumerate(rows) if (str(group), str(number)) != (of, at)])
        for group, (join, rows) in enumerate(now.groups)
    ]
    (join, rows), *inner = groups
    kept = [(join, rows if rows or inner else [EMPTY_ROW]), *(each for each in inner if each[1])]
    return RuleDraft(now.text, "rows", kept, now.why)


def _as_cel(now: RuleDraft) -> tuple[RuleDraft, str]:
    try:
        return RuleDraft(now.with_condition(now.condition), "cel", now.groups, now.why), ""
    except IncompleteRow as lacks:
        return now, gettext("Complete the conditions first. %(lack)s") % {"lack": lacks.text.render(gettext)}


def _as_rows(now: RuleDraft) -> tuple[RuleDraft, str]:
    found = cel_to_rows(now.text.condition, now.vocabulary)
    if found:
        return in_rows(now, found), ""
    return now, gettext("This condition has an error or cannot be shown as rows. Check it, or continue in CEL.")


# ── Result of a check.


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Result of a check: `faults` of the condition with their places, or its `sentence`. `unfinished`: a
    row, and what it lacks.
    """

    condition: str = ""
    faults: tuple[Fault, ...] = ()
    sentence: Sentence | None = None
    unfinished: str = ""
    row: Row | None = None
    level: str = ""

    @property
    def is_valid(self) -> bool:
        return not self.faults and not self.unfinished

    def marked(self) -> list[MarkedLine]:
        """Return the lines of the condition, cut where a fault begins and ends."""
        first = {fault.line: fault for fault in reversed(self.faults)}
        lines = self.condition.split("\n")
        return [_marked(at, line, first.get(at)) for at, line in enumerate(lines, 1)] if self.faults else []


@dataclass(frozen=True, slots=True)
class MarkedLine:
    number: int
    before: str
    wrong: str
    after: str
    fault: Fault | None


def _marked(number: int, line: str, fault: Fault | None) -> MarkedLine:
    if fault is None:
        return MarkedLine(number, line, "", "", None)
    at = fault.column - 1
    wrong = line[at : at + fault.length] or "⎵"
    return MarkedLine(number, line[:at], wrong, line[at + fault.length :], fault)


def check_rule(now: RuleDraft) -> CheckResult:
    """Return the condition with its errors, or with the sentence that it says."""
    try:
        condition = now.condition
    except IncompleteRow as lacks:
        return CheckResult(unfinished=lacks.text.render(gettext), row=lacks.row)
    found = compile_rule(condition, now.vocabulary, now.text.allows)
    if not isinstance(found, CompiledCondition):
        return CheckResult(condition, found)
    return CheckResult(condition, sentence=sentence(found.tree, now.vocabulary), level=found.level.value)
