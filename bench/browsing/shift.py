"""A job, and what the jobs of one run share: the demo, and what an earlier job has made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from bench.browsing.chromium import Served
from bench.browsing.counted import Hand

DESK: Final = (1280, 900)
PHONE: Final = (390, 844)


@dataclass(slots=True)
class Shift:
    """One run. `stamp` makes the names of its list, flights and rule new, so that a running demo can be used again."""

    demo: Served
    stamp: str = field(default_factory=lambda: f"{datetime.now(UTC):%H%M%S}")
    made: dict[str, str] = field(default_factory=dict)

    @property
    def list_name(self) -> str:
        return f"Namesakes {self.stamp}"

    def address(self, path: str) -> str:
        return f"{self.demo.url}{path}"


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the table: its code, what it is, whose account does it, and the function that does it.

    The function begins signed in on the home page, unless `signs_in`; it returns a note, and raises if the job does not
    end as it should.
    """

    code: str
    title: str
    who: str
    do: Callable[[Hand, Shift], str]
    screen: tuple[int, int] = DESK
    signs_in: bool = False
