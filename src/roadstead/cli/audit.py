"""`roadstead audit`: sign a checkpoint of the audit log, export it, and verify that nothing was changed (S29)."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from datetime import UTC, datetime
from typing import Any, Final

from roadstead.cli.console import CommandFailed, read_file, say
from roadstead.cli.django_setup import set_up
from roadstead.config import config

MAX_FAULTS: Final = 100  # faults printed


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="ACTION", required=True)
    for name, text in {
        "checkpoint": "seal and verify the audit log, and print a signed checkpoint (JSON) to store on another machine",
        "verify": "verify the audit log against all checkpoints, and the histories of alerts and cases against it",
    }.items():
        command = what.add_parser(name, help=text, description=text)
        command.add_argument(
            "kept", nargs="*", metavar="CHECKPOINT", help="checkpoint files stored outside this machine"
        )
    export = what.add_parser("export", help="print every sealed line as JSON Lines")
    export.add_argument(
        "--state", default="", help="a state (alpha-3 code): print the lines of other states as digests only"
    )
    what.add_parser("key", help="print the public key that verifies checkpoints")
    text = "print the certificate that signs exported cases, and its fingerprint"
    what.add_parser("certificate", help=text, description=text)


def run(arguments: argparse.Namespace) -> int:
    set_up()
    from roadstead.platform.audit.verify import ChainBroken  # the tables can be imported only now

    try:
        return int(
            {
                "checkpoint": _checkpoint,
                "verify": _verify,
                "export": _export,
                "key": _key,
                "certificate": _certificate,
            }[arguments.what](arguments)
        )
    except ChainBroken as broken:
        raise CommandFailed(
            f"audit log verification failed: {broken}. Do not change anything on this machine, and call the auditor"
        ) from None


def _checkpoint(arguments: argparse.Namespace) -> int:
    from roadstead.platform.audit.verify import make_checkpoint

    made = make_checkpoint(config().home, now=datetime.now(UTC), points=_points(arguments))
    print(json.dumps(made, sort_keys=True))
    say(f"signed at line {made['size']}; store the checkpoint where nobody with access to this machine can change it")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from roadstead.platform.audit.seal import seal
    from roadstead.platform.audit.verify import ChainBroken, verify_chain
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.platform.timeline import verify

    seal(wait=True)
    size, _ = verify_chain(_points(arguments))
    print(f"verified: {size} lines, unchanged, in order, none missing")
    with scoped(REGION):
        found = list(verify.faults())
        if found:
            for fault in found[:MAX_FAULTS]:
                say(fault)
            number = "1 fault" if len(found) == 1 else f"{len(found)} faults"
            raise ChainBroken(f"{number} in the histories of alerts and cases, listed above")
        print(f"verified: {verify.count_events()} events in histories, unchanged, none missing")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    """Export the sealed lines. The export is itself a line of the audit log, and the last one in it."""
    from roadstead.platform.audit.export import export_lines
    from roadstead.platform.audit.models import log
    from roadstead.platform.audit.seal import seal
    from roadstead.platform.database.scope import REGION, scoped

    with scoped(REGION):
        states = [arguments.state] if arguments.state else []
        log(None, "exported", "audit", states=states, detail=f"for {arguments.state or 'all'}, by {getpass.getuser()}")
    seal(wait=True)
    with scoped(REGION):
        for line in export_lines(arguments.state):
            sys.stdout.write(f"{line}\n")
    return 0


def _key(arguments: argparse.Namespace) -> int:
    from roadstead.platform.audit.signing import public_pem, signing_key

    print(public_pem(signing_key(config().home).public_key()), end="")
    return 0


def _certificate(arguments: argparse.Namespace) -> int:
    from cryptography.hazmat.primitives.serialization import Encoding

    from roadstead.casework.cases.export.certificate import CannotSign, identity

    try:
        who = identity(config(), now=datetime.now(UTC))
    except CannotSign as cannot:
        raise CommandFailed(str(cannot)) from None
    print(who.certificate.public_bytes(Encoding.PEM).decode(), end="")
    say(f"SHA-256 fingerprint {who.fingerprint}")
    return 0


def _points(arguments: argparse.Namespace) -> list[Any]:
    from roadstead.platform.audit.verify import point_of

    return [point_of(_json(name), name, config().home) for name in arguments.kept]


def _json(name: str) -> dict[str, Any]:
    try:
        found = json.loads(read_file(name))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CommandFailed(f"{name} is not a checkpoint; name a file written by `roadstead audit checkpoint`")
    return found
