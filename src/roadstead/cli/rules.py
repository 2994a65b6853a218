"""`roadstead rules check FILE`: check a rule file and print each fault; `rules library`, `rules bring`.

Checking needs no database. A wrong file gives exit code 1, for use in a hook or pipeline.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from roadstead.cli.console import CommandFailed, counted, read_file, say
from roadstead.cli.django_setup import set_up
from roadstead.engine.rules.files import RuleText, UnreadableFile, faults_of, library, text_faults, write_file
from roadstead.engine.rules.files import read_file as read_rules
from roadstead.engine.rules.language import SUBJECTS
from roadstead.platform.database.scope import REGION, scoped


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=["check", "library", "bring"],
        help="check: check a rule file; library: print the rule library; bring: import the library as drafts",
    )
    parser.add_argument("file", nargs="?", default="", help="the rule file to check (JSON; - for standard input)")
    parser.add_argument(
        "--subject", choices=[*SUBJECTS], default="travel", help="which library to print (default: %(default)s)"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "library":
        sys.stdout.write(write_file(library(arguments.subject), arguments.subject).decode())
        return 0
    if arguments.what == "bring":
        return _import_library()
    if not arguments.file:
        raise CommandFailed("rules check: name the file to check")
    try:
        texts = read_rules(read_file(arguments.file))
    except UnreadableFile as failure:
        raise CommandFailed(f"{arguments.file}: {failure}") from None
    wrong = sum(_show(text) for text in texts)
    say(f"{counted(len(texts), 'rule')} checked, {wrong} with faults")
    return 1 if wrong else 0


def _show(text: RuleText) -> bool:
    """Print each fault on a line, as compilers do; return True if there was one."""
    told = [f"{text.key}:{fault.line}:{fault.column}: {fault.text} {fault.remedy}" for fault in faults_of(text)]
    told += [f"{text.key}: {lack.field}: {lack.text}" for lack in text_faults(text)]
    for line in told:
        print(line)
    return bool(told)


def _import_library() -> int:
    set_up()
    from roadstead.targeting.rulebook.library import add_library  # the tables can be imported only now

    with scoped(REGION):
        brought = add_library(now=datetime.now(UTC))
    say(f"{counted(brought, 'rule')} imported as drafts")
    return 0
