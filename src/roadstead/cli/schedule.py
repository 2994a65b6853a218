"""`roadstead schedule`: run one scheduler of periodic jobs, until stopped."""

from __future__ import annotations

import argparse

from roadstead.cli.django_setup import set_up
from roadstead.cli.restore_check import refuse_restored_database
from roadstead.config import config
from roadstead.engine.reference.policy_files import refuse_files


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add no arguments: `pipeline/schedule.py` says what runs how often."""


def run(arguments: argparse.Namespace) -> int:
    refuse_files(config().home)
    set_up()
    refuse_restored_database(config().home)
    from roadstead.oversight.health.heartbeat import Pulse  # the tables can be imported only now
    from roadstead.pipeline.schedule import JOBS
    from roadstead.platform.jobs.scheduler import Scheduler

    pulse = Pulse("scheduler", config())
    Scheduler(config(), JOBS, beat=pulse.beat).run()
    pulse.stop()
    return 0
