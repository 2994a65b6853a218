"""Two database roles: the owner makes and changes tables; the application reads and writes rows within its scope.

The application's role can neither bypass row-level security nor change the schema.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import psycopg
from psycopg import sql

from roadstead.config import NotConfigured

OWNER_ROLE = "roadstead_owner"
APP_ROLE = "roadstead_app"
DATABASE = "roadstead"
CREATE = "create role {} login nosuperuser nobypassrls nocreatedb nocreaterole password {}"


def password(home: Path, role: str) -> str:
    """Return the role's password, made once and stored where only its owner can read it."""
    path = home / f"{role}.password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text().strip()


def ensure_roles(admin_url: str, *, home: Path, database: str = DATABASE) -> None:
    """Create the roles and the database where they are missing. `admin_url` must be allowed to do that."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        _ensure_role(connection, OWNER_ROLE, password(home, OWNER_ROLE))
        _ensure_role(connection, APP_ROLE, password(home, APP_ROLE))
        _ensure_database(connection, database)


def grant_defaults(owner_url: str) -> None:
    """Let the application read and write whatever the owner creates from now on (migrations narrow it)."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        role = sql.Identifier(APP_ROLE)
        for statement in (
            "grant usage on schema public to {}",
            "alter default privileges in schema public grant select, insert, update, delete on tables to {}",
            "alter default privileges in schema public grant usage, select on sequences to {}",
        ):
            connection.execute(sql.SQL(statement).format(role))


def ensure_app_role(owner_url: str, *, home: Path) -> None:
    """Create the application's role on an operator's server, if it is missing and the owner may create roles."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        _ensure_role(connection, APP_ROLE, password(home, APP_ROLE))


def _ensure_role(connection: psycopg.Connection, role: str, secret: str) -> None:
    """Create the role, or set its password again. Raises NotConfigured for a role that could bypass isolation."""
    row = connection.execute("select rolsuper or rolbypassrls from pg_roles where rolname = %s", [role]).fetchone()
    if row and row[0]:
        raise NotConfigured(f"the role {role} is a superuser or bypasses row-level security; remove that attribute")
    statement = "alter role {} login password {}" if row else CREATE
    connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(secret)))


def _ensure_database(connection: psycopg.Connection, database: str) -> None:
    if connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
        return
    connection.execute(
        sql.SQL("create database {} owner {} encoding 'UTF8' template template0").format(
            sql.Identifier(database), sql.Identifier(OWNER_ROLE)
        )
    )
