"""Single sign-on settings for django-allauth, from our configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from roadstead.config import Config, NotConfigured

PROVIDER = "single-sign-on"


def provider(config: Config) -> dict[str, Any]:
    """Return one OpenID Connect provider: authorisation code with PKCE, the identity taken from the signed ID token."""
    app = {
        "provider_id": PROVIDER,
        "name": config.oidc_name,
        "client_id": config.oidc_client,
        "secret": _secret(config.oidc_secret_file),
        "settings": {"server_url": config.oidc_issuer.rstrip("/"), "fetch_userinfo": False},
    }
    return {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}


def _secret(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise NotConfigured(f"ROADSTEAD_OIDC_SECRET_FILE: cannot read {path}: {error.strerror}") from None
