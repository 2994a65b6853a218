"""Connection settings: the application's role for every request, the owner's for migrations only."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from roadstead.config import Config
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.roles import APP_ROLE, DATABASE, OWNER_ROLE, password


def owner_url(config: Config) -> str:
    """Return the connection string of the role that owns the tables."""
    return config.database_url or cluster(config.home).url(DATABASE, OWNER_ROLE, password(config.home, OWNER_ROLE))


def app_url(config: Config) -> str:
    """Return the connection string of the application's role: never the owner's, never one that bypasses isolation."""
    if config.app_database_url:
        return config.app_database_url
    return make_conninfo(owner_url(config), user=APP_ROLE, password=password(config.home, APP_ROLE))


def django_databases(config: Config) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: `default` is the application's role, `owner` makes and changes tables."""
    return {"default": _django(app_url(config)), "owner": _django(owner_url(config))}


def _django(url: str) -> dict[str, Any]:
    given = conninfo_to_dict(url)
    taken = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "roadstead.platform.database.postgresql",
        **{django: str(given.pop(name, "")) for name, django in taken.items()},
        "OPTIONS": given,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
