"""`roadstead send FILE… --url URL --token T`: file messages as a carrier's system does, and print the receipts.

With `--wait SECONDS` also what was read, the responses about travellers, and what to correct.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from roadstead.cli.console import CommandFailed, read_file


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="message files (- for standard input)")
    parser.add_argument(
        "--url", required=True, help="address of the Roadstead server, for example http://127.0.0.1:8000"
    )
    parser.add_argument("--token", required=True, help="the carrier's token")
    parser.add_argument(
        "--wait",
        type=int,
        default=0,
        choices=range(11),
        metavar="SECONDS",
        help="wait up to 10 seconds for the responses about travellers (default: 0)",
    )
    parser.add_argument(
        "--test", action="store_true", help="send test lists: they are read and answered, and count for nothing"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per file")


def run(arguments: argparse.Namespace) -> int:
    refused = 0
    for name in arguments.files:
        status, answer = post(
            arguments.url, arguments.token, read_file(name), Path(name).name, wait=arguments.wait, test=arguments.test
        )
        refused += status != 202
        if arguments.json:
            sys.stdout.write(msgspec.json.encode({"file": name, "http": status, **answer}).decode() + "\n")
        else:
            test = "test, not filed: " if answer.get("test") else ""
            print(f"{name}: {test}{answer.get('receipt') or answer.get('text') or answer}")
            sys.stdout.writelines(
                f"  {line}\n" for line in (*_understood(answer), *_response_lines(answer), *_problem_lines(answer))
            )
        refused += answer.get("status") == "not_understood"
    return 1 if refused else 0


def _rows(answer: Mapping[str, object], name: str) -> list[dict[str, Any]]:
    rows = answer.get(name)
    return rows if isinstance(rows, list) else []


def _understood(answer: Mapping[str, object]) -> Iterator[str]:
    """Yield what the sender can compare: voyage, ports, number of rows read. Say so if no traveller could be read."""
    if answer.get("status") == "not_understood":
        yield "not understood: we could not read any travellers or cargo, so this does not count as a filing"
    for row in _rows(answer, "messages"):
        voyage = row.get("voyage") or {}
        route = f" {voyage.get('from', '?')} to {voyage.get('to', '?')}" if voyage else ""
        if row.get("type"):
            name = voyage.get("number") or "voyage without number"
            yield f"{row['type']}, {name}{route}: {_counted(row)}"


def _counted(row: Mapping[str, Any]) -> str:
    """Return the number of bills and containers of cargo, or of travellers of any other list."""
    kinds = ("bills", "containers") if "bills" in row else ("travellers",)
    return ", ".join(f"{kind} read: {row.get(kind, 0)}" for kind in kinds)


def _problem_lines(answer: Mapping[str, object]) -> Iterator[str]:
    """Yield what to correct, errors first; notes are in the receipt."""
    for severity in ("error", "warning"):
        for row in _rows(answer, "problems"):
            if row["severity"] == severity:
                yield f"{severity}: {_place(row.get('where') or {}, row['text'])}{row['text']}"


def _place(where: Mapping[str, Any], text: str) -> str:
    """Return segment and number; texts about a sheet name row and heading themselves."""
    number = where.get("number")
    if not number or f"row {number}" in text.lower():
        return ""
    return f"{where.get('segment', '')} {number}: ".lstrip()


def _response_lines(answer: Mapping[str, object]) -> Iterator[str]:
    """Yield a line for each person: response, missing fields, and the carrier's name and reference for the person."""
    for row in _rows(answer, "answers"):
        who = " ".join(str(row[name]) for name in ("name", "booking", "passenger") if row.get(name))
        missing = f" ({', '.join(row['missing'])})" if row.get("missing") else ""
        yield f"{row['verdict']}{missing}: {row['person']} {who}"


def post(
    url: str, token: str, raw: bytes, filename: str, *, wait: int = 0, test: bool = False
) -> tuple[int, dict[str, object]]:
    """File one body; return the HTTP status and the response's JSON. `wait`: seconds to wait for the verdicts; `test`:
    send it as a test list.

    Raises CommandFailed if there is no response.
    """
    target = urlsplit(url)
    make = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = make(target.hostname or "127.0.0.1", target.port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream", "X-File-Name": filename}
    if test:
        headers["X-Test"] = "true"
    try:
        _send(connection, f"/api/v1/manifests{f'?wait={wait}' if wait else ''}", raw, headers)
        response = connection.getresponse()
        return response.status, _json(response.read())
    except (OSError, http.client.HTTPException) as error:
        raise CommandFailed(
            f"{url}: {error or type(error).__name__}; check the address and that the server is running"
        ) from None
    finally:
        connection.close()


def _send(connection: http.client.HTTPConnection, path: str, raw: bytes, headers: dict[str, str]) -> None:
    """Send the request. A server may close the connection early; its response, which says why, can still be read."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request("POST", path, body=raw, headers=headers)


def _json(body: bytes) -> dict[str, object]:
    try:
        answer = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {"text": body[:200].decode(errors="replace")}
    return answer if isinstance(answer, dict) else {"text": str(answer)}
