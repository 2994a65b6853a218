"""What XML of a kind that is not read looks like: its root and namespace, by its first tags, well-formed or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from roadstead.engine.syntax.xml import folded, looks_like, name_of

HEAD: Final = 16_384  # bytes in which the first tags stand
TAG: Final = re.compile(r"<([A-Za-z_][\w.:-]{0,80})([^<>]{0,4000})>?")
NAMESPACE: Final = re.compile(r"xmlns(?::([\w.-]+))?\s*=\s*[\"']([^\"'<>]{1,200})[\"']")
ENVELOPES: Final = {"envelope", "header", "body", "soapenvelope", "message", "govtalkmessage", "govtalkdetails"}
MOST_TAGS: Final = 20
# Folded root, and what an officer calls it.
KNOWN: Final[Mapping[str, str]] = {
    "cc015a": "transit declaration",
    "cc015b": "transit declaration",
    "cc015c": "transit declaration",
    "cc515a": "export declaration",
    "cc615a": "exit summary declaration",
    "shippersdeclarationfordangerousgoods": "Cargo-XML declaration of dangerous goods (XSDG)",
    "declaration": "customs declaration of the WCO data model",
}


def root_name(raw: bytes) -> str:
    """The local name of the first tag that is no envelope, else of the first; "" where there is none."""
    return _root(raw)[0]


def about_xml(raw: bytes) -> str:
    """A sentence for XML of a kind without reader, "" for bytes that are no XML."""
    name, namespace = _root(raw) if looks_like(raw) else ("", "")
    if not name or folded(name) in {"html", "head", "body"}:
        return ""
    known = KNOWN.get(folded(name), "")
    aside = ", ".join(each for each in (known, f"namespace {namespace}" if namespace else "") if each)
    return (
        f"XML with root {name}{f' ({aside})' if aside else ''} is not read yet. It is kept as it came. "
        "Send passenger lists as PAXLST, ISO 28005 or PNRGOV, and cargo as CUSCAR, Awmds or Cargo-XML."
    )


def _root(raw: bytes) -> tuple[str, str]:
    text = raw[:HEAD].replace(b"\0", b"").decode("utf-8", errors="replace")
    tags = [found for found, _ in zip(TAG.finditer(text), range(MOST_TAGS), strict=False)]
    inside = (tag for tag in tags if folded(name_of(tag[1])[1]) not in ENVELOPES)
    tag = next(inside, tags[0] if tags else None)
    if tag is None:
        return "", ""
    spaces = dict(NAMESPACE.findall(" ".join(each[2] for each in tags[: tags.index(tag) + 1])))
    prefix, _, _ = tag[1].rpartition(":")
    return name_of(tag[1])[1], spaces.get(prefix, "")
