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
    "carrier", "analyst", "officer", "watchlist_owner", "supervisor", "focal_point", "auditor", "data_protection",
    "operator", "administrator",
)  # fmt: skip

USER_NAME = "the user name, as the person signs in with it"


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="WHAT")
    what.add_parser("show", help="the demo accounts (default)")
    what.add_parser("password", help="a new password").add_argument("name", help=USER_NAME)
    link = "a link to begin anew with, for who lost password or second factor"
    what.add_parser("link", help=link).add_argument("name", help=USER_NAME)
    add = what.add_parser("add", help="a new account")
    add.add_argument("name", help="the user name to sign in with: letters, digits and . - _ without spaces")
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument("--state", default="", help="alpha-3; without: of the regional centre")
    add.add_argument("--carrier", default="", help="the carrier whose lists it files")
    add.add_argument("--organisation", default="", help="its code; without: the state's border agency, or the centre")
    state = what.add_parser("state", help="a participating state")
    state.add_argument("code", help="ISO 3166 alpha-3")
    state.add_argument("name", help="as people write it, in quotes if it has spaces")
    carrier = what.add_parser("carrier", help="a carrier, and a token for its system")
    carrier.add_argument("code", help="by which its lists name it, such as an airline's IATA code")
    carrier.add_argument("name", help="as people write it, in quotes if it has spaces")


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
        raise CommandFailed("there is no demo region here; `./roadstead up` makes one")
    for name, password in json.loads(path.read_text())["accounts"].items():
        print(f"{name:20} {password}")
