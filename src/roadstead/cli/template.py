"""`roadstead template KIND`: write a blank spreadsheet that a captain, pilot or agent fills in offline."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from roadstead.cli.console import CommandFailed, say
from roadstead.engine.formats.passengers.sheets import OFFERED, write_template
from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES


def arguments(parser: argparse.ArgumentParser) -> None:
    kinds = ", ".join(f"{kind} ({titles['en']})" for kind, titles in OFFERED.items())
    parser.add_argument("kind", choices=OFFERED, metavar="KIND", help=kinds)
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="the language of headings and instructions (default: %(default)s)",
    )
    parser.add_argument(
        "--form", choices=("xlsx", "csv"), help="the file format (default: by the file name, else xlsx)"
    )
    parser.add_argument(
        "--output",
        metavar="FILE",
        help="the file to write, - for standard output (default: roadstead-KIND.xlsx or .csv)",
    )


def run(arguments: argparse.Namespace) -> int:
    is_csv = arguments.form == "csv" or (not arguments.form and str(arguments.output).endswith(".csv"))
    form = "csv" if is_csv else "xlsx"
    name = arguments.output or f"roadstead-{arguments.kind}.{form}"
    raw = write_template(arguments.kind, arguments.language, "csv" if is_csv else "xlsx")
    if name == "-":
        sys.stdout.buffer.write(raw)
        return 0
    try:
        Path(name).write_bytes(raw)
    except OSError as error:
        raise CommandFailed(f"{name}: {error.strerror or error}; choose another file with --output") from None
    say(f"wrote {name}; fill it in, and check it with ./roadstead read {name}")
    return 0
