"""Settings: read once from the environment; a wrong value is refused with the name of its variable."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from roadstead.config import variables
from roadstead.config.variables import LOCAL_HOSTS as LOCAL_HOSTS
from roadstead.config.variables import SETTINGS as SETTINGS
from roadstead.config.variables import NotConfigured as NotConfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one process. Sizes in bytes, times in seconds."""

    home: Path  # data, environment, logs, sockets
    port: int
    intake_port: int  # 0: none
    database_url: str  # "": our own PostgreSQL under `home`
    app_database_url: str  # "": derived from the owner's, with the role `roadstead_app`
    database_memory: int  # MB of memory for which our own PostgreSQL is configured; 0: the machine's
    hosts: tuple[str, ...]
    https: bool
    debug: bool
    workers: int
    web_workers: int
    max_body: int
    max_attempts: int
    lease: int
    secret_file: str
    signing_file: str  # PKCS#12 that signs documents; "": made once under `home`
    signing_password_file: str
    response_profiles: Mapping[str, str]  # by carrier; "": all others
    rescreen_days: int
    second_factor: str  # required, demo, off
    unused_days: int
    carrier_unused_days: int
    self_registration: bool  # captains and small agents may register themselves
    oidc_issuer: str  # "": no single sign-on
    oidc_client: str
    oidc_secret_file: str
    oidc_name: str
    oidc_second_factor: tuple[str, ...]  # values of amr or acr that mean two factors at the provider
    url: str  # address of the pages; links in mails and webhooks begin with it
    smtp_url: str  # "": no mail is sent
    mail_from: str
    webhook_private: bool
    ceiling: str  # unclassified, restricted, confidential, secret: the highest marking held
    file_size: int  # of one file in a case
    scanner: str  # a command, or clamd: and its socket's path; "": files are not scanned
    ready_queue_seconds: int  # limits of /readyz
    ready_heartbeat_seconds: int
    ready_busy_seconds: int
    ready_audit_seconds: int
    ready_overdue_seconds: int
    ready_failed_deliveries: int
    ready_failed_carriers: int
    ready_disk_mb: int
    standstill_seconds: int  # of a standstill before the centre's supervisors are notified

    @property
    def log_dir(self) -> Path:
        return self.home / "log"


def read(environ: Mapping[str, str]) -> Config:
    """Return the settings in `environ`. Raises NotConfigured."""
    variables.refuse_former(environ)
    return Config(
        home=variables.home_folder(environ),
        port=variables.number(environ, "ROADSTEAD_PORT", 1, 65535),
        intake_port=variables.intake_port(environ),
        database_url=variables.database_url(environ, "ROADSTEAD_DATABASE_URL"),
        app_database_url=variables.database_url(environ, "ROADSTEAD_APP_DATABASE_URL"),
        database_memory=variables.number(environ, "ROADSTEAD_DATABASE_MEMORY", 0, 2**24),
        hosts=variables.comma_list(environ, "ROADSTEAD_HOSTS"),
        https=variables.yes_or_no(environ, "ROADSTEAD_HTTPS"),
        debug=variables.yes_or_no(environ, "ROADSTEAD_DEBUG"),
        workers=variables.number(environ, "ROADSTEAD_WORKERS", 1, 64),
        web_workers=variables.number(environ, "ROADSTEAD_WEB_WORKERS", 1, 64),
        max_body=variables.number(environ, "ROADSTEAD_MAX_BODY", 1024, 1024**3),
        max_attempts=variables.number(environ, "ROADSTEAD_MAX_ATTEMPTS", 1, 100),
        lease=variables.number(environ, "ROADSTEAD_LEASE", 1, 3600),
        secret_file=variables.text_of(environ, "ROADSTEAD_SECRET_FILE"),
        signing_file=variables.text_of(environ, "ROADSTEAD_SIGNING_FILE"),
        signing_password_file=variables.text_of(environ, "ROADSTEAD_SIGNING_PASSWORD_FILE"),
        response_profiles=variables.response_profiles(environ),
        rescreen_days=variables.number(environ, "ROADSTEAD_RESCREEN_DAYS", 0, 3650),
        second_factor=variables.second_factor(environ),
        unused_days=variables.number(environ, "ROADSTEAD_UNUSED_DAYS", 1, 3650),
        carrier_unused_days=variables.number(environ, "ROADSTEAD_CARRIER_UNUSED_DAYS", 1, 3650),
        self_registration=variables.self_registration(environ),
        oidc_issuer=variables.issuer(environ),
        oidc_client=variables.with_issuer(environ, "ROADSTEAD_OIDC_CLIENT"),
        oidc_secret_file=variables.with_issuer(environ, "ROADSTEAD_OIDC_SECRET_FILE"),
        oidc_name=variables.text_of(environ, "ROADSTEAD_OIDC_NAME"),
        oidc_second_factor=variables.comma_list(environ, "ROADSTEAD_OIDC_SECOND_FACTOR"),
        url=variables.pages_url(environ),
        smtp_url=variables.smtp_url(environ),
        mail_from=variables.mail_address(environ),
        webhook_private=variables.yes_or_no(environ, "ROADSTEAD_WEBHOOK_PRIVATE"),
        ceiling=variables.one_of(
            environ, "ROADSTEAD_CEILING", ("unclassified", "restricted", "confidential", "secret")
        ),
        file_size=variables.number(environ, "ROADSTEAD_FILE_SIZE", 1000, 100 * 1000**2),
        scanner=variables.scanner(environ),
        ready_queue_seconds=variables.number(environ, "ROADSTEAD_READY_QUEUE_SECONDS", 1, 86400),
        ready_heartbeat_seconds=variables.number(environ, "ROADSTEAD_READY_HEARTBEAT_SECONDS", 10, 86400),
        ready_busy_seconds=variables.number(environ, "ROADSTEAD_READY_BUSY_SECONDS", 10, 86400),
        ready_audit_seconds=variables.number(environ, "ROADSTEAD_READY_AUDIT_SECONDS", 5, 86400),
        ready_overdue_seconds=variables.number(environ, "ROADSTEAD_READY_OVERDUE_SECONDS", 1, 86400),
        ready_failed_deliveries=variables.number(environ, "ROADSTEAD_READY_FAILED_DELIVERIES", 0, 1000),
        ready_failed_carriers=variables.number(environ, "ROADSTEAD_READY_FAILED_CARRIERS", 0, 1000),
        ready_disk_mb=variables.number(environ, "ROADSTEAD_READY_DISK_MB", 0, 10**7),
        standstill_seconds=variables.number(environ, "ROADSTEAD_STANDSTILL_SECONDS", 1, 86400),
    )


@cache
def config() -> Config:
    """Return the settings of this process."""
    return read(os.environ)


def secret_key(settings: Config) -> str:
    """Return the signing key from its file, which is made on first use and readable by its owner only."""
    path = Path(settings.secret_file) if settings.secret_file else settings.home / "secret"
    if not path.exists():
        if settings.secret_file:
            raise NotConfigured(f"ROADSTEAD_SECRET_FILE: {path} does not exist; create it with 50 random characters")
        _write_secret(path)
    return path.read_text().strip()


def _write_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))


def local_url_warning(settings: Config) -> str:
    """Return a warning if links in mails would lead to this machine although people connect by TLS, else ""."""
    if not settings.https or urlsplit(settings.url).hostname not in LOCAL_HOSTS:
        return ""
    return (
        f"warning: ROADSTEAD_HTTPS is on, but links in emails begin with {settings.url}, which only this machine can"
        " reach; set ROADSTEAD_URL=https://… to the address that people use"
    )


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can open, or close an existing one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def mail_folder(home: Path) -> str:
    """Return ROADSTEAD_SMTP_URL for the demo, which has no mail server: its mails can be read in a folder."""
    return f"file://{quote(str(home / 'mail'))}"
