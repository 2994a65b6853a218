"""Environment variables: the purpose of each, and how its text is parsed and checked."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

LOCAL_HOSTS: Final = ("127.0.0.1", "localhost", "::1", "[::1]")


class NotConfigured(Exception):
    """A setting is missing or invalid; the message names the variable and what to do."""


# variable: (default, purpose). docs/reference/settings.md describes each (tests/test_docs.py).
SETTINGS: dict[str, tuple[str, str]] = {
    "ROADSTEAD_HOME": ("", "Data, environment, logs. Default: /var/lib/roadstead as root, else the user's data folder"),
    "ROADSTEAD_PORT": ("8000", "Port of the web server on 127.0.0.1"),
    "ROADSTEAD_INTAKE_PORT": ("0", "Port of a web server for filings only (`intake`), started by `up`; 0 = none"),
    "ROADSTEAD_DATABASE_URL": ("", "URL of PostgreSQL for the owner of the tables; empty = bundled, started by `up`"),
    "ROADSTEAD_APP_DATABASE_URL": ("", "URL of the same database for the application's role; empty = derived"),
    "ROADSTEAD_DATABASE_MEMORY": ("0", "Memory for the bundled PostgreSQL in MB; 0 = the machine's"),
    "ROADSTEAD_HOSTS": ("127.0.0.1,localhost", "Host names of the web server, separated by commas"),
    "ROADSTEAD_HTTPS": ("no", "yes = behind a TLS proxy: secure cookies and strict transport security"),
    "ROADSTEAD_DEBUG": ("no", "yes = error pages with source code; never in production"),
    "ROADSTEAD_WORKERS": ("2", "Screening worker processes started by `up`"),
    "ROADSTEAD_WEB_WORKERS": ("1", "Web server processes started by `up`"),
    "ROADSTEAD_MAX_BODY": (str(32 * 1024 * 1024), "Largest message accepted, in bytes"),
    "ROADSTEAD_MAX_ATTEMPTS": ("5", "Attempts to process a message before it is set aside for an operator"),
    "ROADSTEAD_LEASE": ("60", "Seconds after which another worker may take over a message"),
    "ROADSTEAD_SECRET_FILE": ("", "File with the signing key of sessions; empty = generated in ROADSTEAD_HOME"),
    "ROADSTEAD_SIGNING_FILE": ("", "PKCS#12 file that signs exported cases; empty = generated in ROADSTEAD_HOME"),
    "ROADSTEAD_SIGNING_PASSWORD_FILE": ("", "File with the password of ROADSTEAD_SIGNING_FILE; empty = no password"),
    "ROADSTEAD_ANSWER_PROFILE": ("roadstead", "Code profile of CUSRES: a default, then CARRIER=profile, with commas"),
    "ROADSTEAD_RESCREEN_DAYS": ("7", "Days after arrival within which voyages are rescreened after changes"),
    "ROADSTEAD_SECOND_FACTOR": ("demo", "Who needs one: demo (all but demo accounts), required (all), off (nobody)"),
    "ROADSTEAD_UNUSED_DAYS": ("90", "Days without sign-in after which an account is disabled (S27)"),
    "ROADSTEAD_CARRIER_UNUSED_DAYS": ("365", "Days without use after which a carrier's account or token is disabled"),
    "ROADSTEAD_SELF_REGISTRATION": ("no", "yes = captains and small agents may register themselves, by mail"),
    "ROADSTEAD_OIDC_ISSUER": ("", "Single sign-on: issuer URL of the provider, https://…; empty = off"),
    "ROADSTEAD_OIDC_CLIENT": ("", "Single sign-on: client id at the provider"),
    "ROADSTEAD_OIDC_SECRET_FILE": ("", "Single sign-on: file with the client secret"),
    "ROADSTEAD_OIDC_NAME": ("your organisation", "Single sign-on: name of the provider on the button"),
    "ROADSTEAD_OIDC_SECOND_FACTOR": ("mfa", "Single sign-on: values of amr or acr for a second factor, with commas"),
    "ROADSTEAD_URL": ("", "Base URL of links in emails and webhooks; empty = from ROADSTEAD_PORT or ROADSTEAD_HOSTS"),
    "ROADSTEAD_SMTP_URL": ("", "Mail server: smtp://, smtp+starttls://, smtps://user:password@host, file:///dir"),
    "ROADSTEAD_MAIL_FROM": ("roadstead@localhost", "Sender address of emails"),
    "ROADSTEAD_WEBHOOK_PRIVATE": ("no", "yes = allow webhooks to private addresses and without TLS; for tests"),
    "ROADSTEAD_CEILING": ("unclassified", "Highest marking stored: unclassified, restricted, confidential or secret"),
    "ROADSTEAD_FILE_SIZE": ("10000000", "Largest file in a case, or photograph of an examination, in bytes"),
    "ROADSTEAD_SCANNER": ("", "Malware scanner: a command (exit code 0 clean, 1 infected) or clamd:/socket"),
    "ROADSTEAD_READY_QUEUE_SECONDS": ("120", "/readyz: longest wait of a queued message that no worker processes"),
    "ROADSTEAD_READY_HEARTBEAT_SECONDS": ("30", "/readyz: longest time without a heartbeat (sent every 5 s)"),
    "ROADSTEAD_READY_BUSY_SECONDS": ("3600", "/readyz: longest single task, usually the largest message"),
    "ROADSTEAD_READY_AUDIT_SECONDS": ("60", "/readyz: maximum age of an unsealed audit line"),
    "ROADSTEAD_READY_OVERDUE_SECONDS": ("300", "/readyz: maximum delay of an email or webhook"),
    "ROADSTEAD_READY_FAILED_DELIVERIES": ("20", "/readyz: maximum number of failing emails and webhooks per hour"),
    "ROADSTEAD_READY_FAILED_CARRIERS": ("5", "/readyz: maximum number of carriers whose webhooks keep failing"),
    "ROADSTEAD_READY_DISK_MB": ("1000", "/readyz: minimum free disk space, in MB"),
    "ROADSTEAD_STANDSTILL_SECONDS": ("120", "Seconds of a standstill before the centre's supervisors are notified"),
}  # fmt: skip


# These are policy rows now, approved by two people (decision 0032); a variable that is still set is refused.
POLICY_VARIABLES: tuple[str, ...] = (
    "ROADSTEAD_ANSWER_REFER", "ROADSTEAD_RULE_DISPARITY", "ROADSTEAD_WRITTEN_DECISION", "ROADSTEAD_CONFIRM_SECOND",
    "ROADSTEAD_SMALL_CELLS", "ROADSTEAD_PURGE_SHARE",
)  # fmt: skip


RENAMED: Final = {"ROADSTEAD_LOOK_BACK_DAYS": "ROADSTEAD_RESCREEN_DAYS"}


def refuse_former(environ: Mapping[str, str]) -> None:
    """Raise NotConfigured for a variable that has become policy, or has been renamed."""
    for name, new in RENAMED.items():
        if environ.get(name, "").strip():
            raise NotConfigured(f"{name} was renamed; set {new} instead")
    for name in POLICY_VARIABLES:
        if environ.get(name, "").strip():
            raise NotConfigured(
                f"{name} is no longer read; unset it, and propose a row of the table settings on the page Policy for"
                " second approval"
            )


def text_of(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip() or SETTINGS[name][0]


def home_folder(environ: Mapping[str, str]) -> Path:
    given = text_of(environ, "ROADSTEAD_HOME")
    if given:
        if not Path(given).is_absolute():
            raise NotConfigured(f"ROADSTEAD_HOME: {given!r} is not an absolute path; write one that begins with /")
        return Path(given)
    if os.geteuid() == 0:
        return Path("/var/lib/roadstead")
    data = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    return Path(data) / "roadstead"


def number(environ: Mapping[str, str], name: str, low: int, high: int) -> int:
    text = text_of(environ, name)
    if not text.isdecimal() or not low <= int(text) <= high:
        raise NotConfigured(f"{name}: {text!r} is not a whole number from {low} to {high}")
    return int(text)


def yes_or_no(environ: Mapping[str, str], name: str) -> bool:
    text = text_of(environ, name).lower()
    if text not in {"yes", "no"}:
        raise NotConfigured(f"{name}: {text!r} is not yes or no")
    return text == "yes"


def one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = text_of(environ, name).lower()
    if text not in allowed:
        raise NotConfigured(f"{name}: {text!r} is not one of {', '.join(allowed)}")
    return text


def comma_list(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text_of(environ, name).split(",") if part.strip())


def intake_port(environ: Mapping[str, str]) -> int:
    """Return a port other than the web server's: two servers on one port would share its requests."""
    port = number(environ, "ROADSTEAD_INTAKE_PORT", 0, 65535)
    if port == number(environ, "ROADSTEAD_PORT", 1, 65535):
        raise NotConfigured(f"ROADSTEAD_INTAKE_PORT: {port} is the port of the web server; choose another port")
    return port


def second_factor(environ: Mapping[str, str]) -> str:
    """Return the policy for second factors. Behind TLS everybody needs one, demonstration accounts included."""
    name = "ROADSTEAD_SECOND_FACTOR"
    wanted = one_of(environ, name, ("required", "demo", "off"))
    if not yes_or_no(environ, "ROADSTEAD_HTTPS"):
        return wanted
    if wanted == "off":
        raise NotConfigured(f"{name}: off is for development only; with ROADSTEAD_HTTPS=yes, set required")
    return "required"


def issuer(environ: Mapping[str, str]) -> str:
    text = text_of(environ, "ROADSTEAD_OIDC_ISSUER")
    if text and not text.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise NotConfigured(f"ROADSTEAD_OIDC_ISSUER: {text!r} must begin with https://")
    return text


def with_issuer(environ: Mapping[str, str], name: str) -> str:
    text = text_of(environ, name)
    if issuer(environ) and not text:
        raise NotConfigured(f"{name}: required when ROADSTEAD_OIDC_ISSUER is set")
    return text


def response_profiles(environ: Mapping[str, str]) -> dict[str, str]:
    """Return profiles by carrier; "" is all others."""
    name = "ROADSTEAD_ANSWER_PROFILE"
    pairs = [part.strip().rpartition("=") for part in text_of(environ, name).split(",")]
    found = {carrier.strip().upper(): profile.strip().lower() for carrier, _, profile in pairs}
    if "" not in found or not all(found.values()) or len(found) != len(pairs):
        raise NotConfigured(
            f"{name}: write a default profile, then CARRIER=profile for single carriers, separated by commas"
        )
    return found


def database_url(environ: Mapping[str, str], name: str) -> str:
    text = text_of(environ, name)
    if text and not text.startswith(("postgresql://", "postgres://")):
        raise NotConfigured(f"{name} must begin with postgresql:// (Roadstead runs on PostgreSQL only)")
    return text


def scanner(environ: Mapping[str, str]) -> str:
    """Return a command that can be run here, so that a typing error is found at the start and not at the first file."""
    name, text = "ROADSTEAD_SCANNER", text_of(environ, "ROADSTEAD_SCANNER")
    if text.startswith("clamd:"):
        if not text.startswith("clamd:/"):
            raise NotConfigured(f"{name}: {text!r} has no socket path; write clamd:/path/to/clamd.ctl")
        return text
    try:
        words = shlex.split(text)
    except ValueError as broken:
        raise NotConfigured(f"{name}: {text!r} is not a valid command: {broken}") from broken
    if words and not shutil.which(words[0]):
        raise NotConfigured(f"{name}: command {words[0]!r} not found; install it or correct the path")
    return text


def pages_url(environ: Mapping[str, str]) -> str:
    text = text_of(environ, "ROADSTEAD_URL") or _default_url(environ)
    if not text.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise NotConfigured(f"ROADSTEAD_URL: {text!r} must begin with https://")
    return text


def _default_url(environ: Mapping[str, str]) -> str:
    """Return the web server's own address; behind a TLS proxy the first host name that is not this machine's."""
    named = [host for host in comma_list(environ, "ROADSTEAD_HOSTS") if host not in LOCAL_HOSTS]
    if yes_or_no(environ, "ROADSTEAD_HTTPS") and named:
        return f"https://{named[0].lstrip('.')}"
    return f"http://127.0.0.1:{number(environ, 'ROADSTEAD_PORT', 1, 65535)}"


def smtp_url(environ: Mapping[str, str]) -> str:
    """Return the URL. Messages never quote it, because it may contain a password."""
    text = text_of(environ, "ROADSTEAD_SMTP_URL")
    if text and not re.fullmatch(r"(smtp|smtp\+starttls|smtps)://([^@/\s]+@)?[^@/\s]+|file:///\S+", text):
        raise NotConfigured("ROADSTEAD_SMTP_URL: write smtp://host:25, smtp+starttls://, smtps:// or file:///folder")
    try:
        urlsplit(text).port  # noqa: B018 it raises where the port is no port
    except ValueError:
        raise NotConfigured("ROADSTEAD_SMTP_URL: the port is not a number up to 65535") from None
    return text


def self_registration(environ: Mapping[str, str]) -> bool:
    """Return True if captains and small agents may register themselves, which takes a mail to each of them."""
    is_on = yes_or_no(environ, "ROADSTEAD_SELF_REGISTRATION")
    if is_on and not text_of(environ, "ROADSTEAD_SMTP_URL"):
        raise NotConfigured(
            "ROADSTEAD_SELF_REGISTRATION: yes needs a mail server, because each address is confirmed by mail; set"
            " ROADSTEAD_SMTP_URL as well"
        )
    return is_on


def mail_address(environ: Mapping[str, str]) -> str:
    text = text_of(environ, "ROADSTEAD_MAIL_FROM")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", text):
        raise NotConfigured(f"ROADSTEAD_MAIL_FROM: {text!r} is not an email address")
    return text
