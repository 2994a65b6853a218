"""Redaction of PNRGOV in XML in the bytes as they arrived: tags and lines stay, so that the rest can still be read.

Everything that the closed list does not name is removed: attributes, texts, comments, text outside elements. Bytes that
are not well-formed are handled in the same way, tag by tag, with more removed rather than less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.redaction.kinds import REMARK, UNKNOWN, Redacted
from roadstead.engine.formats.redaction.xml_names import DOCUMENTS, SERVICE_CODES, SERVICES
from roadstead.engine.formats.redaction.xml_values import (
    OpenElement,
    dropped_kind,
    open_element,
    redact_attribute,
    redact_text,
    revealed_kind,
)
from roadstead.engine.syntax.xml import as_characters, folded, name_of
from roadstead.engine.syntax.xml import looks_like as looks_like_xml

TRACES: Final = re.compile(
    r"PNRGOV_NotifRQ|iata\.org/IATA/2007/00|<(?:[\w.-]{1,80}:)?(?:PNRs?|BookingRefID|DOC_?SSR)[\s/>]", re.IGNORECASE
)
INTERCHANGE: Final = re.compile(r"UN[ABH][^\w\s]")
TOKEN: Final = re.compile(
    r"(?P<aside><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!(?!\[CDATA\[)[^<>\[]*+(?:\[.*?(?:\]\s*+>|\Z)|>|\Z))"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?P<end>\]\]>|\Z)"
    r"|</(?P<closed>[^\s<>]*+)[^<>]*+>?"
    r"|<(?P<name>[A-Za-z_][^\s<>/\"']*+)(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)(?P<close>>?)",
    re.DOTALL,
)
ATTRIBUTE: Final = re.compile(r"([^\s=\"'<>/]++)(\s*+=\s*+)(?:\"([^\"<]*+)\"|'([^'<]*+)')")
DECLARATION: Final = re.compile(r"<\?xml\s[^<>]{0,200}>", re.IGNORECASE)
CODE_INSIDE: Final = re.compile(
    r"\s*<(?:[\w.-]{1,80}:)?(?:SSR_?)?(?:Code|Type)\s*>\s*([A-Za-z0-9]{4})\s*<", re.IGNORECASE
)
VISIBLE: Final = re.compile(r"[^\r\n\t ]")
BYTE_ORDER: Final = "\ufeff"  # marks the encoding of the rest, and is kept
MAX_DEPTH: Final = 1_000
OUTSIDE: Final = OpenElement("")


def looks_like(raw: bytes) -> bool:
    """Return True if the bytes may hold bookings as XML, also after other text. An interchange (UNB) is EDIFACT."""
    characters, _ = as_characters(raw)
    if TRACES.search(characters) is None:
        return False
    return looks_like_xml(raw) or INTERCHANGE.search(characters) is None


def redact(raw: bytes) -> Redacted:
    """Redact XML; return the same bytes object if nothing was removed. Idempotent; never raises."""
    characters, name = as_characters(raw)
    walk = Walk(characters)
    found = "".join(walk.pieces())
    if characters.startswith(BYTE_ORDER):
        found = BYTE_ORDER + found.lstrip(BYTE_ORDER)
    if found == characters:
        return Redacted(raw=raw)
    return Redacted(raw=found.encode(name, errors="surrogatepass"), counts=dict(walk.counts))


@dataclass(slots=True)
class Walk:
    """Pass over all tags, in order.

    `silenced`: element that is removed completely; `depth`: number of open elements of that name.
    """

    characters: str
    counts: Counter[str] = field(default_factory=Counter)
    stack: list[OpenElement] = field(default_factory=lambda: [OUTSIDE])
    open: Counter[str] = field(default_factory=Counter)  # folded names on the stack
    silenced: str = ""
    depth: int = 0

    def pieces(self) -> Iterator[str]:
        at, was_open = 0, False
        for token in TOKEN.finditer(self.characters):
            yield self._between(self.characters[at : token.start()], was_open)
            yield self._token(token)
            at, was_open = token.end(), token["close"] == ""
        yield self._between(self.characters[at:], was_open)

    def _between(self, sent: str, in_a_tag: bool) -> str:
        """Redact text, or what follows in a tag that is never closed and would be read as its attributes."""
        return self._stray(sent) if in_a_tag else self._text(sent)

    def _stray(self, sent: str) -> str:
        hidden = blank(sent)
        if hidden != sent and not self.silenced:
            self.counts[UNKNOWN] += 1
        return hidden

    def _token(self, token: re.Match[str]) -> str:
        whole = token[0]
        if token["name"] is not None:
            return self._opening(token)
        if token["closed"] is not None:
            return self._closing(whole, _key(token["closed"]))
        if token["cdata"] is not None:
            return f"<![CDATA[{self._text(token['cdata'])}{token['end']}" if not self.silenced else blank(whole)
        if DECLARATION.fullmatch(whole):
            return whole
        return self._aside(whole)

    def _aside(self, whole: str) -> str:
        """Remove a comment, an instruction or a document type."""
        hidden = blank(whole)
        if hidden != whole and not self.silenced:
            self.counts[REMARK] += 1
        return hidden

    def _opening(self, token: re.Match[str]) -> str:
        whole, key = token[0], _key(token["name"])
        is_empty = token["attributes"].rstrip().endswith("/")
        if self.silenced or revealed_kind(key):
            return self._silence(whole, key, is_empty)
        code = self._code(token, key) if key in SERVICES else ""
        element = open_element(key, code, self.stack[-1])
        before = self.counts.total()
        attributes = self._attributes(token["attributes"], element)
        if key in SERVICES and element.retained_part == "" and self.counts.total() > before:
            self._count_service(before, dropped_kind(code, key))
        if not is_empty and len(self.stack) < MAX_DEPTH:
            self.stack.append(element)
            self.open[key] += 1
        return f"<{token['name']}{attributes}{token['close']}"

    def _closing(self, whole: str, key: str) -> str:
        if self.silenced:
            self.depth -= key == self.silenced
            self.silenced = self.silenced if self.depth > 0 else ""
            return blank(whole)
        while self.open[key]:  # also pops inner elements that were never closed
            closed = self.stack.pop().key
            self.open[closed] -= 1
            if closed == key:
                break
        return whole

    def _silence(self, whole: str, key: str, is_empty: bool) -> str:
        if not self.silenced:
            self.counts[revealed_kind(key)] += 1
        if not is_empty and (not self.silenced or key == self.silenced):
            self.silenced = key
            self.depth += 1
        return blank(whole)

    def _attributes(self, sent: str, of: OpenElement) -> str:
        pieces, at = [], 0
        for found in ATTRIBUTE.finditer(sent):
            pieces.append(self._stray(sent[at : found.start()]))
            pieces.append(self._attribute(found, of))
            at = found.end()
        rest = sent[at:]
        slash = "/" if rest.rstrip().endswith("/") else ""
        end = rest.rstrip().removesuffix("/") if slash else rest
        return "".join([*pieces, self._stray(end), slash + rest[len(rest.rstrip()) :] if slash else ""])

    def _attribute(self, found: re.Match[str], of: OpenElement) -> str:
        name, value = found[1], found[3] if found[3] is not None else found[4]
        kept, kind = redact_attribute(name, _key(name), value, of)
        if not kind:
            return found[0]
        self.counts[kind] += 1
        quote = found[0][-1]
        return f"{name}{found[2]}{quote}{kept}{quote}" if kept else blank(found[0])

    def _text(self, sent: str) -> str:
        core = sent.strip()
        if not core or self.silenced:
            return blank(sent) if self.silenced else sent
        kept, kind = redact_text(core, self.stack[-1])
        if not kind:
            return sent
        self.counts[UNKNOWN if len(self.stack) == 1 else kind] += 1
        lead, _, trail = sent.partition(core)
        return lead + kept + trail

    def _code(self, token: re.Match[str], key: str) -> str:
        """Return the service's code: an attribute, or the first inner element. Documents need none."""
        said = {_key(found[1]): found[3] or found[4] or "" for found in ATTRIBUTE.finditer(token["attributes"])}
        code = next((said[name] for name in SERVICE_CODES if said.get(name)), "")
        inside = CODE_INSIDE.match(self.characters, token.end()) if not code else None
        code = (code or (inside[1] if inside else "")).strip().upper()
        return code or ("DOCS" if key == DOCUMENTS else "")

    def _count_service(self, before: int, kind: str) -> None:
        """Count one service as one removal, however many attributes it had."""
        self.counts[REMARK] -= self.counts.total() - before
        self.counts[kind] += 1
        self.counts = +self.counts


def blank(sent: str) -> str:
    """Replace visible characters by blanks, so that length and line breaks stay."""
    return VISIBLE.sub(" ", sent)


def _key(name: str) -> str:
    return folded(name_of(name)[1])
