"""A database ready to be used: server running, roles there, tables up to date."""

from __future__ import annotations

from django.core.management import call_command

from roadstead.config import Config
from roadstead.platform.database.cluster import cluster, start
from roadstead.platform.database.connect import owner_url
from roadstead.platform.database.roles import DATABASE, ensure_app_role, ensure_roles, grant_defaults


def start_own_server(config: Config) -> None:
    """Start our own PostgreSQL and make its roles and database; nothing when the operator runs one."""
    if config.database_url:
        if not config.app_database_url:
            ensure_app_role(config.database_url, home=config.home)
        return
    ours = cluster(config.home)
    start(ours)
    ensure_roles(ours.url("postgres", "postgres"), home=config.home, database=DATABASE)


def migrate(config: Config) -> None:
    """Bring the tables up to date, as their owner."""
    grant_defaults(owner_url(config))
    call_command("migrate", database="owner", interactive=False, verbosity=0)
