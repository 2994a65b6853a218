"""Django's settings. Everything an operator may change is in roadstead.config; this file only wires it up."""

from __future__ import annotations

from roadstead.config import config, secret_key

_config = config()
SECRET_KEY = secret_key(_config)
DEBUG = _config.debug
ALLOWED_HOSTS = list(_config.hosts)
USE_TZ = True
TIME_ZONE = "UTC"
INSTALLED_APPS: list[str] = ["django.contrib.contenttypes", "django.contrib.auth"]
