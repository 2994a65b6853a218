"""Many voyages and travellers, of which the planner knows: what plans are looked at of. Nothing of it is committed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from django.db.models import Model

from roadstead.config import config
from roadstead.engine.reference.caricom import CARICOM
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.roles import APP_ROLE, DATABASE
from roadstead.platform.database.scope import REGION, Scope

MEMBERS: Final = sorted(CARICOM)[:15]
# A row is made once: "(made(…)).*" would call the function for each of its columns.
VOYAGES: Final = """
insert into voyages_voyage select made.*
from generate_series(1, 6000) place, jsonb_populate_record(null::voyages_voyage, %(plain)s::jsonb
  || jsonb_build_object('id', -place, 'key', 'many ' || place, 'updated_at', now(),
                        'departs_at', now() - place * interval '1 hour' - interval '2 hours',
                        'arrives_at', now() - place * interval '1 hour',
                        'states', array[(%(members)s::text[])[place %% 15 + 1]])) made
"""
TRAVELLERS: Final = """
insert into voyages_traveller select made.*
from generate_series(1, 60000) place, jsonb_populate_record(null::voyages_traveller, %(plain)s::jsonb
  || jsonb_build_object('id', -place, 'voyage_id', -(place %% 6000) - 1, 'manifest_id', -1,
                        'person_key', md5(place::text),
                        'states', array[(%(members)s::text[])[(place %% 6000 + 1) %% 15 + 1]])) made
"""


class Many:
    """The application's role in a transaction of its own that sees them all."""

    def __init__(self, database: psycopg.Connection) -> None:
        self._database = database

    def plan(self, statement: str, given: Sequence[Any] = (), *, scope: Scope = REGION) -> dict[str, Any]:
        """What was done for the statement, as `explain analyze` tells it."""
        settings = {"states": ",".join(scope.states), "people": "yes" if scope.people else ""}
        for name, value in settings.items():
            self._database.execute("select set_config(%s, %s, true)", [f"roadstead.{name}", value])
        found = self._database.execute(f"explain (analyze, format json) {statement}".encode(), given).fetchone()
        assert found is not None
        plan: dict[str, Any] = found[0][0]["Plan"]
        return plan


def _plain(model: type[Model]) -> str:
    return json.dumps({field.column: field.get_default() for field in model._meta.concrete_fields})


@contextmanager
def many_voyages() -> Iterator[Many]:
    """6,000 voyages of 15 states within 250 days, ten travellers on each; without the rows that triggers make of them,
    which no plan here reads."""
    with psycopg.connect(config().database_url or cluster(config().home).url(DATABASE, "postgres")) as database:
        database.execute("set local session_replication_role = replica")
        for statement, model in ((VOYAGES, Voyage), (TRAVELLERS, Traveller)):
            database.execute(statement, {"plain": _plain(model), "members": MEMBERS})
            database.execute(f"analyze {model._meta.db_table}".encode())
        database.execute(f"set local role {APP_ROLE}".encode())
        yield Many(database)
        database.rollback()
