"""The log tells an operator where it went wrong, and nothing about anybody."""

import io
import logging
import secrets
import sys

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.platform.accounts.models import User
from roadstead.platform.invitations.invitation_links import new_link, open_invitation
from roadstead.web.common.log_formatter import RedactingFormatter


def test_the_text_of_an_error_and_the_lines_of_source_stay_out_of_the_log() -> None:
    try:
        raise ValueError("ZEPHYRINE has no birth date")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "request failed", None, sys.exc_info())
    text = RedactingFormatter("%(message)s").format(record)
    assert "request failed" in text
    assert "ValueError at" in text
    assert "test_log_formatter.py:" in text
    assert "ZEPHYRINE" not in text


def written(path: str, client: Client) -> str:
    """Return what the handlers of the settings write about a refused POST to `path`.

    Its CSRF token is missing, or there is no such page.
    """
    stream = io.StringIO()
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each.formatter, RedactingFormatter)]
    assert isinstance(handler, logging.StreamHandler)
    before, handler.stream = handler.stream, stream  # not setStream: what was there may be closed by now
    try:
        assert client.post(path, {"new_password1": "x"}).status_code in {403, 404}
    finally:
        handler.stream = before
    return stream.getvalue()


@pytest.mark.django_db
def test_a_post_that_fails_the_csrf_check_leaves_no_secret_of_an_invitation_in_the_log(officer_a: User) -> None:
    secret = new_link(officer_a, by=None, now=timezone.now())
    log = written(f"/invitations/{secret}", Client(enforce_csrf_checks=True))
    assert open_invitation(secret)
    assert "Forbidden" in log
    assert "/invitations/[secret]" in log
    assert secret not in log


@pytest.mark.django_db
def test_other_paths_are_logged_as_they_are_and_other_secrets_in_them_masked() -> None:
    client = Client(enforce_csrf_checks=True)
    assert "/sign-in" in written("/sign-in", client)
    assert "/invitations/new" in written("/invitations/new", client)
    secret = secrets.token_urlsafe(32)
    assert secret not in written(f"/language/{secret}", client)
    assert secret[:20] not in written(f"/invitations/{secret[:20]}%20x", client)
