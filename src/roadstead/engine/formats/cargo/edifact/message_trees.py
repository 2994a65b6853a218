"""Groups of segments in each message type, as data: which segment opens a group, and what it holds.

A line is `kind : opening segment : its segments : kinds below it : segments only before goods`, by tag or by tag and
qualifier. The first line of each tree is the message; an indented line continues the one before. Looser than the
directories, since senders change the order: a segment goes to the innermost open group that takes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import OPERATORS

CUSCAR: Final = """
message : : BGM DTM RFF LOC QTY FTX GIS GEI CNT MOA MEA TSR AUT : party call equipment bill goods :
party : NAD : CTA COM RFF DTM : :
call : TDT : LOC DTM RFF QTY TSR TPL : :
equipment : EQD : TSR MEA DIM SEL NAD GIS GEI LOC TMP RNG RFF EQN TMD FTX HAN DGS DTM : :
bill : CNI : RFF DOC CNT MOA LOC GIS GEI CUX CPI FTX MEA DTM TSR QTY SGP PCI HAN TOD PAC SEL
    : party onward goods : CNT
onward : TDT : LOC DTM RFF MEA TSR : :
goods : GID : PAC HAN FTX MEA MOA SGP DGS PCI CST LOC TMD GIS GEI DOC QTY RFF PIA TMP RNG GIN DIM GDS SEL : :
"""
# The same for senders who list containers bill by bill, and none before the first (`bill_containers.is_bill_by_bill`).
# Parties of a bill may follow its container and do not belong to it; the container has only its operator.
BILL_BY_BILL: Final = CUSCAR.replace("party onward goods : CNT", "party onward goods equipment : CNT").replace(
    "SEL NAD GIS", f"SEL {' '.join(f'NAD+{code}' for code in OPERATORS)} GIS"
)
# Consolidated lists and dangerous goods: equipment may belong to one consignment; a part in a container has its weight.
IFCSUM: Final = """
message : : BGM DTM RFF LOC FTX CNT MOA HAN GDS TSR CTA COM : party call equipment bill goods :
party : NAD : CTA COM RFF DTM LOC DOC : :
call : TDT : LOC DTM RFF TSR MEA DIM SEL : :
equipment : EQD : EQN MEA DIM SEL NAD LOC TMP RNG RFF FTX HAN DGS EQA TPL TMD TSR DTM : :
bill : CNI : RFF DOC CNT MOA LOC GIS CUX CPI FTX MEA DTM TSR TOD PCI HAN GDS CTA COM TPL TCC
    : party onward goods equipment split : CNT
onward : TDT : LOC DTM RFF TSR : :
goods : GID : PAC HAN FTX MEA MOA DGS PCI CST LOC TMD GIS DOC QTY RFF PIA TMP RNG GIN DIM GDS DTM
    CTA COM : party split :
split : SGP : MEA SEQ : :
"""
# The whole message is one consignment.
IFTMIN: Final = """
message : : BGM CTA COM DTM TSR CUX MOA FTX CNT DOC GDS LOC TOD RFF GOR CPI TCC MEA GIS
    : party call goods equipment :
party : NAD : CTA COM RFF DOC : :
call : TDT : LOC DTM RFF TSR : :
goods : GID : PAC HAN FTX MEA MOA DGS PCI CST LOC TMD GIS DOC QTY RFF PIA TMP RNG GIN DIM GDS DTM
    CTA COM : party split :
split : SGP : MEA SEQ : :
equipment : EQD : EQN MEA DIM SEL NAD LOC TMP RNG RFF FTX HAN DGS EQA TPL TMD TSR DTM : :
"""
CUSDEC: Final = """
message : : BGM LOC DTM GIS GEI RFF PAC FTX MOA CNT UNS TOD MEA SEL EQD CUX TAX DOC QTY : party call goods :
party : NAD : CTA COM RFF : :
call : TDT : TPL : :
goods : CST : FTX LOC MEA MOA RFF PAC PCI DOC DTM GIS GEI TAX QTY NAD TDT : :
"""
UNITS: Final = """
message : : BGM DTM FTX RFF LOC CNT HAN : party call equipment :
party : NAD : CTA COM RFF : :
call : TDT : RFF LOC DTM FTX : :
equipment : EQD : RFF EQN TMD DTM TSR LOC MEA DIM TMP RNG SEL FTX PCD DGS EQA HAN NAD DAM COD PIA
    GDS STS : haul :
haul : TDT : RFF LOC DTM : :
"""
BAPLIE: Final = """
message : : BGM DTM RFF FTX LOC CNT UNS HAN : party call slot equipment :
party : NAD : CTA COM RFF : :
call : TDT : LOC DTM RFF FTX : :
equipment : EQD : MEA DIM TMP RNG LOC RFF NAD DGS FTX SEL GDS : :
slot : LOC+147 : GID GDS FTX MEA DIM TMP RNG LOC RFF EQD EQA NAD DGS ATT HAN TSR CNT SEL DTM TDT CTA COM : :
"""
MOVINS: Final = """
message : : BGM DTM RFF FTX LOC CNT UNS : party call task slot equipment :
party : NAD : CTA COM RFF : :
call : TDT : LOC DTM RFF FTX : :
equipment : EQD : MEA DIM TMP RNG LOC RFF NAD DGS FTX SEL GDS : :
task : HAN : FTX RFF : slot :
slot : LOC+147 : GID GDS FTX MEA DIM TMP RNG LOC RFF EQD EQA NAD DGS ATT TSR CNT SEL DTM : :
"""
CUSREP: Final = """
message : : BGM DTM QTY FTX MEA GIS GEI RFF LOC DOC TAX MOA EQD EQN POC GPO STS GDS AUT UNS CNT : party call :
party : NAD : CTA COM RFF : :
call : TDT : LOC DTM RFF TPL QTY MEA : :
"""


@dataclass(slots=True)
class GroupKind:
    """Kind of a group. `opens`: the kind below this one that a tag, or tag and qualifier, begins."""

    name: str
    opener: str
    takes: frozenset[str]
    early: frozenset[str]
    below: tuple[str, ...]
    opens: Mapping[str, GroupKind]


def message_kind(text: str) -> GroupKind:
    """Return the kind of the whole message, with those below it."""
    rows = [[cell.strip() for cell in line.split(":")] for line in text.strip().replace("\n    ", " ").splitlines()]
    made = {row[0]: _kind(row) for row in rows}
    for kind in made.values():
        kind.opens = {made[name].opener: made[name] for name in kind.below}
    return made[rows[0][0]]


def _kind(row: list[str]) -> GroupKind:
    name, opener, takes, below, *early = row
    return GroupKind(
        name=name,
        opener=opener,
        takes=frozenset(takes.split()),
        early=frozenset(" ".join(early).split()),
        below=tuple(below.split()),
        opens={},
    )


def _container_first(text: str) -> GroupKind:
    """Return the tree for senders who put the container (EQD) before its stowage position (LOC+147)."""
    text = text.replace("slot equipment :", "slot :").replace("RFF EQD EQA", "RFF EQA")
    return message_kind(text.replace("slot : LOC+147 :", "slot : EQD :"))


CONSIGNMENT_TYPES: Final = ("IFTMIN", "IFTMBP", "IFTMBF", "IFTMBC", "IFTMCS", "IFTMAN")  # from booking to bill
CONTAINER_TYPES: Final = (
    "COPRAR",
    "COARRI",
    "CODECO",
    "COPARN",
    "COPINO",
    "COREOR",
    "COSTOR",
    "COSTCO",
    "COHAOR",
    "VERMAS",
)
# types whose parties belong to the whole message
TYPES_WITHOUT_BILLS: Final = frozenset({*CONTAINER_TYPES, "BAPLIE", "MOVINS", "CUSREP"})
CUSCAR_BILL_BY_BILL: Final = message_kind(BILL_BY_BILL)
CONTAINER_FIRST: Final[Mapping[str, GroupKind]] = {
    "BAPLIE": _container_first(BAPLIE),
    "MOVINS": _container_first(MOVINS),
}
TREES: Final[Mapping[str, GroupKind]] = {
    "CUSCAR": message_kind(CUSCAR),
    "IFCSUM": message_kind(IFCSUM),
    "IFTDGN": message_kind(IFCSUM),
    "CUSDEC": message_kind(CUSDEC),
    "BAPLIE": message_kind(BAPLIE),
    "MOVINS": message_kind(MOVINS),
    "CUSREP": message_kind(CUSREP),
    **dict.fromkeys(CONSIGNMENT_TYPES, message_kind(IFTMIN)),
    **dict.fromkeys(CONTAINER_TYPES, message_kind(UNITS)),
}
