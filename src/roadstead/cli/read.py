"""`roadstead read FILE… [--json]`: show each message in each file, and everything that is wrong with it."""

from __future__ import annotations

import argparse
import sys

import msgspec

from roadstead.cli.console import read_file
from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import summary_lines, view


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="message files (- for standard input)")
    parser.add_argument("--json", action="store_true", help="one JSON object a message, to standard output")


def run(arguments: argparse.Namespace) -> int:
    for name in arguments.files:
        for reading in registry.read(read_file(name)):
            if arguments.json:
                sys.stdout.write(msgspec.json.encode(view(reading, name)).decode() + "\n")
            else:
                print("\n".join([f"── {name}", *summary_lines(reading), ""]))
    return 0
