"""Tables that an earlier version made are refused in one line, before anything is changed."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest

from bench.live import ROOT, database
from roadstead.config import config
from roadstead.platform.database.make_cluster import program_path
from tests.shared import live_config, settled_region

BY_DJANGO = """
from roadstead.cli.django_setup import set_up
set_up()
from django.core.management import call_command
from roadstead.config import config
from roadstead.platform.database.connect import owner_url
from roadstead.platform.database.roles import grant_defaults
grant_defaults(owner_url(config()))
call_command("migrate", database="owner", interactive=False, verbosity=0)
"""
MIGRATE = """
from roadstead.cli.django_setup import set_up
set_up()
from bench.live import ROOT, database
from roadstead.config import config
from roadstead.platform.database.layout import UnableToStart
from roadstead.platform.database.prepare import migrate
try:
    migrate(config())
except UnableToStart as failure:
    print(failure)
"""
FORMER = """
create table django_migrations (id bigserial, app text, name text, applied timestamptz default now());
insert into django_migrations (app, name) values ('casework', '0022_known_to');
alter table django_migrations owner to roadstead_owner;
"""


def migrated(env: dict[str, str], program: str = MIGRATE) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


def tables(admin: str) -> list[str]:
    """Everything that is in a database but its rows, as PostgreSQL writes it."""
    dump = [program_path("pg_dump"), "--schema-only", admin]
    lines = subprocess.run(dump, check=True, capture_output=True, text=True).stdout.splitlines()
    return [line for line in lines if not line.startswith(("\\restrict", "\\unrestrict"))]  # a key by chance


def test_tables_of_an_earlier_version_are_refused_in_one_line_and_stay_as_they_are() -> None:
    with database(config(), "roadstead_former") as (env, admin):
        with psycopg.connect(admin) as connection:
            connection.execute(FORMER)
        said = migrated(env)
        with psycopg.connect(admin) as connection:
            names = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    assert said.count("\n") == 1
    assert "created by an earlier version of Roadstead; use an empty database" in said
    assert names == [("django_migrations",)]


def test_tables_of_this_version_are_brought_up_to_date_again() -> None:
    """Those of the demo region, which another process of the run has made from nothing."""
    with database(live_config(), "roadstead_present", settled_region()) as (env, _):
        assert migrated(env) == ""


@pytest.mark.long
def test_tables_of_this_version_are_brought_up_to_date_again_and_again_from_nothing() -> None:
    with database(config(), "roadstead_present") as (env, _):
        assert [migrated(env), migrated(env)] == ["", ""]


@pytest.mark.long
def test_tables_made_without_rendering_all_models_are_those_that_django_makes() -> None:
    with database(config(), "roadstead_quick") as (env, admin):
        migrated(env)
        ours = tables(admin)
    with database(config(), "roadstead_usual") as (env, admin):
        migrated(env, BY_DJANGO)
        theirs = tables(admin)
    assert len(ours) > 10_000
    assert ours == theirs
