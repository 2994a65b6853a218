"""The guide is shown as pages, and each link of a page to it leads to a heading that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from roadstead.web.guide import markdown
from tools.extract import ROOT

pytestmark = pytest.mark.django_db
LINK = re.compile(r'{% include "partials/guide.html" with page="([\w-]+)"(?: part="([\w-]+)")? %}')
TEMPLATES = sorted((ROOT / "web").glob("*/templates/**/*.html"))


@pytest.mark.parametrize("page", sorted(markdown.pages()))
def test_every_page_of_the_guide_is_shown_with_its_headings(page: str, client: Client) -> None:
    response = client.get(f"/guide/{page}")
    html = response.content.decode()
    assert response.status_code == 200
    for anchor in markdown.headings(page):
        assert f'id="{anchor}"' in html
    assert ".md" not in re.findall(r'href="([^"]*)"', html)


def test_links_within_the_guide_and_pictures_lead_to_pages_of_this_server(client: Client) -> None:
    html = client.get("/guide/officers").content.decode()
    pictures = re.findall(r'<img src="([^"]+)"', html)
    assert pictures
    for address in {*pictures, *re.findall(r'href="(/guide/[^"#]+)', html)}:
        assert client.get(address).status_code == 200, address


def test_each_part_can_be_folded_pictures_leave_their_room_and_no_heading_of_a_table_is_empty(client: Client) -> None:
    html = client.get("/guide/officers").content.decode()
    assert html.count('<details class="rs-part" open>') == html.count("<h2 ") == html.count("</div></details>")
    assert all(" width=" in picture and " height=" in picture for picture in re.findall(r"<img [^>]+>", html))
    assert not re.search(r"<th[^>]*></th>", client.get("/guide/carriers").content.decode())


def test_parts_of_a_page_with_many_pictures_begin_folded_so_that_few_are_loaded(client: Client) -> None:
    html = client.get("/guide/pages").content.decode()
    assert html.count('<details class="rs-part">') == html.count("<h2 ")
    assert re.findall(r' width="(1280|390)" height="(960|844)"', html)


@pytest.mark.parametrize("address", ["/guide/nothing", "/guide/pictures/nothing.webp", "/guide/../secret"])
def test_nothing_else_is_served(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_links_to_a_heading_of_the_guide_that_exists(path: Path) -> None:
    for page, part in LINK.findall(path.read_text()):
        assert page in markdown.pages()
        assert not part or part in markdown.headings(page), f"{page} has no heading #{part}"
