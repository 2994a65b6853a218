"""Rows whose person had their use restricted: kept, and shown to next to nobody (S34).

The database itself hides the person's rows from whoever may not read them (`roadstead_hidden`, a policy of its own on
each table). What other rows hold in words of that person comes back blank from every manager: `BlankWhileRestricted`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from django.db import connection, models

from roadstead.database.roles import APP_ROLE

KEPT_ON: Final = "roadstead_hidden"  # attribute of the connection: what `hidden` found since the scope was entered
HIDDEN: Final = "(select roadstead_hidden())::bigint[]"
# The machine (the whole region, no person) reads all: it screens, tells voyages anew, deletes. Who watches over the
# data reads all. `roadstead.opened`: the one row that was opened, with a reason, to decide an alert.
FUNCTIONS: Final = """
create or replace function roadstead_restricted() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return coalesce((select array_agg(distinct traveller_id) from retention_restriction
                   where lifted_at is null and (until is null or until >= current_date)), '{}');
end $$;

create or replace function roadstead_hidden() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if coalesce(current_setting('roadstead.watches', true), '') = 'yes'
     or (coalesce(current_setting('roadstead.states', true), '') = '*'
         and coalesce(current_setting('roadstead.people', true), '') = ''
         and coalesce(current_setting('roadstead.user', true), '') = '') then
    return '{}';
  end if;
  return array_remove(roadstead_restricted(), nullif(current_setting('roadstead.opened', true), '')::bigint);
end $$;

create or replace function roadstead_hidden_words() returns table (alerts bigint[], manifests bigint[],
                                                                   messages bigint[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare people bigint[] := roadstead_hidden();
begin
  if cardinality(people) = 0 then return query select '{}'::bigint[], '{}'::bigint[], '{}'::bigint[]; return; end if;
  return query select
    array(select id from casework_alert where traveller_id = any(people)),
    coalesce(array_agg(m.id), '{}'), coalesce(array_agg(distinct m.message_id), '{}')
    from manifests_manifest m where m.id in (
      select s.manifest_id from manifests_statement s where s.travellers && people
         and s.voyage_id in (select voyage_id from manifests_traveller where id = any(people))
      union select manifest_id from manifests_traveller where id = any(people));
end $$;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Numbers of rows that whoever asks now may not read; the words of alerts and messages that tell of them."""

    travellers: frozenset[int] = frozenset()
    alerts: frozenset[int] = frozenset()
    manifests: frozenset[int] = frozenset()
    messages: frozenset[int] = frozenset()
    told: frozenset[int] = frozenset()  # travellers, but to their carrier, which is answered about whom it declared


NOTHING: Final = Hidden()


def hide(table: str, condition: str) -> str:
    """SQL after which nobody reads a row of `table` that does not meet `condition`, whatever else admits them."""
    return f"create policy restricted on {table} as restrictive for select to {APP_ROLE} using ({condition});"


def hidden() -> Hidden:
    """From whoever asks, in the scope they have entered; two questions, once for each scope."""
    found: Hidden | None = getattr(connection, KEPT_ON, None)
    if found is None:
        found = _asked()
        setattr(connection, KEPT_ON, found)
    return found


def forget_hidden(*, machine: bool = False) -> None:
    """The scope is another, or a restriction began or ended. From the machine nothing is hidden: it is not asked."""
    setattr(connection, KEPT_ON, NOTHING if machine else None)


def restricted() -> list[int]:
    """Every traveller under a restriction, whoever asks: for what may be done with nobody's data that stand so."""
    with connection.cursor() as cursor:
        cursor.execute("select roadstead_restricted()")
        return list(cursor.fetchone()[0])


def _asked() -> Hidden:
    with connection.cursor() as cursor:
        cursor.execute("select roadstead_hidden(), coalesce(current_setting('roadstead.carrier', true), '')")
        people, carrier = cursor.fetchone()
        travellers = frozenset(people)
        if not travellers:
            return NOTHING
        cursor.execute("select * from roadstead_hidden_words()")
        alerts, manifests, messages = map(frozenset, cursor.fetchone())
    told = frozenset() if carrier else travellers
    return Hidden(travellers=travellers, alerts=alerts, manifests=manifests, messages=messages, told=told)


class WouldBlank(RuntimeError):
    """A row that was read blank is not written back: what it holds would be gone."""


class BlankWhileRestricted(models.Model):
    """`BLANK`: columns that are read as these values while the row is hidden. `OF`: which of Hidden's numbers are
    meant, and by which column; without that column nothing is told apart, and all are blank."""

    BLANK: ClassVar[Mapping[str, Any]] = {}
    OF: ClassVar[tuple[str, str]] = ("travellers", "traveller_id")
    is_restricted = False

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **more: Any) -> Self:
        row = super().from_db(db, field_names, values, **more)
        if any(name in row.__dict__ for name in cls.BLANK) or "traveller_id" in row.__dict__:
            row._blank()
        return row

    def save(self, *, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        """Raises WouldBlank where a column that was read blank would be written."""
        update_fields = None if update_fields is None else list(update_fields)
        if self.is_restricted and (update_fields is None or set(update_fields) & set(self.BLANK)):
            raise WouldBlank(f"{self} was read without what is restricted: write the other columns by name")
        super().save(update_fields=update_fields, **more)

    def _blank(self) -> None:
        kind, column = self.OF
        numbers: frozenset[int] = getattr(hidden(), kind)
        if not numbers or (column in self.__dict__ and self.__dict__[column] not in numbers):
            return
        self.is_restricted = True
        self.__dict__.update({name: value() if callable(value) else value for name, value in self.BLANK.items()
                              if name in self.__dict__})  # fmt: skip
        if "traveller_id" in self.__dict__:
            self._state.fields_cache["traveller"] = None
