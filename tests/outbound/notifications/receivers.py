"""A real SMTP server and a real HTTP receiver on this machine, that keep what they were given."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Got:
    """`mails`: raw; `posts`: headers and body. `slow`: seconds before an answer. `code`: of the HTTP answers."""

    mails: list[bytes] = field(default_factory=list)
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    slow: float = 0.0
    code: int = 200
    smtp: str = ""
    http: str = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content)
        time.sleep(self.slow)
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def receivers() -> Iterator[Got]:
    got = Got()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.posts.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(got.slow)
            self.send_response(got.code)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    mail = Controller(got, hostname="127.0.0.1", port=free_port())
    mail.start()
    got.http = f"http://127.0.0.1:{web.server_port}/hook"
    got.smtp = f"smtp://127.0.0.1:{mail.port}"
    try:
        yield got
    finally:
        mail.stop()
        web.shutdown()
        web.server_close()
