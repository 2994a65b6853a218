"""Structure of Awmds and Awbolds as far as it is known, with the source of each part. Pure data.

A line: depth by indent, name, occurrence (1 once, ? at most once, + at least once, * any number, ~ in any order and
number), content, source. Sources: `schema` is the message's schema as classes generated from it in public programs
repeat it; `guide` a country's guide that names the element; `files` programs and samples alone. For parts that are not
from the schema neither place nor occurrence is known: they stand where our own writer puts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Final


class Source(StrEnum):
    SCHEMA = "schema"
    GUIDE = "guide"
    FILES = "files"


@dataclass(frozen=True)
class Part:
    """One element. `kind`: text, int, number, boolean or time (XML Schema), "" for an element that holds others;
    `max_chars` in characters, 0 if no source gives it.
    """

    name: str
    depth: int
    occurs: str
    kind: str
    max_chars: int
    source: Source
    children: tuple[Part, ...] = ()

    @property
    def required(self) -> bool:
        return self.occurs in {"1", "+"}

    @property
    def once(self) -> bool:
        return self.occurs in {"1", "?"}

    @property
    def in_any_order(self) -> bool:
        return any(child.occurs == "~" for child in self.children)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Position of each child among the children, by name."""
        return {child.name: at for at, child in enumerate(self.children)}


HEAD: Final = """
Awmds 1 - schema
 General_segment 1 - schema
  General_segment_id 1 - schema
   Customs_office_code 1 text schema
   Voyage_number 1 text schema
   Date_of_departure 1 text schema
   Date_of_arrival ? text schema
   Time_of_arrival ? time schema
   Date_of_last_discharge ? text schema
   Import_Rotation ? text files
   Reference_number ? text files
   Registration_number ? text files
   Registration_date ? text files
   Coloader_code ? text files
   Previous_manifest ? text files
  Totals_segment 1 - schema
   Total_number_of_bols 1 int schema
   Total_number_of_packages 1 int schema
   Total_number_of_containers 1 int schema
   Total_gross_mass 1 number schema
  Transport_information 1 - schema
   Carrier 1 - schema
    Carrier_code 1 text schema
    Carrier_name ? text schema
    Carrier_address ? text schema
   Shipping_Agent ? - schema
    Shipping_Agent_code 1 text schema
    Shipping_Agent_name ? text schema
    Shipping_Agent_address ? text files
   Mode_of_transport_code 1 text schema
   Identity_of_transporter ? text:27 schema
   Nationality_of_transporter_code 1 text schema
   Place_of_transporter ? text schema
   Registration_number_of_transport_code ? text schema
   Date_of_registration ? text schema
   Master_information ? text schema
  Load_unload_place 1 - schema
   Place_of_departure_code 1 text schema
   Place_of_destination_code 1 text schema
  Tonnage ? - schema
   Tonnage_net_weight 1 number schema
   Tonnage_gross_weight 1 number schema
  Attached_Document * - schema
   Attached_document_code 1 text schema
   Attached_document_filename 1 text schema
   Attached_document_content 1 text schema
"""
MASTER: Final = """
Awbolds 1 - files
 Master_bol ? - files
  Customs_office_code ? text files
  Voyage_number ? text files
  Date_of_departure ? text files
  Reference_number ? text files
  Shipping_Agent_code ? text files
"""
BILL: Final = """
 Bol_segment + - schema
  Bol_id 1 - schema
   Bol_reference 1 text schema
   Line_number 1 int schema
   Bol_nature 1 text schema
   Bol_type_code 1 text schema
   Master_bol_ref_number ? text schema
   Unique_carrier_reference ? text schema
   DG_status ? text guide
  Consolidated_Cargo ? text guide
  Load_unload_place 1 - schema
   Port_of_origin_code ? text files
   Place_of_loading_code 1 text schema
   Place_of_unloading_code 1 text schema
   Place_of_destination_code ? text files
  Traders_segment 1 - schema
   Carrier ? - guide
    Carrier_code ? text guide
    Carrier_name ? text guide
    Carrier_address ? text guide
   Shipping_Agent ? - files
    Shipping_Agent_code ? text files
    Shipping_Agent_name ? text files
    Shipping_Agent_address ? text files
   Exporter 1 - schema
    Exporter_code ? text schema
    Exporter_name 1 text schema
    Exporter_address 1 text schema
   Notify 1 - schema
    Notify_code ? text schema
    Notify_name 1 text schema
    Notify_address 1 text schema
   Consignee 1 - schema
    Consignee_code ? text schema
    Consignee_name 1 text schema
    Consignee_address 1 text schema
  ctn_segment * - schema
   Ctn_reference 1 text schema
   Number_of_packages 1 int schema
   Type_of_container 1 text schema
   Empty_Full 1 text schema
   Marks1 ? text schema
   Marks2 ? text schema
   Marks3 ? text schema
   Sealing_Party ? text schema
   IMCO ? text files
   UN ? text files
   Ctn_location ? text files
   Gross_weight ? number files
   Empty_weight ? number schema
   Goods_weight ? number schema
  Goods_segment 1 - schema
   Number_of_packages 1 number schema
   Package_type_code 1 text schema
   Gross_mass 1 number schema
   Shipping_marks 1 text schema
   Goods_description 1 text schema
   Seals_segment ? - schema
    Number_of_seals 1 int schema
    Marks_of_seals 1 text schema
    Sealing_party_code ? text schema
   Volume_in_cubic_meters ? number schema
   Num_of_ctn_for_this_bol 1 int schema
   Information ? text schema
  Split_segment * - schema
   Number_of_packages 1 number schema
   Package_type_code 1 text schema
   Gross_mass 1 number schema
   Shipping_marks 1 text schema
   Goods_description 1 text schema
   Container ? - schema
    Reference 1 text schema
    Unloaded 1 boolean schema
  Value_segment 1 - schema
   Freight_segment ? - schema
    PC_indicator ? text schema
    Freight_value ? number schema
    Freight_currency ? text schema
   Customs_segment ? - schema
    PC_indicator ? text files
    Customs_value ? number schema
    Customs_currency ? text schema
   Insurance_segment ? - schema
    PC_indicator ? text files
    Insurance_value ? number schema
    Insurance_currency ? text schema
   Transport_segment ? - schema
    PC_indicator ? text files
    Transport_value ? number schema
    Transport_currency ? text schema
  Location ? - schema
   Location_code ? text schema
   Location_info ? text schema
  HS_Compliance ? - guide
   HS_code ~ text files
   Commercial_description ~ text files
   Number_of_packages ~ number files
   Gross_mass ~ number files
   Volume_in_cubic_meters ~ number files
   Package_type_code ~ text files
   Country_of_origin ~ text files
"""


def _rows(table: str) -> list[Part]:
    return [_row(line) for line in table.splitlines() if line]


def _row(line: str) -> Part:
    name, occurs, kind, source = line.split()
    kind, _, longest = kind.partition(":")
    depth = len(line) - len(line.lstrip())
    return Part(name, depth, occurs, kind.strip("-"), int(longest or 0), Source(source))


def _tree(rows: list[Part]) -> Part:
    first = rows[0]
    starts = [at for at, row in enumerate(rows) if row.depth == first.depth + 1]
    children = tuple(_tree(rows[start:end]) for start, end in pairwise([*starts, len(rows)]))
    return Part(first.name, first.depth, first.occurs, first.kind, first.max_chars, first.source, children)


BOL_SEGMENT: Final = _tree(_rows(BILL))
ROOTS: Final[Mapping[str, Part]] = {
    tree.name: tree for tree in (_tree(_rows(HEAD + BILL)), _tree(_rows(MASTER + BILL)))
}


def walk(part: Part, path: str = "") -> Iterator[tuple[str, Part]]:
    """Yield every element with its path, in order."""
    here = f"{path}/{part.name}" if path else part.name
    yield here, part
    for child in part.children:
        yield from walk(child, here)
