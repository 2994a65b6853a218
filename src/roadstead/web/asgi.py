"""ASGI application of the web server: receives bodies, and hands whole requests to threads that run Django.

A thread is held while the application computes, never while a client sends or reads.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from roadstead.config import config
from roadstead.web.common.receiving import Body, NotReceived, Receive, Receiver, Sender, drain
from roadstead.web.common.refusals import API, STATUS_KEY
from roadstead.web.common.senders import account_of, address_of
from roadstead.web.wsgi import application as wsgi

THREADS: Final = 8  # a request mostly waits for the database
FORM_BYTES: Final = 1024 * 1024  # of the form around an uploaded file
HEALTH: Final = ("/healthy", "/readyz")
NO_PAGES: Final = b"This server takes carriers' filings alone, below /api/v1. Pages are shown by the web server.\n"
log = logging.getLogger("roadstead.web")

Environ = dict[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Front:
    """Receives the body, has a thread run the WSGI application, and sends its response. `with_pages`: not only
    the API.
    """

    def __init__(self, *, with_pages: bool) -> None:
        settings = config()
        self._with_pages = with_pages
        self._receiver = Receiver(settings.home / "incoming")
        self._receiver.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
        self._api_limit = settings.max_body
        self._page_limit = max(settings.max_body, settings.file_size) + FORM_BYTES

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        environ = _environ(scope)
        path = environ["PATH_INFO"]
        if not (self._with_pages or path.startswith(API) or path in HEALTH):
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
            await send(_body(NO_PAGES))
            return
        if not _has_body(environ):
            await self._respond(environ, send)
            return
        is_api = path.startswith(API)
        try:
            async with self._receiver.body(receive, self._sender(environ, is_api=is_api)) as body:
                environ["wsgi.input"] = body.file
                environ[STATUS_KEY] = _refused(body, is_api=is_api, has_length="CONTENT_LENGTH" in environ)
                await self._respond(environ, send)
        except NotReceived as failure:
            environ["wsgi.input"] = BytesIO()
            if failure.status == 413 and is_api:  # without valid credentials: the application responds with 401
                await self._respond(environ, send)
                return
            if failure.status != 408:
                await drain(receive)
            environ[STATUS_KEY] = failure.status
            await self._respond(environ, send)

    def _sender(self, environ: Environ, *, is_api: bool) -> Sender:
        loop = asyncio.get_running_loop()
        length = environ.get("CONTENT_LENGTH", "")
        return Sender(
            address=address_of(environ),
            declared=int(length) if length.isdecimal() else -1,
            limit=self._api_limit if is_api else self._page_limit,
            identify=lambda: loop.run_in_executor(self._threads, account_of, environ),
        )

    async def _respond(self, environ: Environ, send: Send) -> None:
        """Send the response as the application produces it. A slow client does not hold the thread."""
        loop = asyncio.get_running_loop()
        messages: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()

        def put(*produced: MutableMapping[str, Any]) -> None:
            for message in produced:
                messages.put_nowait(message)

        self._threads.submit(_run, environ, partial(loop.call_soon_threadsafe, put))
        more = True
        while more:
            message = await messages.get()
            if message["type"] == "broken":
                raise ConnectionError  # the client must not take what it has for the whole response
            more = message.get("more_body", True)
            await send(message)


def _run(environ: Environ, put: Callable[..., object]) -> None:
    """Call the application, in a thread, and put the messages of its response."""
    head: MutableMapping[str, Any] = {"type": "http.response.start", "status": 500, "headers": []}

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None, /) -> Callable[[bytes], object]:
        head["status"] = int(status[:3])
        head["headers"] = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return lambda _: None  # PEP 3333: the imperative form, which Django does not use

    try:
        with closing(wsgi(environ, start_response)) as response:
            has_length = any(name == b"content-length" for name, _ in head["headers"])
            if has_length or not response.streaming:
                put(head, _body(b"".join(response)))
                return
            put(head, _body(b"", more=True))  # the server sends the head with the first part of the body
            for piece in response:
                put(_body(piece, more=True))
            put(_body(b""))
    except Exception as error:
        log.exception("a response was aborted: %s", type(error).__name__)
        put({"type": "broken"})


def _body(piece: bytes, *, more: bool = False) -> MutableMapping[str, Any]:
    return {"type": "http.response.body", "body": piece, "more_body": more}


def _refused(body: Body, *, is_api: bool, has_length: bool) -> int:
    """Return the status with which to refuse a body received in part, 0 for none. Where the API's views can see the
    fault, they give it more precisely.
    """
    if body.received > body.limit:
        return 0 if is_api else 413
    return 0 if body.is_whole or (is_api and has_length) else 408


def _has_body(environ: Environ) -> bool:
    """Return True if the request has a body to receive. Other methods have none that is read; without a token the API
    responds before it reads a body.
    """
    if environ["REQUEST_METHOD"] != "POST":
        return False
    if environ["PATH_INFO"].startswith(API) and "HTTP_AUTHORIZATION" not in environ:
        return False
    return environ.get("CONTENT_LENGTH", "") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ


def _environ(scope: MutableMapping[str, Any]) -> Environ:
    """Return the WSGI environment (PEP 3333) of an ASGI scope, without a body. Headers whose name has an underscore are
    dropped: they would pass for those with a hyphen that the proxy in front has set.
    """
    host, port = scope.get("server") or ("localhost", 80)
    client, _ = scope.get("client") or ("", 0)
    version = str(scope["http_version"])
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{version if '.' in version else version + '.0'}",
        "REMOTE_ADDR": client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1")
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}" if key in environ else text
    return environ


application = Front(with_pages=True)
intake = Front(with_pages=False)
