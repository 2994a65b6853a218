"""`roadstead intake`: run a web server that accepts carriers' filings and has no pages, until stopped."""

from __future__ import annotations

import argparse

from roadstead.cli.console import CommandFailed
from roadstead.cli.serve import arguments as arguments  # the same
from roadstead.cli.serve import serve
from roadstead.config import config


def run(arguments: argparse.Namespace) -> int:
    if not config().intake_port:
        raise CommandFailed("no port for filings; set ROADSTEAD_INTAKE_PORT, for example to 8766")
    # One process is enough: storing a filing takes little processor time.
    return serve("intake", arguments.host, config().intake_port, processes=1)
