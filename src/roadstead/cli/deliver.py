"""`roadstead deliver`: run one sender of emails and webhooks, until stopped."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from roadstead.cli.console import counted, say
from roadstead.cli.django_setup import set_up
from roadstead.cli.restore_check import refuse_restored_database
from roadstead.config import config


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--once", action="store_true", help="send what is due now, one delivery after the other, and exit"
    )


def run(arguments: argparse.Namespace) -> int:
    set_up()
    refuse_restored_database(config().home)
    if arguments.once:
        return _once()
    from django.db import connection  # usable only now

    from roadstead.outbound.notifications.deliver import Sender
    from roadstead.oversight.health.heartbeat import Pulse
    from roadstead.pipeline.handlers import HANDLERS

    connection.ensure_connection()  # fail at once if the database is away at the start; later the sender waits for it
    pulse = Pulse("sender", config())
    Sender(config(), HANDLERS, beat=pulse.beat).run()
    pulse.stop()
    return 0


def _once() -> int:
    from roadstead.outbound.notifications.send import deliver_due
    from roadstead.pipeline.handlers import HANDLERS

    done = 0
    while more := deliver_due(config(), HANDLERS, now=datetime.now(UTC)):
        done += more
    say(f"{counted(done, 'item')} processed; `./roadstead notices` lists what is waiting or failed")
    return 0
