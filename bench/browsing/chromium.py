"""Chromium without windows, and signing in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, Protocol

from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # as in ./roadstead
# The browser's own talk with its maker is switched off: nothing leaves this machine.
FLAGS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS: Final = 30_000


class Served(Protocol):
    """A running system: its address, and the passwords of its accounts."""

    @property
    def url(self) -> str: ...

    @property
    def accounts(self) -> Mapping[str, str]: ...


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the machine's Chromium. Raise AssertionError with what to install if there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "no Chromium here: as root, apt-get install chromium-headless-shell"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


def sign_in(page: Page, system: Served, username: str) -> None:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{system.url}/sign-in")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(system.accounts[username])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()
