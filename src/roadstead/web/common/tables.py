"""Tables that sort, filter, page and export alike, as their URL says."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from roadstead.platform.database.scope import Scope, scoped

MAX_COUNTED: Final = 10_000  # rows: counting millions takes longer than showing a page
Row = TypeVar("Row", bound=Model)
Response = TypeVar("Response", bound=HttpResponseBase)
Item = TypeVar("Item")
ROWS_PER_PAGE = 50  # rows on a page
STREAM_BATCH_SIZE = 500  # rows read at once
CSV = "text/csv; charset=utf-8"

# A cell that a spreadsheet would take for a formula is written with a quote before it (CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the fields it sorts by (none: not sortable), and how a row fills it in the export."""

    heading: str
    sort: tuple[str, ...] = ()
    cell: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column's heading on the page: where a click on it leads, and how it is sorted now."""

    text: str
    href: str
    sorted: str  # "ascending", "descending" or "none", as aria-sort wants it


def sorted_by(rows: QuerySet[Row, Row], request: HttpRequest, columns: Mapping[str, Column]) -> QuerySet[Row, Row]:
    """Return the rows in the order of the URL (`sort=name`, `sort=-name`), or as they come."""
    wanted = request.GET.get("sort", "")
    column = columns.get(wanted.removeprefix("-"))
    if column is None or not column.sort:
        return rows
    sign = "-" if wanted.startswith("-") else ""
    return rows.order_by(*(f"{sign}{name}" for name in column.sort), "pk")


def sorted_list(rows: Iterable[Item], request: HttpRequest, columns: Mapping[str, Column]) -> list[Item]:
    """Return rows that are no query in the order of the URL, by what the export holds; or as they come."""
    wanted = request.GET.get("sort", "")
    column = columns.get(wanted.removeprefix("-"))
    if column is None or not column.sort or column.cell is None:
        return list(rows)
    cell = column.cell
    return sorted(rows, key=lambda row: str(cell(row)).casefold(), reverse=wanted.startswith("-"))


def headings(request: HttpRequest, columns: Mapping[str, Column]) -> list[Heading]:
    """Return the headings, each leading to the same page sorted by it; filters stay in the URL."""
    return [_heading(request, name, column) for name, column in columns.items()]


def _heading(request: HttpRequest, name: str, column: Column) -> Heading:
    now = request.GET.get("sort", "")
    state = {name: "ascending", f"-{name}": "descending"}.get(now, "none")
    href = url_with(request, sort=f"-{name}" if now == name else name, page="") if column.sort else ""
    return Heading(text=gettext(column.heading), href=href, sorted=state)


def url_with(request: HttpRequest, **changed: str) -> str:
    """Return this page's URL with some parameters changed ("" removes one)."""
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


class CappedCount(int):
    """A number at which counting stopped, shown as 10,000+."""

    def __str__(self) -> str:
        return f"{int(self):,}+"


def capped_count(rows: QuerySet[Any, Any], most: int) -> int:
    """Return the number of rows, counted up to `most`."""
    return capped(rows.order_by()[: most + 1].count(), most)


def capped(number: int, most: int) -> int:
    """Return the number, or `most` as a number at which counting stopped."""
    return CappedCount(most) if number > most else number


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # Django's own takes none
    """Pages of the first MAX_COUNTED rows, and never a count of more. `is_cut`: there are more rows."""

    @cached_property
    def is_cut(self) -> bool:
        return isinstance(self.count, CappedCount)

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return capped_count(rows, MAX_COUNTED)

    @cached_property
    def num_pages(self) -> int:
        number = super().num_pages
        return CappedCount(number) if self.is_cut else number


def page_of(
    rows: QuerySet[Row, Row],
    request: HttpRequest,
    *,
    parameter: str = "page",
    size: int = ROWS_PER_PAGE,
    count: int | None = None,
) -> Page[Row]:
    """Return the page of rows that `parameter` in the URL asks for, or the nearest one that exists.

    `count`: number of rows if it is known; else at most MAX_COUNTED are counted.
    """
    paginator = BoundedPaginator(rows, size)
    if count is not None:
        paginator.__dict__["count"] = count  # where its cached property is stored
    return paginator.get_page(request.GET.get(parameter))


def as_csv_stream(
    name: str, columns: Iterable[Column], rows: QuerySet[Row, Row], scope: Scope
) -> StreamingHttpResponse:
    """Return the same as `as_csv`, sent row by row: twenty thousand rows are never in memory at once. `scope`: the
    reader's, since the page's own transaction is over by then.
    """

    def lines() -> Iterator[str]:
        with scoped(scope):
            yield from _csv_lines(columns, rows.iterator(chunk_size=STREAM_BATCH_SIZE))

    return _attached(StreamingHttpResponse(lines(), content_type=CSV), name)


def as_csv(name: str, columns: Iterable[Column], rows: Iterable[Any]) -> HttpResponse:
    """Return the rows as a file for a spreadsheet (UTF-8 with BOM, as spreadsheets expect it)."""
    return _attached(HttpResponse(_csv_lines(columns, rows), content_type=CSV), name)


def _csv_lines(columns: Iterable[Column], rows: Iterable[Any]) -> Iterator[str]:
    exported, writer = [column for column in columns if column.cell], csv.writer(Echo())
    yield "\ufeff" + writer.writerow([column.heading for column in exported])
    for row in rows:
        yield writer.writerow([_safe(column.cell(row)) for column in exported if column.cell])


def _attached(response: Response, name: str) -> Response:
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class Echo:
    """A file that returns what is written to it."""

    def write(self, text: str) -> str:
        return text


def _safe(value: object) -> object:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def one_of(value: str, allowed: Sequence[str], default: str = "") -> str:
    """Return a filter's value if it is allowed, else the default."""
    return value if value in allowed else default
