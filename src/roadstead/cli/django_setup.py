"""Set-up of Django for commands that need the database."""

from __future__ import annotations

import os

import django


def set_up() -> None:
    """Read the settings and load the models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadstead.web.settings")
    django.setup()
