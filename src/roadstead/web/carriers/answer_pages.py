"""Pages of the answers to a long list: `limit` answers, and a cursor (`next`), sent as `after` for the next page.

A cursor is the place of the last answer that was sent, and the newest answer when the first page was asked for. So no
answer is left out or sent twice, whatever is decided meanwhile; what changed is asked for with `since` afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final, NamedTuple

from django.db.models import Q

from roadstead.outbound.responses.models import Response

MAX_ON_PAGE: Final = 1000
FORM: Final = re.compile(r"([0-9]{1,18})-([0-9]{1,9})-([0-9]{1,18})")


class Cursor(NamedTuple):
    """The last answer of a page: its list, and the place of its person there, from 1."""

    answered_list: int
    person: int

    def text(self, newest: int) -> str:
        return f"{self.answered_list}-{self.person}-{newest}"


class Page(NamedTuple):
    """A page that is asked for. `after` None: the first. `newest`: as on the first page, 0 if this is the first."""

    limit: int
    after: Cursor | None = None
    newest: int = 0

    @classmethod
    def parse(cls, limit: int | None, after: str | None) -> Page | None:
        """Return the page; None if all answers are wanted. Raise ValueError for a cursor that is none of ours."""
        if after is None:
            return cls(limit) if limit else None
        found = FORM.fullmatch(after)
        if found is None:
            raise ValueError(after)
        answered_list, person, newest = map(int, found.groups())
        return cls(limit or MAX_ON_PAGE, Cursor(answered_list, person), newest)

    @property
    def rest(self) -> Q:
        """Return the condition of the answers behind the cursor."""
        if self.after is None:
            return Q()
        same = Q(answered_list=self.after.answered_list, place__gt=self.after.person)
        return same | Q(answered_list__gt=self.after.answered_list)

    def of(self, rows: Iterable[Response]) -> tuple[list[Response], Cursor | None]:
        """Return the first answers behind the cursor, in order, and the cursor of the next page; None on the last."""
        found = list(islice((row for row in rows if self._is_behind(row)), self.limit + 1))
        if len(found) <= self.limit:
            return found, None
        return found[: self.limit], _place(found[self.limit - 1])

    def _is_behind(self, row: Response) -> bool:
        return self.after is None or _place(row) > self.after


def _place(row: Response) -> Cursor:
    """Return the place of an answer. Those to a test list are never stored, so they count by the message's place."""
    return Cursor(row.answered_list_id or row.answered_list.manifest.position, row.place)
