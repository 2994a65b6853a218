"""A national system as its guide asks for (docs/guide/national-systems.md): a call without an answer is repeated with
the same key, and an act that came too late is sent again with the edition that was fetched since."""

from __future__ import annotations

import contextlib
import json
import random
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

DONE, REFUSED = 201, 409
ON_THEIR_SIDE: Final = frozenset({500, 502, 503, 504})  # send it again with the same key
ANSWER_SECONDS: Final = 60
IN_A_ROW: Final = 5


class Stopped(Exception):
    """Another thread has failed."""


@dataclass(slots=True)
class Side:
    """One side of one request, and what it has to say: acts with their fields, in this order."""

    reference: str
    organisation: str
    officer: str
    edition: int
    messages: list[tuple[str, dict[str, str]]]
    done: int = 0  # messages that were answered
    read: int = 0  # the newest edition that it has fetched


@dataclass(slots=True)
class NationalSystem:
    """One thread's calls. `give_up`: the moment of the monotonic clock after which nothing is repeated."""

    url: str
    token: str
    sides: list[Side]
    dice: random.Random
    give_up: float
    unanswered: int = 0  # calls that were repeated
    replayed: int = 0  # of these, messages that were stored although no answer came
    too_late: int = 0  # acts refused because a message of the other side had come
    stopping: bool = False
    _was_stored: bool = False  # says the last answer: the same call had been done before

    def write_all(self) -> None:
        """Write every message: a few in a row on each request in turn."""
        with contextlib.suppress(Stopped):
            while waiting := [side for side in self.sides if side.done < len(side.messages)]:
                for side in waiting:
                    for _ in side.messages[side.done : side.done + IN_A_ROW]:
                        self._write_next(side)

    def _write_next(self, side: Side) -> None:
        act, fields = side.messages[side.done]
        path, key = f"/requests/{side.reference}/acts", f"{side.reference} {side.organisation} {side.done}"
        while True:
            body = {"officer": side.officer, "act": act, "edition": side.edition, "fields": fields}
            status, answer = self._call(path, body, key)
            if status == DONE:
                break
            assert (status, answer.get("code")) == (REFUSED, "not-allowed"), (status, answer)
            self.too_late += 1
            self._fetch(side, answer["text"])
        self.replayed += self._was_stored
        side.edition, side.done = answer["edition"], side.done + 1

    def _fetch(self, side: Side, refusal: str) -> None:
        status, found = self._call(f"/requests/{side.reference}")
        assert status == 200, (status, found)
        assert found["edition"] > side.edition, f"refused although nothing has come: {refusal}"
        side.edition = side.read = found["edition"]

    def _call(self, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """Return status and content of the answer; repeat the call until there is one."""
        while True:
            if self.stopping:
                raise Stopped
            assert time.monotonic() < self.give_up, f"no answer in time: {path}"
            try:
                status, answer = self._try(path, body, key)
            except (OSError, HTTPException, ValueError):  # refused, broken off, or half an answer
                status, answer = 0, None
            if status and status not in ON_THEIR_SIDE:
                return status, answer
            self.unanswered += 1
            time.sleep(self.dice.uniform(0.02, 0.2))

    def _try(self, path: str, body: Any, key: str) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = json.dumps(body).encode() if body is not None else None
        asked = Request(f"{self.url}/api/v1/state{path}", data=data, headers=headers)
        try:
            with urlopen(asked, timeout=ANSWER_SECONDS) as answer:
                self._was_stored = answer.headers.get("Idempotent-Replayed") == "true"
                return answer.status, json.load(answer)
        except HTTPError as refused:
            return refused.code, {} if refused.code in ON_THEIR_SIDE else json.load(refused)
