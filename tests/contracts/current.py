"""Every contract as the code has it now: a table of names, and an example.

`names` maps each name on which a program outside may rely to what is said of it. `example` shows it as such a program
sees it; of an example only the shape is compared, since sentences and figures may change.
"""

from __future__ import annotations

import argparse
import ast
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from ninja import NinjaAPI

from roadstead.cli.__main__ import ALL_COMMANDS, _parser, main
from roadstead.cli.query_rows import COLUMNS as QUERY_COLUMNS
from roadstead.config import SETTINGS
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.lists.columns import HEADINGS
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import (
    Action,
    Function,
    HitKind,
    Kind,
    Level,
    Load,
    Manifest,
    Mode,
    PartyRole,
    Problem,
    Role,
    Severity,
    Verdict,
)
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.rules import RULES
from roadstead.engine.rules.language import SUBJECTS
from roadstead.engine.voyages.quality.table import CHECKS
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.intake.sandbox import PREFIX
from roadstead.outbound.notifications.carrier_send import TEST, payload, sample_of_state
from roadstead.outbound.notifications.carrier_send import sample_payload as carriers_sample
from roadstead.outbound.notifications.logic.routing import NOTICE_KINDS, SETTLING_KINDS
from roadstead.outbound.notifications.models import CarrierEvent, StateEvent
from roadstead.outbound.notifications.models.notices import new_reference
from roadstead.outbound.notifications.payload import CLASSES, sample_payload
from roadstead.outbound.notifications.webhook import signature
from roadstead.oversight.retention.models import SubjectRequest
from roadstead.web.carriers.api import api
from roadstead.web.systems.api import api as state_api
from roadstead.web.systems.errors import ERRORS as STATE_ERRORS
from tests.contracts.shapes import filled, leaves, merged, shape
from tools.problem_table import KEBAB, problems

ROOT: Final = Path(__file__).parents[2]
SAMPLES: Final = Path(__file__).parent / "samples"
MESSAGES: Final = ROOT / "tests/engine/formats/data"
READ: Final = ("sea_crew.edi", "pnrgov/groups_and_infants.edi", "cargo_edifact/cuscar_d95b_houses.edi",
               "cusres/ours_insufficient_and_refer.edi", "bcbp/mandatory_only.txt")  # fmt: skip
SCREENED: Final = ("sea_crew.edi", "cargo_edifact/cuscar_d95b_houses.edi", "asycuda/awmds_everything.xml")
Contract = dict[str, Any]

# ── The command line.


def command_line() -> Contract:
    """Commands, their options and arguments, and the environment variables that are read."""
    names = dict(_commands()) | {f"environment {name}": "variable" for name in SETTINGS}
    return {"names": names, "example": "./roadstead screen FILE --list LIST --documents FILE --today DATE --json"}


def _commands() -> Iterator[tuple[str, str]]:
    for name in ALL_COMMANDS:
        parser = _parser(name)
        (commands,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
        yield name, "command"
        yield from _options(name, commands.choices[name])


def _options(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    place = 0
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield f"{name} {word}", "command"
                yield from _options(f"{name} {word}", below)
        elif action.option_strings:
            for option in action.option_strings:
                yield f"{name} {option}", _values(action)
        else:
            place += 1
            yield f"{name} argument {place}", _values(action)


def _values(action: argparse.Action) -> str:
    """Whether a value follows, how many, which, and whether it may be left out."""
    number = {0: "no value", None: "one value", "?": "one value or none", "*": "any number", "+": "one value or more"}
    words = [number.get(action.nargs, f"{action.nargs} values")]
    words += ["required"] if action.option_strings and action.required else []
    if action.choices:
        words.append("one of " + ", ".join(sorted(str(each) for each in action.choices if each != [])))
    return "; ".join(words)


# ── JSON of `read`, `screen` and `match`.


def _output(*arguments: str) -> list[Any]:
    """The objects that a command writes to standard output."""
    written = io.StringIO()
    with redirect_stdout(written):
        assert main([*arguments]) == 0
    return [json.loads(line) for line in written.getvalue().splitlines()]


def read() -> Contract:
    """Every key that `read --json` can give: those of all samples, and of a message in which every field is filled."""
    samples = [str(path) for path in sorted(MESSAGES.rglob("*")) if path.is_file() and path.suffix != ".json"]
    objects = [*_output("read", *samples, "--json"), _everything()]
    return {
        "names": merged(objects) | WORDS | _values_of(objects),
        "example": _named_shortly(_output("read", *(str(MESSAGES / name) for name in READ), "--json")),
    }


def _values_of(objects: list[Any]) -> dict[str, str]:
    """Values that are a fixed choice without being an enumeration, as the samples show them."""
    found = [pair for each in objects for pair in leaves(each) if pair[0] in CHOSEN and pair[1] != "x"]
    return {f"{path}: {value}": "value" for path, value in found}


CHOSEN: Final = {
    "message.type", "voyage.category", "travellers[].age_group", "travellers[].capture_method", "travellers[].sex",
    "containers[].kind", "consignments[].nature", "consignments[].notes[].kind", "consignments[].values[].kind",
}  # fmt: skip


def _everything() -> Any:
    manifest = filled(Manifest)
    manifest = replace(
        manifest,
        voyage=replace(manifest.voyage, is_mode_assumed=False),
        travellers=tuple(replace(manifest.travellers[0], role=role) for role in Role),
        parties=_parties(manifest.parties[0]),
        consignments=tuple(
            replace(bill, parties=_parties(bill.parties[0])) for bill in manifest.consignments
        ),
        declared=dict.fromkeys(("passengers", "crew", "persons"), 1),
    )  # fmt: skip
    return json.loads(json.dumps(view(Reading(manifest=manifest, problems=(filled(Problem),)), "file")))


def _parties(party: Any) -> tuple[Any, ...]:
    """One of each role, and one more."""
    return (*(replace(party, role=role) for role in PartyRole), party)


# Values that programs compare with: the path, and all that may be there.
WORDS: Final = {
    f"{path}: {each.value}": "value"
    for path, kind in {
        "travellers[].role": Role,
        "voyage.mode": Mode,
        "message.function": Function,
        "problems[].severity": Severity,
        "consignments[].level": Level,
        "containers[].load": Load,
        "more_parties[].role": PartyRole,
        "answers[].verdict": Verdict,
    }.items()
    for each in kind
}


def screen() -> Contract:
    """Hits on a person, a document, a craft, a party of a bill and of a manifest, and by a built-in rule."""
    lists = ("--list", str(SAMPLES / "list.csv"), "--documents", str(SAMPLES / "documents.csv"))
    files = [str(MESSAGES / name) for name in SCREENED]
    hits = _named_shortly(_output("screen", *files, *lists, "--today", "2026-11-25", "--json"))
    words = {"kind": HitKind, "action": Action}
    values = {f"{path}: {each.value}": "value" for path, kind in words.items() for each in kind}
    return {"names": merged(hits) | values, "example": hits}


def match() -> Contract:
    """Matches, with and without the second stage, and the summary."""
    about = ("--list", str(SAMPLES / "list.csv"), "--queries", str(SAMPLES / "queries.csv"), "--json")
    found = _output("match", *about) + _output("match", *about, "--second-stage")
    return {"names": merged(found), "example": found}


def _named_shortly(objects: list[Any]) -> list[Any]:
    """The objects with `file` as it is within the repository."""
    return [each | {"file": str(Path(each["file"]).relative_to(ROOT))} for each in objects]


# ── What carriers and states receive.


def carriers_api() -> Contract:
    """The OpenAPI document under /api/v1: addresses, methods, parameters, answers, names of properties; error codes."""
    example = "curl -H 'Authorization: Bearer …' --data-binary @list.edi …/api/v1/manifests"
    return {"names": _of_document(api, sorted(_error_codes())), "example": example}


def states_api() -> Contract:
    """The same of the API for states, and the values of codes that stand in its schemas."""
    example = "curl -H 'Authorization: Bearer …' …/api/v1/state/voyages/2X101.2026-11-26/alerts"
    return {"names": _of_document(state_api, sorted(STATE_ERRORS)), "example": example}


def state_webhook() -> Contract:
    """The values of `event` of a webhook of a state. Its headers are those of any webhook."""
    body = sample_of_state("https://roadstead.example.org")
    names = {f"body {name}": "field" for name in (*body, "container", "bill", "port", "status", "at")}
    return {"names": names | {str(each): "value of event" for each in (*StateEvent.values, TEST)}, "example": body}


def _of_document(of: NinjaAPI, codes: Iterable[str]) -> dict[str, str]:
    document = json.loads(json.dumps(of.get_openapi_schema()))
    parts = document.get("components", {})
    names = {f"error {code}": "code" for code in codes}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            names |= _call(f"{method.upper()} {path}", said, parts.get("securitySchemes", {}))
    for schema, each in parts.get("schemas", {}).items():
        names |= {f"{schema}.{key}": "property" for key in each.get("properties", {})}
        names |= {f"{schema} value {value}": "code" for value in each.get("enum", ())}
    return names


def _call(call: str, said: Mapping[str, Any], schemes: Mapping[str, Any]) -> dict[str, str]:
    """What is sent with a call and what comes back."""
    signed_in = sorted(schemes[key]["scheme"] for each in said.get("security", ()) for key in each)
    names = {call: f"signed in by {', '.join(signed_in)}"}
    for each in said.get("parameters", ()):
        wanted = "required" if each.get("required") else "optional"
        names[f"{call} {each['in']} {each['name']}"] = f"{each['schema'].get('type', 'any')}, {wanted}"
    names |= {f"{call} takes {kind}": "body" for kind in said.get("requestBody", {}).get("content", {})}
    return names | {f"{call} answers {status}": "status" for status in said["responses"]}


def _error_codes() -> Iterator[str]:
    """Codes that are given with an HTTP status in the area of carriers: calls with a number and a code."""
    shared = ROOT / "src/roadstead/web/api/refused.py"
    for path in (shared, *sorted((ROOT / "src/roadstead/web/carriers").glob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(args=[ast.Constant(value=int()), ast.Constant(value=str(code)), *_]) if KEBAB.match(code):
                    yield code
                case ast.Call(args=[ast.Call(), ast.Constant(value=str(code))]) if KEBAB.match(code):
                    yield code


def webhook() -> Contract:
    """The body of a webhook, its headers and the values of `kind` and `urgency`."""
    payload = sample_payload("BRB", "https://roadstead.example.org").payload()
    kinds = dict.fromkeys({*NOTICE_KINDS.values(), *SETTLING_KINDS.values(), payload["kind"]}, "value of kind")
    names = {f"body {name}": "field" for name in payload} | {str(name): said for name, said in kinds.items()}
    names |= dict.fromkeys(CLASSES, "value of urgency") | dict.fromkeys(
        ("Idempotency-Key", "Roadstead-Signature"), "header"
    )
    return {"names": names, "example": {"body": payload, "Roadstead-Signature": signature("secret", 1764000000, b"{}")}}


def carrier_webhook() -> Contract:
    """The body of a webhook of a carrier, and the values of `event`. Its headers are those of any webhook."""
    message = Message(
        receipt="7K3M9-QX2A6", status=Status.READ.value, processed_at=datetime(2026, 11, 25, 12, tzinfo=UTC)
    )
    body = payload(CarrierEvent.RECEIPT.value, message, "https://roadstead.example.org")
    names = {f"body {name}": "field" for name in {**body, **carriers_sample("https://roadstead.example.org")}}
    names |= dict.fromkeys((*CarrierEvent.values, TEST), "value of event")
    return {"names": names, "example": dict(body)}


# ── References, headings, codes.

BASE_32: Final = "[0-9A-HJKMNP-TV-Z]"
MADE: Final[Mapping[str, tuple[str, str, Callable[[], str]]]] = {  # its form, an example, and a new one
    "receipt": (f"^{BASE_32}{{5}}-{BASE_32}{{5}}$", "7K3M9-QX2A6", new_receipt),
    "test list": (f"^TEST-{BASE_32}{{5}}-{BASE_32}{{5}}$", "TEST-7K3M9-QX2A6", lambda: f"{PREFIX}{new_receipt()}"),
    "notification": ("^[2-9A-HJKMNP-TV-Z]{8}$", "7K3M9QX2", new_reference),
    "data subject request": ("^R-[1-9][0-9]*$", "R-17", lambda: SubjectRequest(pk=17).reference),
    "webhook signature": ("^t=[0-9]{1,10},v1=[0-9a-f]{64}$", f"t=1764000000,v1={'0' * 64}",
                          lambda: signature("secret", 1764000000, b"{}")),
    "status of a message": ("^(received|read|not_understood|set_aside|repaired)$", "read", lambda: Status.READ.value),
}  # fmt: skip


def references() -> Contract:
    """The form of each number that people and programs write down."""
    return {
        "names": {name: form for name, (form, _, _) in MADE.items()},
        "example": {name: example for name, (_, example, _) in MADE.items()},
    }


def headings() -> Contract:
    """Headings of csv files: lists (with the other names that are understood), documents, queries, policy."""
    template = (ROOT / "src/roadstead/engine/formats/lists/template.csv").read_text(encoding="utf-8")
    names = {f"list {ours}": "also " + ", ".join(others) for ours, others in HEADINGS.items()}
    names |= {f"list template {name}": "heading" for name in next(csv.reader(template.splitlines()))}
    names |= {f"queries {name}": "heading" for name in QUERY_COLUMNS}
    names |= {f"documents {name}": "heading" for name in ("issuer", "type", "number")}
    names |= {f"policy {table} {name}": "heading" for table, each in TABLES.items() for name in each.cells}
    names |= {f"kind of entry: {each.value}": "value" for each in Kind}
    return {"names": names, "example": template.splitlines()[:2]}


def codes() -> Contract:
    """Codes of problems and of findings on data quality, in receipts and `read --json`; codes of built-in rules."""
    files = sorted((ROOT / "src/roadstead/engine").rglob("*.py"))
    names = {f"problem {row.code}": "code" for row in problems(files)}
    names |= {f"finding {check.code}": "code" for _, checks in CHECKS for check in checks}
    names |= {f"rule {rule.code}": "code" for rule in RULES}
    return {"names": names, "example": "birth-date-impossible"}


def rule_facts() -> Contract:
    """Names of facts: conditions of rules that states have written and stored use them."""
    facts = (fact for vocabulary in SUBJECTS.values() for fact in vocabulary.facts)
    names = dict.fromkeys(SUBJECTS, "subject") | {fact.name: str(fact.kind) for fact in facts}
    library = json.loads((ROOT / "src/roadstead/engine/rules/library/travel.json").read_text(encoding="utf-8"))
    return {
        "names": names | {f"file {path}": kind for path, kind in shape(library).items()},
        "example": library["rules"][0],
    }


CONTRACTS: Final[Mapping[str, Callable[[], Contract]]] = {
    "command_line": command_line,
    "read": read,
    "screen": screen,
    "match": match,
    "carriers_api": carriers_api,
    "states_api": states_api,
    "state_webhook": state_webhook,
    "webhook": webhook,
    "carrier_webhook": carrier_webhook,
    "references": references,
    "headings": headings,
    "codes": codes,
    "rule_facts": rule_facts,
}
