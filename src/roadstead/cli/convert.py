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
    parser.add_argument("--to", required=True, choices=WRITERS, help="awmds: the manifest; awbolds: its house bills")
    parser.add_argument("--master", default="", metavar="NUMBER", help="of the house bills, where there are several")
    parser.add_argument("--office", default="", metavar="CODE", help="customs office, where the message names none")
    parser.add_argument("--output", default="-", metavar="FILE", help="default: standard output")


def run(arguments: argparse.Namespace) -> int:
    manifest = _manifest(arguments.file)
    if arguments.office:
        manifest = replace(manifest, office=arguments.office)
    raw = WRITERS[arguments.to](manifest, arguments.master)
    for words in not_carried(manifest):
        say(f"not carried: {words}")
    for words in describe(misfits(raw)):
        say(f"does not fit the structure: {words}")
    if not manifest.office:
        say("no customs office is named; give it with --office")
    _write(arguments.output, raw)
    return 0


def _manifest(name: str) -> Manifest:
    """Return the one cargo manifest in the file."""
    found = [reading.manifest for reading in registry.read(read_file(name))]
    cargo = [each for each in found if each.message.function is Function.CARGO and each.consignments]
    if len(cargo) != 1:
        many = f"{len(cargo)} cargo manifests" if cargo else "no cargo manifest"
        raise CommandFailed(f"{name}: {many} in it; ./roadstead read {name} shows what is")
    return cargo[0]


def _awmds(manifest: Manifest, master: str) -> bytes:
    return write_awmds(manifest)


def _awbolds(manifest: Manifest, master: str) -> bytes:
    known = masters(manifest)
    if not known:
        raise CommandFailed("there is no house bill in it; write it --to awmds")
    if not master and len(known) > 1:
        raise CommandFailed(f"house bills of {len(known)} masters; choose with --master {' | '.join(known[:5])}")
    if master and master not in known:
        raise CommandFailed(f"no house bill of {master}; its masters are {', '.join(known[:5])}")
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
