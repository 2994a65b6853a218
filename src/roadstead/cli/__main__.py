"""`python -m roadstead.cli COMMAND …`, which the script `./roadstead` calls.

Exit codes: 0 the work was done (problems in a message are its result), 1 it could not be done, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from difflib import get_close_matches
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlsplit

from roadstead import __version__
from roadstead.cli.console import CommandFailed
from roadstead.config import NotConfigured, config
from roadstead.platform.matcher_cache import compile_now, use_cache_folder

# command: its help text. docs/reference/commands.md is generated from this table.
COMMANDS: dict[str, str] = {
    "up": "start everything: environment, database, demo region, web, workers, sender and scheduler",
    "read": "show what is in message files, and what is wrong with them; needs no database",
    "convert": "write cargo of any form as an ASYCUDA World manifest or its house bills; needs no database",
    "template": "write an empty sheet for a captain, pilot or agent to fill in; needs no database",
    "screen": "read message files and screen them against list files; needs no database",
    "match": "put names straight to the matcher; needs no database",
    "send": "file messages as a carrier's system would",
    "lists": "load a list into the database, or show the lists in force",
    "rules": "check a file of rules, print the library, or bring it into the database as drafts",
    "rescreen": "screen stored travellers and cargo against the lists in force, with all cores or a Dask cluster",
    "replay": "make an alert again from the versions it was made with, and say whether it is the same",
    "purge": "mask and delete what may no longer be kept, with proof; replay deletions after a restore",
    "notices": "channels by which states are told, and deliveries that failed or are unsure",
    "policies": "propose rows of policy from a csv file, which two people decide; write those in force",
    "accounts": "states, carriers with their tokens, people with their passwords",
    "figures": "count what came of screening in a period, as the regional centre sees it",
    "audit": "sign where the record of who did what stands, export it, verify that nothing was changed",
    "serve": "run the web server",
    "intake": "run a web server that takes carriers' filings and shows no pages",
    "work": "run one screening worker",
    "deliver": "run one sender of mails and webhooks",
    "schedule": "run one scheduler of periodic jobs",
}
# Commands of a checkout, whose modules are outside the package: an installed wheel has none of them.
CHECKOUT_COMMANDS = {"reference": "tools.reference", "bench": "bench.command"}
if find_spec("tools") and find_spec("bench"):
    COMMANDS |= {
        "reference": "write the pages of docs that are made from the code",
        "bench": "measure reading, matching, screening and the whole way, and write bench/results",
    }
ALL_COMMANDS = (*COMMANDS, "test")
# Commands that wait for the compiled matcher. `up` compiles it beside its other steps.
MATCHER_COMMANDS = ("serve", "intake", "work", "screen", "match", "rescreen", "replay", "lists", "bench")


def main(argv: list[str]) -> int:
    """Run the command named in `argv`; return its exit code."""
    try:
        parser = _parser(argv[0] if argv else "")
        if argv and not argv[0].startswith("-") and argv[0] not in ALL_COMMANDS:
            parser.error(_unknown(argv[0]))
        arguments = parser.parse_args(argv)
        if not arguments.command:
            parser.print_help(sys.stderr)
            return 2
        if arguments.command in MATCHER_COMMANDS:
            compile_now(config().home)
        return int(_module(arguments.command).run(arguments))
    except (CommandFailed, NotConfigured, ChildProcessError) as failure:
        print(f"roadstead: {failure}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader (head, less) has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as failure:
        if not _is_connection_failure(failure):
            raise
        print(f"roadstead: {_no_database_message()}", file=sys.stderr)
        return 1


def _unknown(typed: str) -> str:
    near = get_close_matches(typed, ALL_COMMANDS, n=1)
    return (
        f"there is no command {typed!r}. {f'Did you mean {near[0]!r}? ' if near else ''}`roadstead --help` lists them."
    )


def _parser(wanted: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="roadstead", description="Open advance passenger information")
    parser.add_argument("--version", action="version", version=f"Roadstead {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("test", help="set up and run the whole test suite (extra arguments go to pytest)")
    for name, help_text in COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        if name == wanted:  # import only the command that runs: `read` starts without the web framework
            _module(name).arguments(command)
    return parser


def _module(name: str) -> Any:
    use_cache_folder(config().home)
    return importlib.import_module(CHECKOUT_COMMANDS.get(name) or f"roadstead.cli.{name}")


def run() -> None:
    """Entry point of the command `roadstead` of an installed package."""
    sys.exit(main(sys.argv[1:]))


# A command that needs the database reports in one line that it does not answer, instead of a traceback.


# Names of the drivers' exceptions: commands that need no database must not import the drivers.
CONNECTION_ERRORS: Final = {"django.db.utils.OperationalError", "psycopg.OperationalError"}
# SQLSTATE: failed connection, server stopping or starting, unknown database or role, wrong password, too many clients
NOT_CONNECTED: Final = ("08", "57P", "3D000", "28", "53300")


def _is_connection_failure(failure: BaseException) -> bool:
    """Return True if no connection to the database could be made, or it was lost."""
    if f"{type(failure).__module__}.{type(failure).__qualname__}" not in CONNECTION_ERRORS and not _state(failure):
        return False
    return not _state(failure) or _state(failure).startswith(NOT_CONNECTED)


def _no_database_message() -> str:
    """Return what is wrong and what to do, without a password."""
    settings = config()
    if not settings.database_url:
        return f"the database under {settings.home} does not answer; start it with ./roadstead up"
    host = urlsplit(settings.database_url).hostname or "this machine"
    return f"the database on {host} does not answer; check that server and ROADSTEAD_DATABASE_URL"


def _state(failure: BaseException) -> str:
    """Return the SQLSTATE that PostgreSQL gave, "" if it did not answer."""
    return str(getattr(failure.__cause__ or failure, "sqlstate", None) or "")


if __name__ == "__main__":
    run()
