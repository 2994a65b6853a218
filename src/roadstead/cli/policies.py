"""`roadstead policies import FILE --table NAME`: propose policy rows for approval; `policies export`."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import Any

from roadstead.cli.console import CommandFailed, counted, read_file, say
from roadstead.cli.django_setup import set_up
from roadstead.engine.reference.policy import Table
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.database.scope import REGION, scoped


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=["import", "export"], help="import: propose the rows of a file; export: print the rows in force"
    )
    parser.add_argument("file", nargs="?", default="", help="the csv file to import (- for standard input)")
    parser.add_argument("--table", required=True, choices=sorted(TABLES), help="the policy table")
    parser.add_argument(
        "--reason",
        default="imported on the command line",
        help="the reason shown to the approver (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    table = TABLES[arguments.table]
    if arguments.what == "import":
        if not arguments.file:
            raise CommandFailed("policies import: name the file to import")
        return _import(table, arguments.file, arguments.reason)
    set_up()
    from roadstead.oversight.policies.acts import current  # the tables can be imported only now
    from roadstead.platform.policies.models import PolicyRow

    with scoped(REGION):
        sys.stdout.write(table.write(current(table, PolicyRow.objects.all())))
    return 0


def _import(table: Table[Any], file: str, reason: str) -> int:
    try:
        rows = table.read(read_file(file).decode("utf-8-sig"), file)
    except UnicodeDecodeError:
        raise CommandFailed(f"{file} is not UTF-8 text; save it as csv in UTF-8") from None
    set_up()
    from roadstead.oversight.policies.acts import propose  # the tables can be imported only now

    try:
        with scoped(REGION):
            made = propose(table, rows, reason=reason, by=None, now=datetime.now(UTC), file=file)
    except NotAllowed as refused:
        raise CommandFailed(str(refused)) from None
    states = ", ".join(sorted({row.state for row in made}))
    say(f"{counted(len(made), 'row')} of {table.name} proposed for {states}; a supervisor approves on the page Policy")
    return 0
