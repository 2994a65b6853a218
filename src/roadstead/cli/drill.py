"""`roadstead drill hit-confirmation`: run an exercise in the demo region, and print how long the system takes."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from roadstead.cli.console import CommandFailed, counted, say
from roadstead.cli.django_setup import set_up
from roadstead.cli.restore_check import refuse_restored_database
from roadstead.config import config

if TYPE_CHECKING:  # the tables can be imported only after set_up()
    from roadstead.pipeline.drills.hit_confirmation import Step

DRILLS: Final = ("hit-confirmation",)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=DRILLS, help="the exercise")
    parser.add_argument("--asking", default="BRB", metavar="STATE", help="the state that asks (default: %(default)s)")
    parser.add_argument(
        "--owner", default="LCA", metavar="STATE", help="the state whose entry it is (default: %(default)s)"
    )


def run(arguments: argparse.Namespace) -> int:
    set_up()
    refuse_restored_database(config().home)
    from roadstead.engine.refusals import NotAllowed
    from roadstead.pipeline.drills.cast import CannotRun, cast_of, check_processes
    from roadstead.pipeline.drills.hit_confirmation import Drill  # the tables can be imported only now

    now = datetime.now(UTC)
    try:
        cast = cast_of(arguments.asking.upper(), arguments.owner.upper(), now)
        check_processes(now)
        say(f"Drill: {cast.asking} asks {cast.owner} about an invented person. Every row that it makes says DRILL.")
        say(f"In the names of {cast.asker.username}, {cast.answerer.username} and {cast.head.username} of the demo.")
        print("seconds  step")
        left = Drill(cast=cast, show=_show).run()
    except (CannotRun, NotAllowed) as why:
        raise CommandFailed(f"drill: {why}") from None
    if left:
        kinds = ", ".join(f"{kind} {number}" for kind, number in left.items())
        raise CommandFailed(f"drill: still open: {kinds}. Run the drill again: it closes what an earlier one has left")
    print("Nothing is left open. Nobody typed: these are the seconds of the system alone.")
    return 0


def _show(step: Step) -> None:
    indent = "  since Send: " if step.since_send else ""
    target = f" (target for people: {_span(step.target)})" if step.target else ""
    print(f"{step.seconds:7.2f}  {indent}{step.text}{target}", flush=True)


def _span(target: timedelta) -> str:
    minutes = round(target.total_seconds() / 60)
    return counted(minutes // 60, "hour") if minutes % 60 == 0 else counted(minutes, "minute")
