"""OFAC's remarks, sentences separated by "; ": births, nationalities, documents, weak aliases, numbers of craft."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.lists import values
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document

ALT: Final = re.compile(r"^alt\. ")
ALIAS: Final = re.compile(r"^(?:a|f|n)\.k\.a\. ['\"](.+?)['\"]?$")
# Sentences with one plain label, and the field of `Remarks` that collects their texts.
TEXTS: Final = (
    (re.compile(r"^(?:DOB|YOB) (.+)$"), "born"),
    (re.compile(r"^POB (.+)$"), "birth_places"),
    (re.compile(r"^(?:nationality|citizen) (.+)$", re.I), "nationalities"),
    (re.compile(r"^Gender:? (.+)$"), "sexes"),
    (ALIAS, "aliases"),
)
IDENTIFIERS: Final = (
    (re.compile(r"^(?:Vessel Registration Identification|(?:Identification|Registration) Number) IMO (\d{7})$"), "imo"),
    (re.compile(r"^Company Number IMO (\d{7})$"), "company_imo"),
    (re.compile(r"^MMSI (\d+)"), "mmsi"),
    (re.compile(r"^Aircraft Tail Number (.+)$"), "tail_number"),
    (re.compile(r"^Aircraft Manufacturer's Serial Number \(MSN\) (.+)$"), "serial_number"),
    (re.compile(r"^Aircraft Mode S Transponder Code (.+)$"), "mode_s"),
)
PASSPORT: Final = (
    r"(?:Diplomatic |Stateless Person |British National Overseas )?Passport(?: #)?"
    r"|Travel Document Number"
)
IDENTITY: Final = (
    r"(?:\w+ )?(?:National|Personal) ID(?: No\.| Card)?|Cedula No\.|D\.N\.I\.|Identification Number|"
    r"Citizen's Card Number|Kenyan ID No\.|Turkish Identification Number|Residency Number|"
    r"National Foreign ID Number|Refugee ID Card|Stateless Person ID Card|LE Number|C\.U\.R\.P\.|"
    r"Seafarer's Identification Document|Cedula de Ciudadania"
)
DAY: Final = r"(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}(?: to [\w ]+)?"
DOCUMENT: Final = re.compile(
    rf"^(?:(?P<passport>{PASSPORT})|(?P<identity>{IDENTITY}) (?:#\s*)?)\s*"
    r"(?:(?:Booklet|Laissez-Passer|No\.|C?NIC|RNE):?\s+)?(?P<number>(?=.*\d).+?)"
    rf"(?: \((?P<issuer>[^()]*)\))?(?: issued (?P<issued>{DAY}))?(?: expires (?P<expires>{DAY}))?"
    r"(?: (?:issued )?under (?:the )?name .*)?$"
)
NUMBERED: Final = re.compile(
    r"^([A-Z][\w.'/&-]*(?: (?:[A-Za-z][\w.'/&-]*|\([^()]*\)))*? ?(?:No\.|Number|#|\bID|\bCode))(?= )"
)


@dataclass(slots=True, kw_only=True)
class Remarks:
    """Texts of a remark. `rest` has the sentences not understood, `unread` the labels of numbers not used."""

    born: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    sexes: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    document_fields: list[dict[str, str]] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def documents(self, tally: Tally) -> tuple[Document, ...]:
        return tuple(
            Document(
                type="P" if paper["passport"] else "I",
                number=paper["number"].strip(),
                issuer=values.country(paper["issuer"], tally),
                issued=values.day(paper["issued"], tally),
                expires=values.day(paper["expires"], tally),
            )
            for paper in self.document_fields
        )


def parse_remarks(remark: str) -> Remarks:
    """Parse a remark; each sentence goes to the first pattern that matches it."""
    remarks = Remarks()
    for sentence in re.split(r";\s*", remark):
        plain = ALT.sub("", sentence.strip().rstrip(".;"))
        if plain and not any(place(plain, remarks) for place in (_as_text, _as_identifier, _as_document)):
            _as_rest(plain, remarks)
    return remarks


def _as_text(sentence: str, remarks: Remarks) -> bool:
    for pattern, name in TEXTS:
        if found := pattern.match(sentence):
            getattr(remarks, name).append(found[1])
            return True
    return False


def _as_identifier(sentence: str, remarks: Remarks) -> bool:
    for pattern, name in IDENTIFIERS:
        if found := pattern.match(sentence):
            remarks.identifiers.setdefault(name, found[1])
            return True
    return False


def _as_document(sentence: str, remarks: Remarks) -> bool:
    found = DOCUMENT.match(sentence)
    if found:
        remarks.document_fields.append({key: text or "" for key, text in found.groupdict().items()})
    return bool(found)


def _as_rest(sentence: str, remarks: Remarks) -> None:
    remarks.rest.append(sentence)
    if label := NUMBERED.match(sentence):
        remarks.unread.append(label[1])
