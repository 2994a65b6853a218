"""Settings that follow from others, and what is said where they do not fit together."""

from __future__ import annotations

import pytest

from roadstead.config import NotConfigured, local_url_warning, read
from tests.cli.test_no_database import call

HOME = {"ROADSTEAD_HOME": "/nowhere"}
PROXY = {**HOME, "ROADSTEAD_HTTPS": "yes"}


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"ROADSTEAD_PORT": "8317"}, "http://127.0.0.1:8317"),
        ({"ROADSTEAD_HTTPS": "yes", "ROADSTEAD_HOSTS": "127.0.0.1,apis.example"}, "https://apis.example"),
        ({"ROADSTEAD_HTTPS": "yes", "ROADSTEAD_PORT": "8317"}, "http://127.0.0.1:8317"),
        ({"ROADSTEAD_PORT": "8317", "ROADSTEAD_URL": "https://pages.example"}, "https://pages.example"),
    ],
)
def test_links_follow_the_port_and_the_host_name_that_are_set(environ: dict[str, str], url: str) -> None:
    assert read(HOME | environ).url == url


def test_https_with_a_local_address_is_warned_of() -> None:
    assert "set ROADSTEAD_URL=https://" in local_url_warning(read(PROXY))
    assert local_url_warning(read(PROXY | {"ROADSTEAD_URL": "http://localhost:8000"}))
    assert not local_url_warning(read(PROXY | {"ROADSTEAD_HOSTS": "apis.example"}))
    assert not local_url_warning(read(HOME))


def test_the_web_server_says_the_warning_when_it_starts(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = call(tmp_path_factory.mktemp("home"), "serve", ROADSTEAD_HTTPS="yes").stderr
    assert "warning: ROADSTEAD_HTTPS is on" in said


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"ROADSTEAD_INTAKE_PORT": "8000"}, "is the port of the web server; choose another"),
        ({"ROADSTEAD_LOOK_BACK_DAYS": "30"}, "set ROADSTEAD_RESCREEN_DAYS instead"),
        ({"ROADSTEAD_SMALL_CELLS": "5"}, "ROADSTEAD_SMALL_CELLS is no longer read"),
        ({"ROADSTEAD_SELF_REGISTRATION": "yes"}, "each address is confirmed by mail; set ROADSTEAD_SMTP_URL as well"),
    ],
)
def test_what_would_pass_in_silence_is_refused(environ: dict[str, str], says: str) -> None:
    with pytest.raises(NotConfigured, match=says):
        read(HOME | environ)
