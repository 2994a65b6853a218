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
from roadstead.casework.alerts.logic import checks, examination, outcomes, protection, seizure, urgency, workflow
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.models.alerts import TITLES
from roadstead.casework.log.models import EntryType
from roadstead.casework.rooms.models import Incident, RoomAct
from roadstead.cooperation.warrants.models import SignatureCheck
from roadstead.engine.formats.cargo.ens.codes import RESPONSES
from roadstead.engine.formats.documents.zones import FIELDS
from roadstead.engine.formats.lists.tally import COUNTED
from roadstead.engine.formats.passengers.paxlst.codes import CREW_KINDS
from roadstead.engine.formats.passengers.pnrgov_xml.read import with_elements
from roadstead.engine.matching.entities.match import NUMBERS as CRAFT_NUMBERS
from roadstead.engine.matching.features.documents import BARE
from roadstead.engine.matching.features.evidence import SEX_WORDS
from roadstead.engine.matching.likeness import ANOTHER_FORM, CONSONANTS_AGREE, SAME, SIMILAR, SLIP, SPELLING
from roadstead.engine.reference.law.bases import CHANNELS, basis_rules
from roadstead.engine.reference.law.grounds import DECIDES, ground_rules
from roadstead.engine.reference.law.instruments import instruments
from roadstead.engine.reference.measures import STAGES, crimes, measures
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.reference.sufficiency import FIELD_NAMES
from roadstead.engine.reference.tables import document_types
from roadstead.engine.rules import RULES
from roadstead.engine.rules.files import SEVERITIES
from roadstead.engine.rules.language import SUBJECTS, SURRENDER, Kind
from roadstead.engine.rules.language.condition import RELATIONS
from roadstead.engine.rules.language.forbidden import FORBIDDEN
from roadstead.engine.rules.law import words as law_words
from roadstead.engine.screening.party_roles import ROLE_WORDS
from roadstead.engine.text import dates
from roadstead.engine.text.dates.relation import RELATION_WORDS
from roadstead.engine.voyages.quality.births import AGES
from roadstead.engine.voyages.quality.facts import UNKNOWN_TYPE_NAME
from roadstead.engine.voyages.quality.table import CHECKS
from roadstead.engine.voyages.quality.titles import title
from roadstead.engine.voyages.quality.zone import COMPARED
from roadstead.outbound.notifications.models import DeliveryStatus, Transport
from roadstead.oversight.registers.models import EffectKind
from roadstead.oversight.retention.models import COMMAND, DAILY, RequestType, StopReason
from roadstead.oversight.retention.subject_actions import MUST_BE_KEPT
from roadstead.pipeline.schedule import JOBS
from roadstead.platform.accounts.models import Role, TokenScope
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.audit.models import PURPOSE_LABELS
from roadstead.platform.directory.models import ContactMethod, ContactPointHolder, Function, Result
from roadstead.targeting.watchlists.models import Nomination
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
OURS: Final = {
    "Column": 0, "row": 1, "NotAllowed": 0, "FieldRefused": 0, "AddressRefused": 0, "Outcome": 1,
    "Sentence": 0,
}  # fmt: skip
# Packages of readers and checks, where a text stands beside its code: notes.error("name-missing", "…").
WITH_CODES: Final = ("engine/formats", "engine/syntax", "engine/text", "engine/voyages")
KEBAB: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)+")
# Names of fields that readers put together or pass on, so that no call shows them.
FIELD_WORDS: Final = (
    "Persons on board", "arrival", "arrival time", "column", "consignee", "consignor", "country", "customs value",
    "day of arrival", "day of departure", "day of the flight", "error", "day of the onward flight", "day of the status",
    "departure", "departure time", "gross mass", "insurance value", "issue date", "legs", "list", "net mass",
    "next port", "number of crew", "number of passengers", "number of persons", "place", "port of departure",
    "port of departure (last port)", "port of arrival (next port)", "ports", "qualifier", "rows",
    "size of the pass's fields", "time sent", "transport value", "volume",
)  # fmt: skip
PLACE: Final = re.compile(r"%\(\w+\)s")
WITH_ELEMENT: Final = re.compile(r"(.+?)(?: \([^()]*\))?")  # "birth date (2380)": the words before the data element


def messages() -> set[Message]:
    """Return all messages of pages, code and tables. Django must be set up."""
    found = {
        message
        for path in (ROOT / "web").glob("*/templates/**/*.html")
        for message in of_template(path.read_text(), path.name)
    }
    found |= {message for path in ROOT.rglob("*.py") for message in of_module(path.read_text())}
    found |= {Message(text) for path in (ROOT / "engine").rglob("*.py") for text in of_templates(path.read_text())}
    readers = (path for name in WITH_CODES for path in (ROOT / name).rglob("*.py"))
    found |= {Message(text) for path in readers for text in beside_codes(path.read_text())}
    bookings = (ROOT / "engine/formats/passengers/pnrgov").rglob("*.py")  # their XML form names elements, not tags
    found |= {Message(with_elements(text)) for path in bookings for text in (*_all_texts(path.read_text()),)}
    return found | {Message(str(text)) for text in of_tables()}


def of_tables() -> Iterator[str]:
    yield from (name for name, _view, _may in PLACES)
    yield from (*Role.labels, *OrganisationType.labels, *EffectKind.labels, *Function.labels, *Result.labels)
    yield from (*ContactMethod.Method.labels, *ContactPointHolder.Kind.labels)
    yield from (*Transport.labels, *DeliveryStatus.labels, *Nomination.Act.labels, *PURPOSE_LABELS.values())
    yield from (
        *workflow.STATE_LABELS.values(),
        *workflow.GOODS_LABELS.values(),
        *follow_ups.TASKS.values(),
        *follow_ups.ARREST_TASKS.values(),
        follow_ups.FOR_SUPERVISOR,
        *outcomes.OUTCOME_LABELS.values(),
        *ATTRIBUTES.values(),
    )
    yield from (*StopReason.labels, *RequestType.labels, DAILY, COMMAND)
    yield from SignatureCheck.labels
    yield from (*EntryType.labels, *Incident.labels, *RoomAct.labels)
    yield from (job.name for job in JOBS)
    yield from (*urgency.TEXTS, *TITLES.values(), *workflow.TEXTS, *examination.TEXTS, MUST_BE_KEPT)
    yield from (*checks.SYSTEM_LABELS.values(), *checks.RESULT_LABELS.values(), *TokenScope.labels)
    yield from protection.PROTECTION_LABELS.values()
    yield from (*examination.KIND_LABELS.values(), *examination.STATE_LABELS.values())
    yield from (*seizure.SEIZURE_LABELS.values(), *seizure.GOODS, *seizure.FAULTS)
    yield from (text for table in TABLES.values() for text in (table.title, table.decides))
    yield from (*(term.name for terms in (measures(), crimes()) for term in terms.values()), *STAGES.values())
    yield from (*words_of_sentences(), *words_of_law())
    yield "Documents"  # the one row of the comparison that casework/alerts/compare.py makes itself


def words_of_law() -> Iterator[str]:
    """Yield the words of the tables of law between states. Headings and words of an act stay as they are."""
    yield from (each.name for each in instruments().values())
    for rule in basis_rules():
        yield from (*rule.conditions, *filter(None, (rule.limits,)))
    yield from (rule.text for rule in ground_rules())
    yield from (fact.words for fact in SURRENDER.facts)
    yield from (*CHANNELS.values(), *DECIDES.values(), *law_words.EVENTS.values(), *law_words.MARKS.values())


def words_of_sentences() -> Iterator[str]:
    """Yield the words and the sentences without values that stand in tables, and are filled into other sentences."""
    yield from (*dates.PROBLEMS.values(), *RELATION_WORDS.values(), *(text for _, text in COUNTED.values()))
    yield from (*SEX_WORDS.values(), *(remark for *_, remark in BARE), *(words for *_, words in CRAFT_NUMBERS))
    yield from (ANOTHER_FORM.relation, CONSONANTS_AGREE.relation, SAME, SPELLING, SLIP, SIMILAR)
    yield from (*ROLE_WORDS.values(), "bill", "manifest", *SEVERITIES, *(rule.sentence for rule in RULES))
    yield from (fact.words for subject in SUBJECTS.values() for fact in subject.facts)
    yield from (words for subject in SUBJECTS.values() for words in subject.families.values())
    yield from (words for relations in RELATIONS.values() for words in relations.values())
    yield from (*Kind, *(text for each in FORBIDDEN for text in (each.what, each.why)), *(rule.title for rule in RULES))
    for check in (check for _, rows in CHECKS for check in rows):
        yield from (check.text, title(check.code), *([check.field] if check.field else []))
    yield from (*document_types().values(), UNKNOWN_TYPE_NAME, *FIELD_NAMES.values())
    yield from (*AGES, "name", "surname", "given name", *(words for words, *_ in COMPARED), *FIELDS.values())
    yield from ("passengers", "crew", "persons", "passenger", "received", *FIELD_WORDS)
    yield from (*CREW_KINDS.values(), *RESPONSES.values())


def of_templates(source: str) -> Iterator[str]:
    """Yield every template with named places in a module. Docstrings, and parts that code puts together, are none."""
    tree = ast.parse(source)
    excluded = {
        id(part)
        for node in ast.walk(tree)
        for part in (
            (node.value,)
            if isinstance(node, ast.Expr)
            else (node.left, node.right)
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
            else ()
        )
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in excluded)
    yield from (node.value for node in constants if isinstance(node.value, str) and PLACE.search(node.value))


def beside_codes(source: str) -> Iterator[str]:
    """Yield texts that stand beside a code in kebab-case, in a call, a tuple or a table, and names of fields."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            named = {word.arg: word.value for word in node.keywords}
            if any(map(_is_code, (*node.args, named.get("code")))):
                yield from (text for each in (*node.args, named.get("text")) for text in _texts(each) if " " in text)
            yield from (_words(text) for text in _texts(named.get("field")) if text)
        elif isinstance(node, ast.Tuple) and any(map(_is_code, node.elts)):
            yield from (
                _words(text) for each in node.elts for text in _texts(each) if text.endswith(".") or " (" in text
            )
        elif isinstance(node, ast.Dict):
            rows = zip(node.keys, node.values, strict=True)
            yield from (text for key, value in rows if _is_code(key) for text in _texts(value) if " " in text)


def _all_texts(source: str) -> Iterator[str]:
    yield from (*of_templates(source), *beside_codes(source), *(message.text for message in of_module(source)))


def _is_code(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and KEBAB.fullmatch(node.value) is not None


def _texts(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))


def _words(field: str) -> str:
    found = WITH_ELEMENT.fullmatch(field)
    return found[1] if found else field


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
        yield from (Message(text) for text in _texts(argument) if text)


def _named(call: ast.Call, names: dict[str, str]) -> Iterator[Message]:
    assert isinstance(call.func, ast.Name)
    takes = TAKES.get(names.get(call.func.id, call.func.id), ())
    given = [node.value for node in call.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if takes and len(given) >= len(takes):
        yield Message(**dict(zip(takes, given, strict=False)))
