"""`roadstead serve`: the web server (granian, WSGI), until it is told to stop."""

from __future__ import annotations

import argparse

from granian import Granian
from granian.constants import Interfaces

from roadstead.cli.older import refuse_an_older_database
from roadstead.config import config

THREADS = 8  # a request waits for the database most of its time


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")


def run(arguments: argparse.Namespace) -> int:
    settings = config()
    refuse_an_older_database(settings.home)
    Granian(
        "roadstead.web.wsgi:application",
        address=arguments.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=THREADS,
        log_access=False,
    ).serve()
    return 0
