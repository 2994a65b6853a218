"""Every text that a page may say, found in the templates and in the Python modules that name it for translation.

Rooms that know nothing of pages keep their words in tables of plain English; the pages translate them as they show them
(`{% trans row.label %}`), and they are read here from the tables themselves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation.template import templatize

import roadstead
from roadstead.casework.alerts import decide as outcomes
from roadstead.casework.alerts import follow_ups
from roadstead.casework.alerts.logic import seizure, urgency, workflow
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.models.alerts import TITLES
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.oversight.retention.carry_out import KEPT
from roadstead.oversight.retention.models import COMMAND, DAILY, StopReason
from roadstead.pipeline.schedule import JOBS
from roadstead.platform.accounts.models import Role
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.directory.models import ContactMethod, ContactPointHolder, Function, Result
from roadstead.web.common.menu import PLACES
from tools.messages import Message

ROOT: Final = Path(roadstead.__file__).parent
CALLS: Final = re.compile(r"\b(?:gettext|ngettext|pgettext|npgettext|_)\(")
# what a function of Django's takes, in this order
TAKES: Final = {
    "gettext": ("text",), "gettext_lazy": ("text",), "gettext_noop": ("text",), "_": ("text",),
    "ngettext": ("text", "plural"), "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"), "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}  # fmt: skip
# calls of our own whose argument at this place is said on a page
OURS: Final = {"Column": 0, "row": 1, "NotAllowed": 0, "NotThere": 0}


def messages() -> set[Message]:
    """All of them, of pages, of code and of tables. Django must be set up."""
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
        *workflow.WORDS.values(),
        *workflow.GOODS_WORDS.values(),
        *follow_ups.TASKS.values(),
        *outcomes.WORDS.values(),
        *ATTRIBUTES.values(),
    )
    yield from (*StopReason.labels, DAILY, COMMAND)
    yield from (job.name for job in JOBS)
    yield from (*urgency.TEXTS, *TITLES.values(), *workflow.TEXTS, KEPT)
    yield from (*seizure.WORDS.values(), *seizure.GOODS)
    yield from (text for table in TABLES.values() for text in (table.title, table.decides))
    yield "Documents"  # the one row of the comparison that casework/alerts/compare.py makes itself


def of_template(text: str, name: str) -> Iterator[Message]:
    """What Django's own reading of a template names: {% trans %}, {% blocktrans %} and _("…")."""
    calls = templatize(text, origin=name)
    for found in CALLS.finditer(calls):
        call = _call(calls, found.start())
        yield from _named(call, {}) if call else ()


def of_module(source: str) -> Iterator[Message]:
    """What a module asks Django's functions for, by whatever name it imports them."""
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
    """The call that begins here; its end is the first bracket with which it is Python."""
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
