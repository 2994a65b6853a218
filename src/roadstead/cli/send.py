"""`roadstead send FILE… --url URL --token T`: files messages as a carrier's system would, and prints the receipts."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import sys
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from roadstead.cli.failure import CannotDo, read_file


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="message files (- for standard input)")
    parser.add_argument("--url", required=True, help="address of the Roadstead server, as http://127.0.0.1:8000")
    parser.add_argument("--token", required=True, help="the carrier's token")
    parser.add_argument("--json", action="store_true", help="one JSON object a file, to standard output")


def run(arguments: argparse.Namespace) -> int:
    refused = 0
    for name in arguments.files:
        status, answer = post(arguments.url, arguments.token, read_file(name), Path(name).name)
        refused += status != 202
        if arguments.json:
            sys.stdout.write(msgspec.json.encode({"file": name, "http": status, **answer}).decode() + "\n")
        else:
            print(f"{name}: {answer.get('receipt') or answer.get('text') or answer}")
    return 1 if refused else 0


def post(url: str, token: str, raw: bytes, filename: str) -> tuple[int, dict[str, object]]:
    """File one body; the HTTP status and the answer's JSON. Raises CannotDo where no answer can be had."""
    target = urlsplit(url)
    make = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = make(target.hostname or "127.0.0.1", target.port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream", "X-File-Name": filename}
    try:
        _send(connection, raw, headers)
        response = connection.getresponse()
        return response.status, _json(response.read())
    except (OSError, http.client.HTTPException) as error:
        raise CannotDo(f"{url}: {error or type(error).__name__}; is the server up?") from None
    finally:
        connection.close()


def _send(connection: http.client.HTTPConnection, raw: bytes, headers: dict[str, str]) -> None:
    """A server that has seen enough closes the line while we send; its answer, which says why, can still be read."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request("POST", "/api/v1/manifests", body=raw, headers=headers)


def _json(body: bytes) -> dict[str, object]:
    try:
        answer = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {"text": body[:200].decode(errors="replace")}
    return answer if isinstance(answer, dict) else {"text": str(answer)}
