"""Markdown of the guide as HTML with GOV.UK's classes. Headings have the ids that GitHub gives them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

CLASSES: Final = {
    "h1": "govuk-heading-l", "h2": "govuk-heading-m", "h3": "govuk-heading-s", "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet", "ol": "govuk-list govuk-list--number", "table": "govuk-table rs-table",
    "thead": "govuk-table__head", "tbody": "govuk-table__body", "tr": "govuk-table__row",
    "th": "govuk-table__header", "td": "govuk-table__cell", "a": "govuk-link", "code": "rs-mono", "img": "rs-picture",
}  # fmt: skip
OTHER_PAGE: Final = re.compile(r"([a-z-]+)\.md(#[\w-]+)?")
PICTURE: Final = re.compile(r"pictures/([\w-]+)\.webp")
# Around each part under a heading of the second level. parts.js folds open ones on a phone.
BEFORE_HEADING: Final = '<details class="rs-part"{open}><summary class="rs-part__summary">'
MANY_PICTURES: Final = 10  # from so many on, the parts of a page are folded, so that it does not load them all
AFTER_HEADING: Final = "</summary><div>"
AFTER_PART: Final = "</div></details>"


@cache
def folder() -> Path:
    """Return the folder of the guide: packed beside this module in a wheel, `docs/guide` in a checkout."""
    packed = Path(__file__).with_name("text")
    return packed if packed.exists() else Path(__file__).parents[4] / "docs" / "guide"


@cache
def pages() -> frozenset[str]:
    """Return the names of all pages of the guide."""
    return frozenset(path.stem for path in folder().glob("*.md"))


@cache
def headings(page: str) -> dict[str, str]:
    """Return the headings of a page by id."""
    return {str(token.attrs["id"]): text for token, text in _headings(_tokens(page))}


def render(page: str, page_url: Callable[[str], str], picture_url: Callable[[str], str]) -> str:
    """Return a page as HTML. Links to other pages and pictures lead to the URLs that the functions return; links to
    documents outside the guide become plain text.
    """
    tokens = _tokens(page)
    for token in _all(tokens):
        if name := CLASSES.get(token.tag):
            token.attrJoin("class", name)
        href, source = str(token.attrs.get("href", "")), str(token.attrs.get("src", ""))
        if (other := OTHER_PAGE.fullmatch(href)) and other[1] in pages():
            token.attrSet("href", page_url(other[1]) + (other[2] or ""))
        elif href and not href.startswith(("https:", "#")):
            token.attrs.pop("href")
        if shown := PICTURE.fullmatch(source):
            width, height = _picture_size(shown[1])
            token.attrs |= {"src": picture_url(shown[1]), "loading": "lazy", "width": width, "height": height}
    return str(_parser().renderer.render(_in_parts(_without_empty_headings(tokens)), _parser().options, {}))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _tokens(page: str) -> list[Token]:
    tokens = _parser().parse((folder() / f"{page}.md").read_text())
    known: Counter[str] = Counter()
    for token, text in _headings(tokens):
        slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        token.attrSet("id", f"{slug}-{known[slug]}" if known[slug] else slug)
        known[slug] += 1
    return tokens


def _in_parts(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with a details element around each part."""
    shown: list[Token] = []
    has_part = False
    pictures = sum(token.tag == "img" for token in _all(tokens))
    before = BEFORE_HEADING.format(open="" if pictures >= MANY_PICTURES else " open")
    for token in tokens:
        if token.tag == "h2" and token.nesting == 1:
            shown += [_html(AFTER_PART)] if has_part else []
            shown += [_html(before), token]
            has_part = True
        elif token.tag == "h2" and token.nesting == -1:
            shown += [token, _html(AFTER_HEADING)]
        else:
            shown.append(token)
    return [*shown, *([_html(AFTER_PART)] if has_part else [])]


def _without_empty_headings(tokens: Sequence[Token]) -> Sequence[Token]:
    """Make cells of empty headings of tables: a heading without text misleads those who hear the page."""
    for opening, content, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.tag == closing.tag == "th" and not content.content:
            opening.tag = closing.tag = "td"
    return tokens


def _html(text: str) -> Token:
    return Token("html_block", "", 0, content=text)


@cache
def _picture_size(picture: str) -> tuple[int, int]:
    """Return width and height of a lossless WebP, so that the browser leaves room before it loads the picture."""
    head = (folder() / "pictures" / f"{picture}.webp").read_bytes()[21:25]
    bits = int.from_bytes(head, "little")  # two numbers of 14 bits, each less by one (RFC 9649, 3.4)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _headings(tokens: Sequence[Token]) -> list[tuple[Token, str]]:
    return [
        (token, "".join(child.content for child in following.children or ()))
        for token, following in pairwise(tokens)
        if token.type == "heading_open"
    ]


def _all(tokens: Sequence[Token]) -> list[Token]:
    """Return opening tags with those within lines."""
    lines = [child for token in tokens for child in token.children or ()]
    return [token for token in (*tokens, *lines) if token.nesting >= 0]
