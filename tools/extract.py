"""Every translatable text, found in templates and in Python modules.

Packages below the web keep their texts in tables of plain English. Pages translate them when they show them (`{% trans
row.label %}`); here they are read from the tables themselves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation.template import templatize

import roadstead
from roadstead.casework.alerts import follow_ups
from roadstead.casework.alerts.logic import outcomes, seizure, urgency, workflow
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.models.alerts import TITLES
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.oversight.retention.models import COMMAND, DAILY, StopReason
from roadstead.oversight.retention.subject_actions import MUST_BE_KEPT
from roadstead.pipeline.schedule import JOBS
from roadstead.platform.accounts.models import Role
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.directory.models import ContactMethod, ContactPointHolder, Function, Result
from roadstead.web.common.menu import PLACES
from tools.messages import Message

ROOT: Final = Path(roadstead.__file__).parent
CALLS: Final = re.compile(r"\b(?:gettext|ngettext|pgettext|npgettext|_)\(")
# parameters of Django's functions, in this order
TAKES: Final = {
    "gettext": ("text",), "gettext_lazy": ("text",), "gettext_noop": ("text",), "_": ("text",),
    "ngettext": ("text", "plural"), "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"), "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}  # fmt: skip
# calls of our own whose argument at this place is said on a page
OURS: Final = {"Column": 0, "row": 1, "NotAllowed": 0, "IncompleteDecision": 0, "AddressRefused": 0}


def messages() -> set[Message]:
    """Return all messages of pages, code and tables. Django must be set up."""
    found = {
        message
        for path in (ROOT / "web").glob("*/templates/**/*.html")
        for message in of_template(path.read_text(), path.name)
    }
    found |= {message for path in ROOT.rglob("*.py") for message in of_module(path.read_text())}
    return found | {Message(str(text)) for text in of_tables()}


def of_tables() -> Iterator[str]:
    yield from (name for name, _view, _may in PLACES)
    yield from (*Role.labels, *OrganisationType.labels, *Function.labels, *Result.labels)
    yield from (*ContactMethod.Method.labels, *ContactPointHolder.Kind.labels)
    yield from (
        *workflow.STATE_LABELS.values(),
        *workflow.GOODS_LABELS.values(),
        *follow_ups.TASKS.values(),
        *outcomes.OUTCOME_LABELS.values(),
        *ATTRIBUTES.values(),
    )
    yield from (*StopReason.labels, DAILY, COMMAND)
    yield from (job.name for job in JOBS)
    yield from (*urgency.TEXTS, *TITLES.values(), *workflow.TEXTS, MUST_BE_KEPT)
    yield from (*seizure.SEIZURE_LABELS.values(), *seizure.GOODS, *seizure.FAULTS)
    yield from (text for table in TABLES.values() for text in (table.title, table.decides))
    yield "Documents"  # the one row of the comparison that casework/alerts/compare.py makes itself


def of_template(text: str, name: str) -> Iterator[Message]:
    """Yield the messages of a template as Django reads it: {% trans %}, {% blocktrans %} and _("…")."""
    calls = templatize(text, origin=name)
    for found in CALLS.finditer(calls):
        call = _call(calls, found.start())
        yield from _named(call, {}) if call else ()


def of_module(source: str) -> Iterator[Message]:
    """Yield the messages that a module passes to Django's functions, under whatever name it imports them."""
    tree = ast.parse(source)
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {
        alias.asname or alias.name: alias.name
        for node in imported
        if node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _named(node, names) if node.func.id in names else _ours(node.func.id, node)


def _call(text: str, start: int) -> ast.Call | None:
    """Return the call that begins here; it ends at the first bracket with which it is valid Python."""
    for end in (found.end() for found in re.finditer(r"\)", text[start:])):
        try:
            node = ast.parse(text[start : start + end], mode="eval").body
        except SyntaxError:
            continue
        return node if isinstance(node, ast.Call) else None
    return None


def _ours(name: str, call: ast.Call) -> Iterator[Message]:
    for argument in call.args[OURS[name] : OURS[name] + 1] if name in OURS else ():
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield Message(argument.value)


def _named(call: ast.Call, names: dict[str, str]) -> Iterator[Message]:
    assert isinstance(call.func, ast.Name)
    takes = TAKES.get(names.get(call.func.id, call.func.id), ())
    given = [node.value for node in call.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if takes and len(given) >= len(takes):
        yield Message(**dict(zip(takes, given, strict=False)))
