"""`roadstead read FILE… [--json]`: print the content and the problems of each message."""

from __future__ import annotations

import argparse
import sys

import msgspec

from roadstead.cli.console import read_file
from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import summary_lines, view


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="message files (- for standard input)")
    parser.add_argument("--json", action="store_true", help="print one JSON object per message")


def run(arguments: argparse.Namespace) -> int:
    for name in arguments.files:
        for reading in registry.read(read_file(name)):
            if arguments.json:
                sys.stdout.write(msgspec.json.encode(view(reading, name)).decode() + "\n")
            else:
                print("\n".join([f"── {name}", *summary_lines(reading), ""]))
    return 0
