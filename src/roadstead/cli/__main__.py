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

# command: its help text, with which its row in docs/reference/commands.md begins (a test compares them).
COMMANDS: dict[str, str] = {
    "up": "start the whole system: environment, database, demo region, web server, workers, sender and scheduler",
    "read": "read message files and print their content and problems; needs no database",
    "convert": "convert a cargo message to an ASYCUDA World manifest or its house bills; needs no database",
    "template": "write a blank spreadsheet for a captain, pilot or agent to fill in; needs no database",
    "screen": "read message files and screen them against list files; needs no database",
    "match": "match names against list files; needs no database",
    "send": "file messages over the HTTP API, as a carrier's system does",
    "lists": "show the lists in force, or load a new version of a list",
    "rules": "check a rule file, print the rule library, or import the library as drafts",
    "rescreen": "rescreen stored travellers and cargo against the lists in force, on all cores or a Dask cluster",
    "replay": "replay alerts with the versions of lists and rules that raised them, and report differences",
    "purge": "mask and delete data past its retention period, with proof; replay deletions after a restore",
    "notices": "list failed or uncertain deliveries and retry them; set notification channels",
    "policies": "propose policy rows from a csv file for approval, or export the rows in force",
    "accounts": "add states, carriers and user accounts; issue tokens and passwords",
    "figures": "print screening statistics for a period, as the regional centre sees them",
    "drill": "run an exercise in the demo region about an invented person, and print the seconds of each step",
    "audit": "sign, export and verify the audit log",
    "serve": "run the web server",
    "intake": "run a web server that accepts carriers' filings and serves no pages",
    "work": "run one screening worker",
    "deliver": "run one sender of emails and webhooks",
    "schedule": "run one scheduler of periodic jobs",
}
# Commands of a checkout, whose modules are outside the package: an installed wheel has none of them.
CHECKOUT_COMMANDS = {"reference": "tools.reference", "bench": "bench.command"}
if find_spec("tools") and find_spec("bench"):
    COMMANDS |= {
        "reference": "write the documentation pages that are generated from the code",
        "bench": "measure reading, matching, screening and the whole pipeline, and write bench/results",
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
        f"unknown command {typed!r}. {f'Did you mean {near[0]!r}? ' if near else ''}"
        "Run `roadstead --help` for a list of commands."
    )


def _parser(wanted: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="roadstead", description="Open advance passenger and cargo information system"
    )
    parser.add_argument("--version", action="version", version=f"Roadstead {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("test", help="set up and run the test suite; further arguments go to pytest")
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


# A command that cannot reach the database prints one line instead of a traceback.


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
        return f"cannot connect to the database in {settings.home}; start it with ./roadstead up"
    host = urlsplit(settings.database_url).hostname or "this machine"
    return f"cannot connect to the database on {host}; check the server and ROADSTEAD_DATABASE_URL"


def _state(failure: BaseException) -> str:
    """Return the SQLSTATE that PostgreSQL gave, "" if it did not answer."""
    return str(getattr(failure.__cause__ or failure, "sqlstate", None) or "")


if __name__ == "__main__":
    run()
