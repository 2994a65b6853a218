"""`roadstead accounts`: states, carriers and people. Passwords and tokens are made here and shown once."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from roadstead.cli.console import CommandFailed
from roadstead.cli.django_setup import set_up
from roadstead.config import config

# Equal to roadstead.platform.accounts.models.Role, which needs Django to be set up; a test compares them.
ROLES = (
    "carrier", "analyst", "officer", "watchlist_owner", "supervisor", "focal_point",
    "central_authority", "court", "auditor", "data_protection", "operator", "administrator",
)  # fmt: skip

USER_NAME = "the user name for signing in"


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="ACTION")
    what.add_parser("show", help="print the demo accounts (default)")
    what.add_parser("password", help="set a new password and print it once").add_argument("name", help=USER_NAME)
    link = "print a link to reset a lost password or second factor, valid for 72 hours"
    what.add_parser("link", help=link).add_argument("name", help=USER_NAME)
    add = what.add_parser("add", help="add an account and print its password once")
    add.add_argument("name", help="the user name for signing in: letters, digits and . - _ without spaces")
    add.add_argument("--role", choices=ROLES, required=True, help="the role of the account")
    add.add_argument("--state", default="", help="the state (alpha-3 code); default: the regional centre")
    add.add_argument("--carrier", default="", help="the carrier (code) that a carrier account files for")
    add.add_argument(
        "--organisation", default="", help="the organisation (code); default: the state's border agency, or the centre"
    )
    state = what.add_parser("state", help="add or rename a participating state")
    state.add_argument("code", help="the ISO 3166 alpha-3 code")
    state.add_argument("name", help="the name to display, in quotes if it contains spaces")
    partner = what.add_parser("partner", help="add a partner organisation of the shipped table to the directory")
    partner.add_argument("code", nargs="?", default="", help="its code, such as XOECS; default: print the table")
    carrier = what.add_parser("carrier", help="add or rename a carrier and print a new token for its system once")
    carrier.add_argument("code", help="the code used in its messages, such as an airline's IATA code")
    carrier.add_argument("name", help="the name to display, in quotes if it contains spaces")


def run(arguments: argparse.Namespace) -> int:
    if arguments.what in {None, "show"}:
        _show(config().home / "demo.json")
        return 0
    set_up()
    from roadstead.cli import register  # the tables can be imported only now

    print(getattr(register, arguments.what)(arguments))
    return 0


def _show(path: Path) -> None:
    if not path.exists():
        raise CommandFailed("no demo region in this data folder; run `./roadstead up` to create one")
    for name, password in json.loads(path.read_text())["accounts"].items():
        print(f"{name:20} {password}")
