"""`roadstead template KIND`: write an empty sheet that a captain, a pilot or an agent fills in without a network."""

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
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of headings and help (default en)")
    parser.add_argument("--form", choices=("xlsx", "csv"), help="default: that of the file's name, else xlsx")
    parser.add_argument("--output", metavar="FILE", help="- for standard output (default: roadstead-KIND.FORM)")


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
    say(f"{name}: fill it in and send it; ./roadstead read {name} shows what is understood")
    return 0
