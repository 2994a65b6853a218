"""Makes Django ready for the commands that need the database."""

from __future__ import annotations

import os

import django


def set_up() -> None:
    """Read the settings and load the tables' definitions."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadstead.web.settings")
    django.setup()
