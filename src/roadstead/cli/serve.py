"""`roadstead serve`: run the web server (granian, ASGI), until stopped; and the code that `intake` shares with it."""

from __future__ import annotations

import argparse
import resource

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from roadstead.cli.console import say
from roadstead.cli.restore_check import refuse_restored_database
from roadstead.config import config, local_url_warning

MAX_CONNECTIONS = 8192  # of one process; most of them are idle
HEADER_MILLISECONDS = 10_000  # for the head of a request, and between two requests of a connection


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")


def run(arguments: argparse.Namespace) -> int:
    if warning := local_url_warning(config()):
        say(warning)
    return serve("application", arguments.host, config().port, config().web_workers)


def serve(application: str, host: str, port: int, processes: int) -> int:
    """Serve one of the applications of `web.asgi`, until stopped."""
    settings = config()
    refuse_restored_database(settings.home)
    _find_database()
    _allow_connections()
    Granian(
        f"roadstead.web.asgi:{application}",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=processes,
        websockets=False,
        backpressure=MAX_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_access=False,
    ).serve()
    return 0


def _find_database() -> None:
    """Raise OperationalError if no database answers: nothing can be served without one."""
    from django.db import connection  # the settings can be read only now

    connection.ensure_connection()
    connection.close()


def _allow_connections() -> None:
    """Raise this process's limit of open files to one for each connection, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MAX_CONNECTIONS
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
