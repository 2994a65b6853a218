"""`roadstead convert FILE --to awmds`: read cargo and write it in the format of another system."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from roadstead.cli.console import CommandFailed, read_file, say
from roadstead.engine.formats import registry
from roadstead.engine.formats.cargo.asycuda.structure_check import describe, misfits
from roadstead.engine.formats.cargo.asycuda.write import masters, not_carried, write_awbolds, write_awmds
from roadstead.engine.records import Function, Manifest

Writer = Callable[[Manifest, str], bytes]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a cargo message (- for standard input)")
    parser.add_argument(
        "--to", required=True, choices=WRITERS, help="awmds: the manifest; awbolds: the house bills of one master bill"
    )
    parser.add_argument(
        "--master", default="", metavar="NUMBER", help="the master bill, if the message has house bills of several"
    )
    parser.add_argument("--office", default="", metavar="CODE", help="the customs office, if the message names none")
    parser.add_argument("--output", default="-", metavar="FILE", help="the file to write (default: standard output)")


def run(arguments: argparse.Namespace) -> int:
    manifest = _manifest(arguments.file)
    if arguments.office:
        manifest = replace(manifest, office=arguments.office)
    raw = WRITERS[arguments.to](manifest, arguments.master)
    for words in not_carried(manifest):
        say(f"not converted: {words}")
    for words in describe(misfits(raw)):
        say(f"not valid in {arguments.to}: {words}")
    if not manifest.office:
        say("no customs office; name one with --office")
    _write(arguments.output, raw)
    return 0


def _manifest(name: str) -> Manifest:
    """Return the one cargo manifest in the file."""
    found = [reading.manifest for reading in registry.read(read_file(name))]
    cargo = [each for each in found if each.message.function is Function.CARGO and each.consignments]
    if len(cargo) != 1:
        many = f"contains {len(cargo)} cargo manifests; name a file with one" if cargo else "contains no cargo manifest"
        raise CommandFailed(f"{name} {many}. Run ./roadstead read {name} to see its content")
    return cargo[0]


def _awmds(manifest: Manifest, master: str) -> bytes:
    return write_awmds(manifest)


def _awbolds(manifest: Manifest, master: str) -> bytes:
    known = masters(manifest)
    if not known:
        raise CommandFailed("the message has no house bills; use --to awmds")
    if not master and len(known) > 1:
        raise CommandFailed(
            f"the message has house bills of {len(known)} master bills; choose one: --master {' | '.join(known[:5])}"
        )
    if master and master not in known:
        raise CommandFailed(f"no house bill of master {master}; the master bills are {', '.join(known[:5])}")
    return write_awbolds(manifest, master or known[0])


def _write(name: str, raw: bytes) -> None:
    if name == "-":
        sys.stdout.buffer.write(raw)
        return
    try:
        Path(name).write_bytes(raw)
    except OSError as error:
        raise CommandFailed(f"{name}: {error.strerror or error}; choose another file with --output") from None


WRITERS: Final[Mapping[str, Writer]] = {"awmds": _awmds, "awbolds": _awbolds}
