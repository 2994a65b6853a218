"""`roadstead screen FILE… --list LIST…`: screen messages against list files; needs no database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec

from roadstead.cli.console import counted, read_file, say
from roadstead.cli.days import parse_day
from roadstead.cli.progress import Progress
from roadstead.cli.screening_set import load_lists, screening_set_from
from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Hit, Traveller
from roadstead.engine.screening.run import ScreeningSet, screen, screen_bills, screen_parties


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="message files (- for standard input)")
    parser.add_argument("--list", nargs="+", action="extend", default=[], metavar="LIST", help="watchlist files")
    parser.add_argument(
        "--documents", default="", metavar="FILE", help="csv file of lost and stolen documents: issuer,type,number"
    )
    parser.add_argument("--today", type=parse_day, metavar="DATE", help="the date of screening (default: today, UTC)")
    parser.add_argument("--json", action="store_true", help="print one JSON object per hit")


def run(arguments: argparse.Namespace) -> int:
    today = arguments.today or datetime.now(UTC).date()
    screening_set = screening_set_from(load_lists(arguments.list), arguments.documents)
    progress = Progress(total=len(arguments.files), what="files")
    for name in arguments.files:
        for reading in registry.read(read_file(name)):
            _show(name, reading, screening_set, today, arguments.json)
        if progress.total > 1:
            progress.add(1)
    if progress.total > 1:
        progress.end()
    return 0


def _show(name: str, reading: Reading, screening_set: ScreeningSet, today: date, as_json: bool) -> None:
    hits = screen(reading.manifest, screening_set, today=today)
    hits += screen_parties(reading.manifest.parties, screening_set, today=today)
    hits += screen_bills(reading.manifest.consignments, screening_set, today=today)
    if as_json:
        for hit in hits:
            sys.stdout.write(msgspec.json.encode(hit_view(hit, reading, name)).decode() + "\n")
        _say_errors(name, reading)
    else:
        print("\n".join(_table(name, reading, hits)))


def _say_errors(name: str, reading: Reading) -> None:
    for problem in reading.errors:
        say(f"{name}: {problem.text}")


def hit_view(hit: Hit, reading: Reading, name: str) -> dict[str, object]:
    """Return a hit in the stable JSON format of the command line; absent values are left out."""
    view = {
        "file": name,
        "subject": _subject(hit, reading),
        "kind": hit.kind.value,
        "list": hit.list,
        "entry": hit.entry,
        "entry_name": hit.entry_name,
        "score": round(hit.score, 2),
        "reasons": [reason.text for reason in hit.reasons],
        "rule": hit.rule,
        "action": hit.action.value,
        "replay": {key: value for key, value in msgspec.to_builtins(hit.replay).items() if value},
    }
    return {key: value for key, value in view.items() if value not in ("", None)}


def _subject(hit: Hit, reading: Reading) -> dict[str, object]:
    about: Mapping[str, object]
    if hit.bill is not None:
        bill = reading.manifest.consignments[hit.bill]
        about = {"bill": bill.number, "parties": [bill.parties[at].name for at in hit.parties]}
    elif hit.parties:
        about = {
            "voyage": reading.manifest.voyage.key,
            "parties": [reading.manifest.parties[at].name for at in hit.parties],
        }
    elif hit.traveller is None:
        voyage = reading.manifest.voyage
        about = {"voyage": voyage.key, "craft": voyage.craft.name, "imo": voyage.craft.imo}
    else:
        about = person_view(reading.manifest.travellers[hit.traveller])
    return {key: value for key, value in about.items() if value}


def person_view(traveller: Traveller) -> dict[str, str]:
    document = traveller.documents[0] if traveller.documents else None
    return {
        "surname": traveller.surname,
        "given": traveller.given,
        "born": traveller.born,
        "sex": traveller.sex,
        "nationality": traveller.nationality,
        "document_number": document.number if document else "",
        "document_issuer": document.issuer if document else "",
    }


def _table(name: str, reading: Reading, hits: list[Hit]) -> list[str]:
    """Return the text for a terminal: one line a hit, its reasons indented below."""
    voyage, people = reading.manifest.voyage, reading.manifest.travellers
    route = " ".join(f"{leg.origin or '?'}–{leg.destination or '?'}" for leg in voyage.legs)
    lines = [
        f"── {name}: {voyage.number or 'voyage without number'} {route}, {counted(len(people), 'traveller')}, "
        f"{counted(len(hits), 'possible match', 'possible matches')}"
    ]
    lines += [f"   ! {problem.text}" for problem in reading.errors]
    for hit in hits:
        lines.append(f"   {_who(hit, reading):40}  {hit.kind.value:8} {hit.score:6.1f}  {_what(hit)}")
        lines += [f"        · {reason.text}" for reason in hit.reasons]
    return lines


def _who(hit: Hit, reading: Reading) -> str:
    if hit.bill is not None:
        return f"bill {reading.manifest.consignments[hit.bill].number}"
    if hit.traveller is None:
        return "whole voyage"
    traveller = reading.manifest.travellers[hit.traveller]
    return f"{traveller.surname}, {traveller.given} {traveller.born}".strip(" ,") or "(no name)"


def _what(hit: Hit) -> str:
    return f"{hit.entry_name} ({hit.list})" if hit.entry else hit.rule or hit.list
