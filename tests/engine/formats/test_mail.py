"""Mails with a list in their text or attached."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry

LIST = b"UNA:+.? '\r\nUNB+UNOA:4+XA+GOV+261125:0830+7'\r\n"
HEAD = b"From: ops@carrier.example\r\nTo: api@state.example\r\nSubject: XA123\r\nMIME-Version: 1.0\r\n"
PARTS = (
    HEAD
    + b'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\nPlease find it '
    b'attached.\r\n--b1\r\nContent-Type: application/octet-stream; name="xa123.edi"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(LIST) + b"--b1--\r\n"
)


def test_an_attachment_is_decoded_and_named() -> None:
    assert registry.is_mail(PARTS)
    text, attached = registry.mail_parts(PARTS)
    assert (text.kind, text.content.strip()) == ("text/plain", b"Please find it attached.")
    assert (attached.name, attached.content) == ("xa123.edi", LIST)


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        (b"base64", base64.encodebytes(LIST)),
        (b"quoted-printable", quopri.encodestring(LIST.replace(b"\r\n", b"\n"))),
        (b"8bit", LIST),
    ],
)
def test_a_coded_text_is_decoded(coding: bytes, coded: bytes) -> None:
    raw = HEAD + b"Content-Transfer-Encoding: " + coding + b"\r\n\r\n" + coded
    (part,) = registry.mail_parts(raw)
    assert part.content.split() == LIST.split()


@pytest.mark.parametrize("raw", [LIST, b"", b"Subject: hello\r\n\r\nno MIME", b"QU ANUXAXA\r\n.LGWXAXA 251643\r\n"])
def test_what_is_no_mail_is_left_alone(raw: bytes) -> None:
    assert not registry.is_mail(raw)


def test_mails_within_mails_do_not_exhaust_anything() -> None:
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (at, at) for at in range(5_000))
    assert registry.mail_parts(HEAD + nested) == []
    assert registry.mail_parts(HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 3_000) is not None


@given(st.text('-b1\r\n:;=/ "ContetTypmulipar', max_size=300))
def test_no_mail_raises(text: str) -> None:
    registry.mail_parts(HEAD + b'Content-Type: multipart/mixed; boundary="b1"\r\n' + text.encode())
