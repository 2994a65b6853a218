"""Preparation of the database: server running, roles created, tables up to date."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from roadstead.config import Config
from roadstead.platform.database.cluster import UnableToStart, cluster, start
from roadstead.platform.database.connect import owner_url
from roadstead.platform.database.migration_state import rendering_changed_models_only
from roadstead.platform.database.roles import DATABASE, ensure_app_role, ensure_roles, grant_defaults


def start_own_server(config: Config) -> None:
    """Start our own PostgreSQL and create its roles and database. If the operator runs a server, only create the
    application's role there, unless its connection is configured.
    """
    if config.database_url:
        if not config.app_database_url:
            ensure_app_role(config.database_url, home=config.home)
        return
    ours = cluster(config.home)
    start(ours)
    ensure_roles(ours.url("postgres", "postgres"), home=config.home, database=DATABASE)


def migrate(config: Config) -> None:
    """Create the tables or bring them up to date, as their owner. UnableToStart if an earlier version made them."""
    grant_defaults(owner_url(config))
    _refuse_former_tables(config)
    with rendering_changed_models_only():
        call_command("migrate", database="owner", interactive=False, verbosity=0)


def _refuse_former_tables(config: Config) -> None:
    """Raise UnableToStart if migrations were applied that this version no longer has."""
    loader = MigrationLoader(connections["owner"])
    others = {app.label for app in apps.get_app_configs() if not app.name.startswith("roadstead.")}
    if any(app not in others for app, _ in set(loader.applied_migrations) - set(loader.disk_migrations)):
        place, remedy = ("ROADSTEAD_DATABASE_URL", "an empty database")
        if not config.database_url:
            place, remedy = (str(config.home), "a new folder (ROADSTEAD_HOME)")
        raise UnableToStart(f"the tables in {place} were created by an earlier version of Roadstead; use {remedy}")
