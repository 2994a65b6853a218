"""`roadstead purge`: mask and delete what is due; `--replay`, after a restore, repeats later deletions."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from roadstead.cli.console import CommandFailed, say
from roadstead.cli.days import parse_day
from roadstead.cli.django_setup import set_up
from roadstead.cli.progress import Progress
from roadstead.config import config
from roadstead.engine.reference.policy_files import refuse_files
from roadstead.engine.refusals import NotAllowed

if TYPE_CHECKING:
    from roadstead.oversight.retention.purge import Purge


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="print what would be masked and deleted, and change nothing"
    )
    parser.add_argument(
        "--as-of", type=parse_day, metavar="DATE", help="include what is due by the end of this day (YYYY-MM-DD)"
    )
    parser.add_argument(
        "--replay",
        action="store_true",
        help="after a restore: repeat the deletions in the journal that this database lacks",
    )


def run(arguments: argparse.Namespace) -> int:
    settings, now = config(), datetime.now(UTC)
    refuse_files(settings.home)
    set_up()
    if arguments.replay:
        return _replay(now)
    as_of = _as_of(arguments.as_of, now)
    if as_of > now and not arguments.dry_run:
        raise CommandFailed("--as-of is in the future, which needs --dry-run")
    return _purge(as_of, now, dry=arguments.dry_run)


def _as_of(day: date | None, now: datetime) -> datetime:
    end = datetime.combine(day + timedelta(days=1), time(), UTC) if day else now
    return now if day == now.date() else end


def _replay(now: datetime) -> int:
    from django.db import connection  # the settings and tables can be imported only now

    from roadstead.oversight.retention.replay import replay

    connection.ensure_connection()  # an empty journal runs no query
    try:
        done = replay(config().home, now=now)
    except NotAllowed as refused:
        raise CommandFailed(str(refused)) from None
    if done is None:
        say("nothing to replay: this database has every deletion in the journal")
        return 0
    _print_counts(done.counts)
    say(f"deletions replayed; root {done.root}")
    return 0


def _purge(as_of: datetime, now: datetime, *, dry: bool) -> int:
    from roadstead.oversight.retention.models import COMMAND  # the tables can be imported only now
    from roadstead.oversight.retention.purge import Purge
    from roadstead.oversight.retention.replay import missing
    from roadstead.oversight.retention.stops import PurgeStopped, stop_by_clock

    if missing(config().home):
        raise CommandFailed(
            "this database is older than the journal of deletions; run `roadstead purge --replay` first"
        )
    try:
        if not dry:
            stop_by_clock(as_of, now, COMMAND)  # before retention schedules are set by that clock
        return _carry_out(Purge(config().home, as_of, now, dry))
    except PurgeStopped as stopped:
        raise CommandFailed(str(stopped)) from stopped


def _carry_out(purge: Purge) -> int:
    from roadstead.oversight.retention.models import COMMAND
    from roadstead.oversight.retention.purge_guard import guarded_purge  # the tables can be imported only now

    progress = Progress(purge.due(), "voyages and messages")
    purge.say = progress.add
    done = purge.run() if purge.dry else guarded_purge(purge, started_by=COMMAND)
    progress.end()
    _print_counts(done.counts)
    say("dry run: nothing was changed" if purge.dry else f"deletion {done.pk}: root {done.root}")
    return 0


def _print_counts(counts: Mapping[str, int]) -> None:
    for what, number in sorted(counts.items()):
        print(f"{number:>10,}  {what.replace('_', ' ')}")
