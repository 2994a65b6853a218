"""Cargo manifests as hypothesis makes them: everything a CUSCAR can say, in the form in which we keep it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from roadstead.engine.records import (
    Address,
    CargoTotals,
    Consignment,
    Container,
    Craft,
    DangerousGoods,
    Function,
    GoodsLine,
    InContainer,
    Leg,
    Level,
    Load,
    Manifest,
    MessageHeader,
    Mode,
    Money,
    Note,
    OnwardLeg,
    Party,
    PartyRole,
    ReportingParty,
    Voyage,
)
from tests.engine.formats.paxlst_strategies import CODES, code, sometimes, text

PORTS = st.sampled_from(["JMKIN", "BBBGI", "LCCAS", "DMRSU", "GYGEO", "TTPOS", "USMIA"])
NUMBERS = st.text(CODES, min_size=4, max_size=12)
BOXES = st.sampled_from(["SMPU1000007", "SMPU1000028", "SMPU1000033", "SMPU1000049", "SMPU1000060"])
KILOGRAMS = st.none() | st.integers(100_000, 40_000_000).map(lambda grams: grams / 1000)
PACKAGES = st.none() | st.integers(0, 5_000)
DAYS = sometimes(st.dates().filter(lambda day: 2000 <= day.year < 2100).map(lambda day: day.isoformat()))
WORDS = text(longest=8)
REFERENCES = st.lists(st.tuples(st.sampled_from(["ABT", "BN", "CU", "UCN"]), NUMBERS), max_size=2).map(tuple)
MONEY = st.lists(
    st.builds(
        Money,
        kind=st.sampled_from(["customs", "freight", "insurance", "transport", "goods"]),
        amount=st.integers(0, 10**9).map(lambda cents: cents / 100),
        currency=st.sampled_from(["XCD", "BBD", "USD"]),
    ),
    max_size=2,
).map(tuple)
ADDRESSES = st.builds(
    Address,
    street=sometimes(WORDS),
    city=sometimes(WORDS),
    region=sometimes(code(2)),
    postcode=sometimes(NUMBERS),
    country=sometimes(code(2)),
)
PARTIES = st.lists(
    st.builds(
        Party,
        role=st.sampled_from([each for each in PartyRole if each is not PartyRole.OTHER]),
        name=WORDS,
        code=sometimes(NUMBERS),
        address=ADDRESSES,
        contact=st.lists(st.sampled_from(["+1 758 555 0101", "a@example.org"]), max_size=2).map(tuple),
    ),
    max_size=4,
).map(tuple)
DANGERS = st.lists(
    st.builds(
        DangerousGoods,
        un_number=st.integers(4, 3550).map(lambda number: f"{number:04d}"),
        hazard=st.sampled_from(["3", "2.1", "9"]),
        packing_group=st.sampled_from(["", "I", "II", "III"]),
        flash_point_c=st.none() | st.integers(-50, 100).map(float),
        name=sometimes(WORDS),
        code=st.sampled_from(["IMD", "ICA"]),
    ),
    max_size=2,
).map(tuple)
INSIDE = st.lists(st.builds(InContainer, container=BOXES, packages=PACKAGES), max_size=2).map(tuple)
GOODS = st.builds(
    GoodsLine,
    number=st.integers(1, 99).map(str),
    description=WORDS,
    hs=sometimes(st.sampled_from(["732393", "03038900", "870323"])),
    packages=PACKAGES,
    package_type=sometimes(st.sampled_from(["CT", "DR", "PK"])),
    package_text=sometimes(WORDS),
    gross_mass_kg=KILOGRAMS,
    net_mass_kg=KILOGRAMS,
    volume_m3=st.none() | st.integers(0, 10**6).map(lambda litres: litres / 1000),
    marks=st.lists(WORDS, max_size=11).map(tuple),
    origin=sometimes(PORTS.map(lambda port: port[:2])),
    dangerous=DANGERS,
    containers=INSIDE,
    vehicle=sometimes(NUMBERS),
    values=MONEY,
)
LEGS = st.builds(
    OnwardLeg,
    carrier=sometimes(code(4)),
    number=NUMBERS,
    origin=sometimes(PORTS),
    destination=sometimes(PORTS),
    departure=DAYS,
    arrival=DAYS,
    mode=st.sampled_from(["", "sea", "road", "air"]),
)
BILLS = st.builds(
    Consignment,
    number=NUMBERS,
    master=sometimes(NUMBERS),
    nature=st.sampled_from(["", "import", "transit", "transhipment"]),
    parties=PARTIES,
    origin=sometimes(PORTS),
    load=PORTS,
    discharge=PORTS,
    destination=sometimes(PORTS),
    transhipment=sometimes(PORTS),
    onward=st.lists(LEGS, max_size=2).map(tuple),
    packages=PACKAGES,
    gross_mass_kg=KILOGRAMS,
    volume_m3=st.none() | st.integers(1, 10**6).map(lambda litres: litres / 1000),
    goods=st.lists(GOODS, max_size=3).map(tuple),
    marks=st.lists(WORDS, max_size=3).map(tuple),
    values=MONEY,
    notes=st.lists(st.builds(Note, kind=st.just("remark"), code=st.sampled_from(["AAI", "HAN"]), text=WORDS),
                   max_size=2).map(tuple),
    references=REFERENCES,
    location=sometimes(NUMBERS),
)  # fmt: skip
UNITS = st.builds(
    Container,
    number=BOXES,
    size_type=sometimes(st.sampled_from(["22G1", "45R1"])),
    load=st.sampled_from([None, Load.EMPTY, Load.FULL]),
    seals=st.lists(NUMBERS, max_size=3).map(tuple),
    gross_mass_kg=KILOGRAMS,
    tare_mass_kg=KILOGRAMS,
    goods_mass_kg=KILOGRAMS,
    verified_mass_kg=KILOGRAMS,
    stowed=sometimes(st.sampled_from(["0100406", "0010203"])),
    origin=sometimes(PORTS),
    loaded_at=sometimes(PORTS),
    discharged_at=sometimes(PORTS),
    final_place=sometimes(PORTS),
    carrier=sometimes(code(4)),
    temperature_c=st.none() | st.integers(-300, 300).map(lambda tenths: tenths / 10),
    dangerous=DANGERS,
    goods=sometimes(WORDS),
    nature=st.sampled_from(["", "import", "export", "transhipment"]),
    at=sometimes(st.just("2026-11-25T08:30")),
    references=REFERENCES,
)
HEADS = st.builds(
    MessageHeader,
    type=st.just("CUSCAR"),
    release=st.sampled_from(["D:16A", "D:95B"]),
    function=st.just(Function.CARGO),
    code=st.sampled_from(["785", "85"]),
    action=st.sampled_from(["9", "4", "5"]),
    reference=NUMBERS,
    revision=sometimes(st.just("2")),
    sender=code(4),
    recipient=code(5),
    interchange=NUMBERS,
    sent_at=st.just("2026-11-24T09:15"),
    prepared_at=sometimes(st.just("2026-11-24T09:00")),
    syntax=st.just("UNOY:3"),
    references=REFERENCES,
)
VOYAGES = st.builds(
    Voyage,
    mode=st.just(Mode.SEA),
    carrier=sometimes(code(4)),
    number=NUMBERS,
    craft=st.sampled_from([Craft(name="SAMPLE BAY", imo="9074729", flag="VC"), Craft(name="SAMPLE BAY")]),
    legs=st.sampled_from([
        (Leg(origin="JMKIN", destination="LCCAS", departure="2026-11-24T06:00", arrival="2026-11-25T18:00"),),
        (Leg(destination="LCCAS", arrival="2026-11-25T18:00"),),
        (Leg(origin="JMKIN", destination="LCCAS", departure="2026-11-24T06:00", arrival="2026-11-25T18:00"),
         Leg(origin="LCCAS", destination="DMRSU", departure="2026-11-26T06:00", arrival="2026-11-26T12:00")),
    ]),
)  # fmt: skip
TOTALS = st.builds(CargoTotals, bills=PACKAGES, containers=PACKAGES, packages=PACKAGES, gross_mass_kg=KILOGRAMS)


def _whole(manifest: Manifest) -> Manifest:
    """With what follows from the rest: line numbers, levels, sums, and which bill is in which container."""
    action = manifest.message.action
    bills = tuple(_bill(each, place, action) for place, each in enumerate(manifest.consignments, 1))
    boxes = []
    is_lone = len(bills) == 1 and not bills[0].containers  # it would be given what is not empty
    for box in [each for each in manifest.containers if each.load is Load.EMPTY or not is_lone]:
        named = [each.number for each in bills if box.number in each.containers]
        boxes.append(replace(box, bills=tuple(dict.fromkeys(named))))
    if not boxes:
        numbers = dict.fromkeys(number for each in bills for number in each.containers)
        boxes = [
            Container(
                number=number, bills=tuple(dict.fromkeys(each.number for each in bills if number in each.containers))
            )
            for number in numbers
        ]
    return replace(manifest, consignments=bills, containers=tuple(boxes))


def _bill(each: Consignment, place: int, action: str) -> Consignment:
    master = each.master if each.master != each.number else ""
    level = Level.HOUSE if master else Level.MASTER
    kinds = {line.package_type for line in each.goods if line.package_type}
    sums = {}
    for name in ("packages", "gross_mass_kg", "volume_m3"):
        known = [value for line in each.goods if (value := getattr(line, name)) is not None]
        if getattr(each, name) is None and known:
            sums[name] = round(sum(known), 6)
    return replace(
        each,
        line=str(place),
        master=master,
        level=level,
        type="BH" if master else "BM",
        action=action,
        package_type=kinds.pop() if len(kinds) == 1 else "",
        containers=tuple(dict.fromkeys(inside.container for line in each.goods for inside in line.containers)),
        **sums,
    )


def manifests() -> st.SearchStrategy[Manifest]:
    return st.builds(
        Manifest,
        message=HEADS,
        voyage=VOYAGES,
        reporting_party=st.builds(ReportingParty, id=code(4), name=sometimes(WORDS)),
        consignments=st.lists(BILLS, max_size=3).map(tuple),
        containers=st.lists(UNITS, max_size=3, unique_by=lambda box: box.number).map(tuple),
        totals=TOTALS,
        office=sometimes(NUMBERS),
    ).map(_whole)
