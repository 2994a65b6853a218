"""Long lists of ids in a query: one array instead of a parameter for each."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Func, Value


def among(numbers: Iterable[int]) -> Func:
    """Return a subquery of these ids, for `__in`. The array is written here as the driver writes it, in a tenth of the
    time.
    """
    array = Value(f"{{{','.join(map(str, numbers))}}}")
    return Func(array, function="unnest", template="(select %(function)s(%(expressions)s::bigint[]))")
