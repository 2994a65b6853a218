"""`roadstead accounts`: the demo accounts; `roadstead accounts password NAME`: a new password, shown once."""

from __future__ import annotations

import argparse
import json
import secrets

from roadstead.cli.django_setup import set_up
from roadstead.cli.failure import CannotDo
from roadstead.config import config


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=["show", "password"], default="show")
    parser.add_argument("name", nargs="?", default="", help="the account")


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "show":
        _show()
    else:
        set_up()
        _new_password(arguments.name)
    return 0


def _show() -> None:
    kept = config().home / "demo.json"
    if not kept.exists():
        raise CannotDo("there is no demo region yet; `./roadstead up` makes one")
    for name, password in json.loads(kept.read_text())["accounts"].items():
        print(f"{name:20} {password}")


def _new_password(name: str) -> None:
    from roadstead.accounts.models import User  # the tables can be imported only now

    user = User.objects.filter(username=name).first()
    if user is None:
        raise CannotDo(f"no account is called {name!r}")
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    user.set_password(password)
    user.save(update_fields=["password"])
    print(f"{name:20} {password}")
