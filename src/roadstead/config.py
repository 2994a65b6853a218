"""Every setting, read once from the environment, refusing nonsense with the variable's name in the message."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

LOCAL_HOSTS: Final = ("127.0.0.1", "localhost", "::1", "[::1]")


class NotConfigured(Exception):
    """A setting is missing or makes no sense; the message names the variable and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One run's settings. Sizes in bytes, times in seconds."""

    home: Path  # data, environment, logs, sockets
    port: int
    database_url: str  # "" = our own PostgreSQL under `home`
    app_database_url: str  # "" = derived from the owner's, with the role `roadstead_app`
    hosts: tuple[str, ...]
    https: bool
    debug: bool
    workers: int
    web_workers: int
    max_body: int
    max_attempts: int
    lease: int
    documents_in_memory: int
    entries_in_memory: int
    secret_file: str
    signing_file: str  # PKCS#12 that signs documents; "" = made once under `home`
    signing_password_file: str
    answer_profiles: Mapping[str, str]  # by carrier; "" for everybody else
    answer_refer: str  # never, confirmed, open
    look_back_days: int
    second_factor: str  # required, demo, off
    unused_days: int
    carrier_unused_days: int
    oidc_issuer: str  # "" = no single sign-on
    oidc_client: str
    oidc_secret_file: str
    oidc_name: str
    oidc_second_factor: tuple[str, ...]  # values of amr or acr that mean the provider asked for two factors
    rule_disparity: float
    confirm_second: str  # lists, stop, always
    written_decision: tuple[str, ...]  # states that write a decision after an outcome; ("all",) or ("none",)
    small_cells: int
    figures_minutes: int  # after which kept figures are counted anew
    purge_share: int  # percent of stored travellers or voyages above which a purge stops and asks
    url: str  # how people reach the pages; links in mails and webhooks begin with it
    smtp_url: str  # "" = no mail is sent
    mail_from: str
    webhook_private: bool
    file_size: int  # of one file in a case
    case_size: int  # of all files of one case
    scanner: str  # a command, or clamd: and the path of its socket; "" = files are not scanned
    ready_queue_seconds: int  # limits of /readyz
    ready_heartbeat_seconds: int
    ready_busy_seconds: int
    ready_audit_seconds: int
    ready_overdue_seconds: int
    ready_failed_deliveries: int
    ready_disk_mb: int
    standstill_seconds: int  # after which the centre's supervisors are notified

    @property
    def log_dir(self) -> Path:
        return self.home / "log"


# variable: (default, what it is for). docs/reference/settings.md is generated from this table.
SETTINGS: dict[str, tuple[str, str]] = {
    "ROADSTEAD_HOME": ("", "Data, environment, logs. Default: /var/lib/roadstead as root, else the user's data folder"),
    "ROADSTEAD_PORT": ("8000", "Port of the web server on 127.0.0.1"),
    "ROADSTEAD_DATABASE_URL": ("", "PostgreSQL as the owner of the tables; empty = our own, started by `up`"),
    "ROADSTEAD_APP_DATABASE_URL": ("", "The same database as the role the application uses; empty = derived"),
    "ROADSTEAD_HOSTS": ("127.0.0.1,localhost", "Host names the web server answers to, separated by commas"),
    "ROADSTEAD_HTTPS": ("no", "yes = behind a proxy that speaks TLS: secure cookies and strict transport"),
    "ROADSTEAD_DEBUG": ("no", "yes = error pages with source code; never in service"),
    "ROADSTEAD_WORKERS": ("2", "Screening worker processes started by `up`"),
    "ROADSTEAD_WEB_WORKERS": ("1", "Web server processes started by `up`"),
    "ROADSTEAD_MAX_BODY": (str(32 * 1024 * 1024), "Largest message accepted, in bytes"),
    "ROADSTEAD_MAX_ATTEMPTS": ("5", "How often a message is tried before it is set aside for an operator"),
    "ROADSTEAD_LEASE": ("60", "Seconds a worker may hold a message before another may take it"),
    "ROADSTEAD_DOCUMENTS_IN_MEMORY": ("100000", "Lost documents held in memory; more lie in mapped files"),
    "ROADSTEAD_ENTRIES_IN_MEMORY": ("20000", "Listed entries each worker holds in memory; more lie in mapped files"),
    "ROADSTEAD_SECRET_FILE": ("", "File with the signing key; empty = made once under ROADSTEAD_HOME"),
    "ROADSTEAD_SIGNING_FILE": ("", "PKCS#12 (.p12) that signs exported cases; empty = made once under ROADSTEAD_HOME"),
    "ROADSTEAD_SIGNING_PASSWORD_FILE": ("", "File with the password of ROADSTEAD_SIGNING_FILE; empty = it has none"),
    "ROADSTEAD_ANSWER_PROFILE": ("roadstead", "Codes of the CUSRES: a profile, then CARRIER=profile, with commas"),
    "ROADSTEAD_ANSWER_REFER": ("never", "When a carrier is told to ask first: never, confirmed, open (decision 0008)"),
    "ROADSTEAD_RULE_DISPARITY": ("1.25", "How many times as often a rule may meet one group as others (decision 0014)"),
    "ROADSTEAD_LOOK_BACK_DAYS": ("7", "Days since arrival within which a voyage meets changes of the lists"),
    "ROADSTEAD_SECOND_FACTOR": ("demo", "Who needs one: demo (all but made-up accounts), required (all), off (nobody)"),
    "ROADSTEAD_UNUSED_DAYS": ("90", "Days without sign-in after which an account is off (S27)"),
    "ROADSTEAD_CARRIER_UNUSED_DAYS": ("365", "The same for carriers' accounts and tokens"),
    "ROADSTEAD_OIDC_ISSUER": ("", "Single sign-on: the provider's issuer, https://…; empty = none"),
    "ROADSTEAD_OIDC_CLIENT": ("", "Single sign-on: our client id at the provider"),
    "ROADSTEAD_OIDC_SECRET_FILE": ("", "Single sign-on: file with our client secret"),
    "ROADSTEAD_OIDC_NAME": ("your organisation", "Single sign-on: what the button calls the provider"),
    "ROADSTEAD_OIDC_SECOND_FACTOR": ("mfa", "Values of amr or acr that stand for a second factor, with commas"),
    "ROADSTEAD_WRITTEN_DECISION": ("all", "States that write a decision after an outcome: all, none, or their codes"),
    "ROADSTEAD_CONFIRM_SECOND": ("lists", "Two officers confirm: where lists ask for it, for every stop too, always"),
    "ROADSTEAD_SMALL_CELLS": ("5", "Numbers of people below it, and above nought, are kept back in figures"),
    "ROADSTEAD_FIGURES_MINUTES": ("10", "How old figures may be that were counted before; older ones are not shown"),
    "ROADSTEAD_PURGE_SHARE": ("30", "Percent of stored travellers or voyages above which a purge waits for two people"),
    "ROADSTEAD_URL": ("", "Address of the pages in mails and webhooks; empty = by ROADSTEAD_PORT or ROADSTEAD_HOSTS"),
    "ROADSTEAD_SMTP_URL": ("", "Mail: smtp://, smtp+starttls://, smtps://user:password@host, file:///dir; empty: no"),
    "ROADSTEAD_MAIL_FROM": ("roadstead@localhost", "Sender's address of the mails"),
    "ROADSTEAD_WEBHOOK_PRIVATE": ("no", "yes = webhooks may go to private addresses and without TLS; for tests"),
    "ROADSTEAD_FILE_SIZE": ("10000000", "Largest file that a case takes, in bytes"),
    "ROADSTEAD_CASE_SIZE": ("100000000", "All files of one case together, in bytes"),
    "ROADSTEAD_SCANNER": ("", "Scans files for malware: a command (0 clean, 1 infected) or clamd:/socket"),
    "ROADSTEAD_READY_QUEUE_SECONDS": ("120", "/readyz: longest wait of a queued message that nobody has in hand"),
    "ROADSTEAD_READY_HEARTBEAT_SECONDS": ("30", "/readyz: longest time without a heartbeat; one is sent every 5 s"),
    "ROADSTEAD_READY_BUSY_SECONDS": ("3600", "/readyz: longest single piece of work; the largest message takes most"),
    "ROADSTEAD_READY_AUDIT_SECONDS": ("60", "/readyz: greatest age of an audit line that is not sealed"),
    "ROADSTEAD_READY_OVERDUE_SECONDS": ("300", "/readyz: how late a mail or webhook may be"),
    "ROADSTEAD_READY_FAILED_DELIVERIES": ("20", "/readyz: mails and webhooks in trouble within an hour"),
    "ROADSTEAD_READY_DISK_MB": ("1000", "/readyz: free space that must be left, in MB"),
    "ROADSTEAD_STANDSTILL_SECONDS": ("120", "Seconds of a standstill until the centre's supervisors are notified"),
}  # fmt: skip


def read(environ: Mapping[str, str]) -> Config:
    """The settings in `environ`, or NotConfigured."""
    return Config(
        home=_home(environ),
        port=_number(environ, "ROADSTEAD_PORT", 1, 65535),
        database_url=_url(environ, "ROADSTEAD_DATABASE_URL"),
        app_database_url=_url(environ, "ROADSTEAD_APP_DATABASE_URL"),
        hosts=_listed(environ, "ROADSTEAD_HOSTS"),
        https=_yes(environ, "ROADSTEAD_HTTPS"),
        debug=_yes(environ, "ROADSTEAD_DEBUG"),
        workers=_number(environ, "ROADSTEAD_WORKERS", 1, 64),
        web_workers=_number(environ, "ROADSTEAD_WEB_WORKERS", 1, 64),
        max_body=_number(environ, "ROADSTEAD_MAX_BODY", 1024, 1024**3),
        max_attempts=_number(environ, "ROADSTEAD_MAX_ATTEMPTS", 1, 100),
        lease=_number(environ, "ROADSTEAD_LEASE", 1, 3600),
        documents_in_memory=_number(environ, "ROADSTEAD_DOCUMENTS_IN_MEMORY", 0, 10**7),
        entries_in_memory=_number(environ, "ROADSTEAD_ENTRIES_IN_MEMORY", 0, 10**7),
        secret_file=_text(environ, "ROADSTEAD_SECRET_FILE"),
        signing_file=_text(environ, "ROADSTEAD_SIGNING_FILE"),
        signing_password_file=_text(environ, "ROADSTEAD_SIGNING_PASSWORD_FILE"),
        answer_profiles=_profiles(environ),
        answer_refer=_one_of(environ, "ROADSTEAD_ANSWER_REFER", ("never", "confirmed", "open")),
        look_back_days=_number(environ, "ROADSTEAD_LOOK_BACK_DAYS", 0, 3650),
        second_factor=_second_factor(environ),
        unused_days=_number(environ, "ROADSTEAD_UNUSED_DAYS", 1, 3650),
        carrier_unused_days=_number(environ, "ROADSTEAD_CARRIER_UNUSED_DAYS", 1, 3650),
        oidc_issuer=_issuer(environ),
        oidc_client=_with_issuer(environ, "ROADSTEAD_OIDC_CLIENT"),
        oidc_secret_file=_with_issuer(environ, "ROADSTEAD_OIDC_SECRET_FILE"),
        oidc_name=_text(environ, "ROADSTEAD_OIDC_NAME"),
        oidc_second_factor=_listed(environ, "ROADSTEAD_OIDC_SECOND_FACTOR"),
        rule_disparity=_ratio(environ, "ROADSTEAD_RULE_DISPARITY"),
        confirm_second=_one_of(environ, "ROADSTEAD_CONFIRM_SECOND", ("lists", "stop", "always")),
        written_decision=_states(environ, "ROADSTEAD_WRITTEN_DECISION"),
        small_cells=_number(environ, "ROADSTEAD_SMALL_CELLS", 3, 100),
        figures_minutes=_number(environ, "ROADSTEAD_FIGURES_MINUTES", 1, 1440),
        purge_share=_number(environ, "ROADSTEAD_PURGE_SHARE", 1, 100),
        url=_pages(environ),
        smtp_url=_smtp(environ),
        mail_from=_address(environ),
        webhook_private=_yes(environ, "ROADSTEAD_WEBHOOK_PRIVATE"),
        file_size=_number(environ, "ROADSTEAD_FILE_SIZE", 1000, 100 * 1000**2),
        case_size=_number(environ, "ROADSTEAD_CASE_SIZE", 1000, 10 * 1000**3),
        scanner=_scanner(environ),
        ready_queue_seconds=_number(environ, "ROADSTEAD_READY_QUEUE_SECONDS", 1, 86400),
        ready_heartbeat_seconds=_number(environ, "ROADSTEAD_READY_HEARTBEAT_SECONDS", 10, 86400),
        ready_busy_seconds=_number(environ, "ROADSTEAD_READY_BUSY_SECONDS", 10, 86400),
        ready_audit_seconds=_number(environ, "ROADSTEAD_READY_AUDIT_SECONDS", 5, 86400),
        ready_overdue_seconds=_number(environ, "ROADSTEAD_READY_OVERDUE_SECONDS", 1, 86400),
        ready_failed_deliveries=_number(environ, "ROADSTEAD_READY_FAILED_DELIVERIES", 0, 1000),
        ready_disk_mb=_number(environ, "ROADSTEAD_READY_DISK_MB", 0, 10**7),
        standstill_seconds=_number(environ, "ROADSTEAD_STANDSTILL_SECONDS", 1, 86400),
    )


@cache
def config() -> Config:
    """This process's settings."""
    return read(os.environ)


def secret_key(settings: Config) -> str:
    """The signing key: from its file, which is made on first use and readable by its owner only."""
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


def _text(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip() or SETTINGS[name][0]


def _home(environ: Mapping[str, str]) -> Path:
    given = _text(environ, "ROADSTEAD_HOME")
    if given:
        if not Path(given).is_absolute():
            raise NotConfigured(f"ROADSTEAD_HOME: {given!r} is not an absolute path; give one that begins with /")
        return Path(given)
    if os.geteuid() == 0:
        return Path("/var/lib/roadstead")
    data = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    return Path(data) / "roadstead"


def _number(environ: Mapping[str, str], name: str, low: int, high: int) -> int:
    text = _text(environ, name)
    if not text.isdecimal() or not low <= int(text) <= high:
        raise NotConfigured(f"{name}: {text!r} is not a number from {low} to {high}")
    return int(text)


def _ratio(environ: Mapping[str, str], name: str) -> float:
    text = _text(environ, name)
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", text) or float(text) < 1:
        raise NotConfigured(f"{name}: {text!r} is not a number from 1 to 999, as 1.25")
    return float(text)


def _yes(environ: Mapping[str, str], name: str) -> bool:
    text = _text(environ, name).lower()
    if text not in {"yes", "no"}:
        raise NotConfigured(f"{name}: {text!r} is neither yes nor no")
    return text == "yes"


def _one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = _text(environ, name).lower()
    if text not in allowed:
        raise NotConfigured(f"{name}: {text!r} is none of {', '.join(allowed)}")
    return text


def _listed(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(environ, name).split(",") if part.strip())


def _states(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Alpha-3 codes in capitals, or one of the words all and none alone. Raises NotConfigured."""
    named = _listed(environ, name)
    words = tuple(each.lower() for each in named)
    if words in {("all",), ("none",)}:
        return words
    codes = tuple(each.upper() for each in named)
    if not codes or not all(len(each) == 3 and each.isalpha() and each != "ALL" for each in codes):
        raise NotConfigured(f"{name}: write all, none, or the codes of states such as BRB,LCA")
    return codes


def _second_factor(environ: Mapping[str, str]) -> str:
    """In service everybody has one: behind TLS nothing is relaxed, not even for the made-up region."""
    name = "ROADSTEAD_SECOND_FACTOR"
    wanted = _one_of(environ, name, ("required", "demo", "off"))
    if not _yes(environ, "ROADSTEAD_HTTPS"):
        return wanted
    if wanted == "off":
        raise NotConfigured(f"{name}: off is for development; with ROADSTEAD_HTTPS=yes everybody has a second factor")
    return "required"


def _issuer(environ: Mapping[str, str]) -> str:
    text = _text(environ, "ROADSTEAD_OIDC_ISSUER")
    if text and not text.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise NotConfigured(f"ROADSTEAD_OIDC_ISSUER: {text!r} must begin with https://")
    return text


def _with_issuer(environ: Mapping[str, str], name: str) -> str:
    text = _text(environ, name)
    if _issuer(environ) and not text:
        raise NotConfigured(f"{name}: needed with ROADSTEAD_OIDC_ISSUER")
    return text


def _profiles(environ: Mapping[str, str]) -> dict[str, str]:
    """By carrier; "" is everybody else."""
    name = "ROADSTEAD_ANSWER_PROFILE"
    pairs = [part.strip().rpartition("=") for part in _text(environ, name).split(",")]
    found = {carrier.strip().upper(): profile.strip().lower() for carrier, _, profile in pairs}
    if "" not in found or not all(found.values()) or len(found) != len(pairs):
        raise NotConfigured(f"{name}: write a profile for all, and after it CARRIER=profile for some, with commas")
    return found


def _url(environ: Mapping[str, str], name: str) -> str:
    text = _text(environ, name)
    if text and not text.startswith(("postgresql://", "postgres://")):
        raise NotConfigured(f"{name}: it must begin with postgresql:// (Roadstead runs on PostgreSQL only)")
    return text


def _scanner(environ: Mapping[str, str]) -> str:
    """A command that can be run here, so that a slip of the pen is found at the start and not at the first file."""
    name, text = "ROADSTEAD_SCANNER", _text(environ, "ROADSTEAD_SCANNER")
    if text.startswith("clamd:"):
        if not text.startswith("clamd:/"):
            raise NotConfigured(f"{name}: {text!r} names no socket; write clamd:/path/of/clamd.ctl")
        return text
    try:
        words = shlex.split(text)
    except ValueError as broken:
        raise NotConfigured(f"{name}: {text!r} is no command: {broken}") from broken
    if words and not shutil.which(words[0]):
        raise NotConfigured(f"{name}: there is no command {words[0]!r} here that can be run")
    return text


def _pages(environ: Mapping[str, str]) -> str:
    text = _text(environ, "ROADSTEAD_URL") or _default_url(environ)
    if not text.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise NotConfigured(f"ROADSTEAD_URL: {text!r} must begin with https://")
    return text


def _default_url(environ: Mapping[str, str]) -> str:
    """The web server's own address; behind a proxy with TLS the first host name that is not this machine's."""
    named = [host for host in _listed(environ, "ROADSTEAD_HOSTS") if host not in LOCAL_HOSTS]
    if _yes(environ, "ROADSTEAD_HTTPS") and named:
        return f"https://{named[0].lstrip('.')}"
    return f"http://127.0.0.1:{_number(environ, 'ROADSTEAD_PORT', 1, 65535)}"


def local_url_warning(settings: Config) -> str:
    """What to say at the start where links in mails would lead to this machine although people come by TLS; or ""."""
    if not settings.https or urlsplit(settings.url).hostname not in LOCAL_HOSTS:
        return ""
    return (
        f"warning: ROADSTEAD_HTTPS is on, and links in mails would begin with {settings.url}, which only this machine"
        " reaches; set ROADSTEAD_URL=https://… to the address that people use"
    )


def make_private(folder: Path) -> None:
    """Make `folder`, or close one that is there, so that only its owner can look into it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def mail_folder(home: Path) -> str:
    """ROADSTEAD_SMTP_URL of the demo, which has no mail server: what would go out can be looked at there."""
    return f"file://{quote(str(home / 'mail'))}"


def _smtp(environ: Mapping[str, str]) -> str:
    """Never quoted in the message: a password stands in it."""
    text = _text(environ, "ROADSTEAD_SMTP_URL")
    if text and not re.fullmatch(r"(smtp|smtp\+starttls|smtps)://([^@/\s]+@)?[^@/\s]+|file:///\S+", text):
        raise NotConfigured("ROADSTEAD_SMTP_URL: write smtp://host:25, smtp+starttls://, smtps:// or file:///folder")
    try:
        urlsplit(text).port  # noqa: B018 it raises where the port is no port
    except ValueError:
        raise NotConfigured("ROADSTEAD_SMTP_URL: the port is not a number up to 65535") from None
    return text


def _address(environ: Mapping[str, str]) -> str:
    text = _text(environ, "ROADSTEAD_MAIL_FROM")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", text):
        raise NotConfigured(f"ROADSTEAD_MAIL_FROM: {text!r} is not an e-mail address")
    return text
