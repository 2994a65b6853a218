"""`roadstead work`: run one screening worker, until stopped."""

from __future__ import annotations

import argparse

from roadstead.cli.django_setup import set_up
from roadstead.cli.restore_check import refuse_restored_database
from roadstead.config import config
from roadstead.engine.reference.policy_files import refuse_files


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add no arguments: the settings say how long a worker may hold a message."""


def run(arguments: argparse.Namespace) -> int:
    refuse_files(config().home)
    set_up()
    refuse_restored_database(config().home)
    from roadstead.pipeline.worker import Worker  # the tables can be imported only now

    Worker(config()).run()
    return 0
