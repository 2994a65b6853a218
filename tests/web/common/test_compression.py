"""Pages are compressed for clients that accept it, each time with another length."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
ADDRESS = "/guide/officers"


def test_a_page_is_a_fraction_of_its_size_on_the_wire(client: Client) -> None:
    plain = client.get(ADDRESS)
    small = client.get(ADDRESS, headers={"Accept-Encoding": "gzip"})
    assert not plain.has_header("Content-Encoding")
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert len(small.content) < len(plain.content) / 2
    assert b"<h1" in gzip.decompress(small.content)


def test_the_length_of_a_compressed_page_is_padded_at_random(client: Client) -> None:
    lengths = {len(client.get(reverse("sign-in"), headers={"Accept-Encoding": "gzip"}).content) for _ in range(20)}
    assert len(lengths) > 3
