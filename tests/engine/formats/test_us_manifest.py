"""Tables of American ocean manifests: one, several below each other, or several in a zip, joined by identifier."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Level, Load, Mode, PartyRole
from tests.everyday import examples

TABLES = {
    "header": "identifier,carrier_code,vessel_country_code,vessel_name,port_of_unlading,estimated_arrival_date,"
    "foreign_port_of_lading,manifest_quantity,manifest_unit,weight,weight_unit,conveyance_id,mode_of_transportation\n"
    "1,XMPL,LR,EXAMPLE TERN,Miami,11/26/2026,Bridgetown,40,CTN,2204.6226,Pounds,9074729,\"10 - Vessel\"\n"
    "2,XMPL,LR,EXAMPLE TERN,Miami,11/26/2026,Castries,5,PCS,100,Kilograms,9074729,\"10 - Vessel\"\n"
    "3,XMPL,LR,EXAMPLE WREN,Tampa,2026-11-27,Kingston,1,PCS,10,KG,,\"10 - Vessel\"\n",
    "billgen": "identifier,master_bol_number,house_bol_number,voyage_number,bill_type_code\n"
    "1,XMPLM1,,V012,Regular Bill\n2,XMPLM1,XMPLH2,V012,House Bill\n3,XMPLM3,,V003,Regular Bill\n",
    "cargodesc": "identifier,container_number,description_sequence_number,piece_count,description_text\n"
    "1,CSQU3054383,1,40,RUM IN BOTTLES\n2,NC,1,5,PUMPS\n",
    "container": "identifier,container_number,seal_number_1,equipment_description_code,load_status\n"
    "1,CSQU3054383,S-77,22G1,Loaded\n",
    "consignee": "identifier,consignee_name,consignee_address_1,city,country_code\n"
    "1,Test Stores Inc,1 Sample St,Miami,US\n",
    "shipper": "identifier,shipper_party_name\n1,Demo Distillers\n",
    "tariff": "identifier,container_number,description_sequence_number,harmonized_number,harmonized_value\n"
    "1,CSQU3054383,1,220840,9000\n",
    "hazmat": "identifier,container_number,hazmat_code,hazmat_class\n1,CSQU3054383,UN3065,3\n",
}  # fmt: skip
ALL = "".join(TABLES.values())


def told(text: str) -> list[Reading]:
    return registry.read(text.encode())


def zipped(tables: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, text in tables.items():
            archive.writestr(f"ams__{kind}_2026__x.csv", text)
    return stream.getvalue()


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def test_rows_of_all_tables_are_one_bill() -> None:
    made = told(ALL)[0].manifest
    voyage, bill = made.voyage, made.consignments[0]
    assert (voyage.mode, voyage.number, voyage.craft.name, voyage.craft.imo) == (
        Mode.SEA,
        "V012",
        "EXAMPLE TERN",
        "9074729",
    )
    assert (voyage.legs[0].destination, voyage.legs[0].arrival) == ("Miami", "2026-11-26")
    assert (bill.number, bill.level, bill.load, bill.discharge) == ("XMPLM1", Level.MASTER, "Bridgetown", "Miami")
    assert (bill.packages, bill.package_type, bill.gross_mass_kg) == (40, "CTN", 1000.0)
    assert bill.parties_as(PartyRole.CONSIGNEE)[0].address.city == "Miami"
    assert bill.parties_as(PartyRole.CONSIGNOR)[0].name == "Demo Distillers"
    (line,) = bill.goods
    assert (line.description, line.hs, line.values[0].amount) == ("RUM IN BOTTLES", "220840", 9000.0)
    assert (line.dangerous[0].un_number, line.dangerous[0].hazard) == ("3065", "3")
    (box,) = made.containers
    assert (box.number, box.size_type, box.load, box.seals, box.bills) == (
        "CSQU3054383",
        "22G1",
        Load.FULL,
        ("S-77",),
        ("XMPLM1",),
    )


def test_every_voyage_is_a_reading_of_its_own() -> None:
    readings = told(ALL)
    assert [reading.manifest.voyage.craft.name for reading in readings] == ["EXAMPLE TERN", "EXAMPLE WREN"]
    assert [len(reading.manifest.consignments) for reading in readings] == [2, 1]


def test_a_house_bill_names_its_master() -> None:
    house = told(ALL)[0].manifest.consignments[1]
    assert (house.level, house.number, house.master, house.containers) == (Level.HOUSE, "XMPLH2", "XMPLM1", ())


def test_a_zip_of_tables_is_the_same_as_the_tables() -> None:
    whole = [reading.manifest for reading in told(ALL)]
    assert [reading.manifest for reading in registry.read(zipped(TABLES))] == whole


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_alone_is_read_as_far_as_it_goes(kind: str) -> None:
    first = told(TABLES[kind])[0]
    assert first.manifest.message.type == "US MANIFEST"
    assert codes(first) & {"header-table-missing", "tables-missing"}
    assert first.manifest.consignments[0].references == (("identifier", "1"),)


def test_a_row_without_identifier_is_said_and_the_others_survive() -> None:
    first = told(TABLES["shipper"] + ",Nobody\n")[0]
    assert "identifier-missing" in codes(first)
    assert len(first.manifest.consignments) == 1


def test_bad_numbers_are_said() -> None:
    bad = ALL.replace("CSQU3054383", "CSQU3054384").replace("220840", "7700")
    assert {"container-check-digit", "hs-code"} <= codes(told(bad)[0])


def test_another_zip_is_none_of_ours() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("holiday.csv", "place,day\nbeach,monday\n")
    assert not registry.read(stream.getvalue())[0].is_understood


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from(ALL.splitlines()) | st.text(max_size=60), max_size=20))
def test_lines_in_any_order_never_break_the_reader(lines: list[str]) -> None:
    for reading in told("\n".join([TABLES["header"], *lines])):
        assert view(reading, "x")


@pytest.mark.long
def test_one_bill_with_very_many_rows_takes_no_more_than_its_share() -> None:
    rows = "".join(f"1,,{number},1,GOODS\n" for number in range(20_000))
    tariffs = "".join(f"1,,{number},220840,1\n" for number in range(20_000))
    head = TABLES["cargodesc"].split("\n")[0], TABLES["tariff"].split("\n")[0]
    start = time.process_time()
    (reading,) = told(f"{head[0]}\n{rows}{head[1]}\n{tariffs}")
    assert len(reading.manifest.consignments[0].goods) == 20_000
    assert time.process_time() - start < 10
