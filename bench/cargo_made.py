"""Invented manifests of any size: firms with names of syllables, one broker in three spellings on every bill."""

from __future__ import annotations

from random import Random
from typing import Final

from bench.cargo import BILL, HEAD

BROKER: Final = ("Bay Street Brokers Ltd", "BROKERS BAY STREET LIMITED", "Bay Streat Brokers Ltd.")
SYLLABLES: Final = (
    "an", "bel", "cor", "dan", "el", "far", "gor", "hal", "is", "jor", "kem", "lor", "mar", "nel", "or", "per", "quin",
    "ros", "sal", "tor", "ul", "ver", "wes", "yar", "zan", "bri", "cle", "dru", "fen", "gri",
)  # fmt: skip
KINDS: Final = ("Trading", "Imports", "Supplies", "Hardware", "Foods", "Marine", "Auto Parts", "Textiles")
FORMS: Final = ("Ltd", "Inc", "Limited", "LLC", "Company", "")
STREETS: Final = ("Dock Street", "Broad Street", "Harbour Road", "Spring Garden", "Airport Boulevard", "Palm Avenue")


def firm(chance: Random) -> tuple[str, str]:
    """Return a name and a street with its number; rarely the same twice."""
    word = "".join(chance.choice(SYLLABLES) for _ in range(3)).title()
    second = "".join(chance.choice(SYLLABLES) for _ in range(2)).title()
    name = f"{word} {second} {chance.choice(KINDS)} {chance.choice(FORMS)}".strip()
    return name, f"{chance.randrange(1, 900)} {chance.choice(STREETS)}"


def awmds(bills: int, voyage: str) -> bytes:
    """Return an Awmds manifest: each bill has its own shipper and consignee, the broker, a container and goods."""
    chance = Random(f"awmds {bills}")
    text = HEAD.format(bills).replace("TRN112N", voyage).replace("EXAMPLE TERN", f"EXAMPLE TERN {voyage}")
    return (text + "".join(_bill(number, voyage, chance) for number in range(1, bills + 1)) + "</Awmds>\n").encode()


def _bill(number: int, voyage: str, chance: Random) -> str:
    (shipper, dock), (consignee, street) = firm(chance), firm(chance)
    return (
        BILL.format(number)
        .replace(f"TRNMIA{number:06}", f"{voyage}{number:06}")
        .replace(f"Exporter Example {number}", shipper)
        .replace(f"{number} Dock Street", dock)
        .replace(f"Broker Example {number}", BROKER[number % len(BROKER)])
        .replace(f"Importer\n  Example {number}", consignee)
        .replace(f"{number} Broad Street", street)
        .replace("  Bridgetown<", "12 Bay Street, Bridgetown<")
    )


def cuscar(boxes: int, voyage: str) -> bytes:
    """Return a CUSCAR D.95B: a bill for each container, and the containers listed before them."""
    chance = Random(f"cuscar {boxes}")
    head = (
        f"UNH+1+CUSCAR:D:95B:UN'BGM+85+{voyage}+9'DTM+137:202611200852:203'NAD+MS+TRNL:172:20'"
        f"TDT+20+{voyage}+1++TRNL:172:20+++TERN{voyage}:103::EXAMPLE TERN {voyage}'LOC+60+BBBGI::139'"
        "DTM+132:202611260330:203'LOC+5+USMIA::139'GIS+23'"
    )
    listed = "".join(
        f"EQD+CN+CSQU{number:07}+22G1:102:5++3+5'MEA+AAE+G+KGM:{9000 + number % 9000}'SEL+S{number}'"
        for number in range(boxes)
    )
    body = head + listed + "".join(_consignment(number, voyage, chance) for number in range(boxes))
    count = body.count("'") + 1
    return f"UNB+UNOC:3+TRNL+BBCUST+261120:0852+{boxes}'{body}UNT+{count}+1'UNZ+1+{boxes}'".encode()


def _consignment(number: int, voyage: str, chance: Random) -> str:
    (shipper, dock), (consignee, street) = firm(chance), firm(chance)
    broker = BROKER[number % len(BROKER)]
    return (
        f"CNI+{number + 1}+{voyage}{number:06}'RFF+BM:{voyage}{number:06}'CNT+7:1250:KGM'CNT+8:10'LOC+9+USMIA::139'"
        f"LOC+11+BBBGI::139'GIS+23'NAD+CZ+++{shipper}+{dock}+Miami++33101+US'NAD+CN+++{consignee}+{street}+Bridgetown"
        f"++BB11000+BB'NAD+NI+++{broker}+12 Bay Street+Bridgetown++BB11000+BB'GID+1+10:CT'"
        f"FTX+AAA+++CANNED FRUIT AS PER INVOICE {number}'MEA+AAE+G+KGM:1250'SGP+CSQU{number:07}+10'"
    )
