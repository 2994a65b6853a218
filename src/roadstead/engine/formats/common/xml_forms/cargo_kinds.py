"""XML of cargo: manifests, waybills, entry summaries, and what answers them."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.cargo import asycuda, cargo_xml, ens
from roadstead.engine.formats.common.xml_forms.kind import Kind

CARGO: Final[tuple[Kind, ...]] = (
    Kind(
        name="ASYCUDA World manifest",
        names=frozenset({"awmds", "awbolds", "awmcds", "awappend", "awbolegmds"}),
        children=frozenset({"bolsegment"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:Aw(?:mds|bolds|mcds|append|bolegmds)|Bol_segment)[\s/>]", re.IGNORECASE),
        makers={"bolsegment": asycuda.made_of},
        read=asycuda.read,
        voyage=asycuda.voyage_of,
    ),
    Kind(
        name="ASYCUDA World declaration",
        names=frozenset({"asycuda"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?ASYCUDA[\s/>]", re.IGNORECASE),
        read=asycuda.read_declaration,
        voyage=asycuda.voyage_of_declaration,
    ),
    Kind(
        name="entry summary declaration",
        names=frozenset({"cc315a", "cc313a", "ie315", "ie313"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:CC|IE)31[35]A?[\s/>]", re.IGNORECASE),
        one_space=False,
        read=ens.read,
        voyage=ens.voyage_of,
    ),
    Kind(
        name="answer to an entry summary declaration",
        names=frozenset({"cc328a", "cc316a", "cc304a", "cc305a", "cc351a"}),
        children=frozenset({"responsedata"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:CC3(?:28|16|04|05|51)A|SuccessResponse)[\s/>]", re.IGNORECASE),
        one_space=False,
        read=ens.read_answer,
        voyage=ens.voyage_of_answer,
    ),
    Kind(
        name="answer of a customs gateway",
        names=frozenset({"successresponse", "errorresponse"}),
        space="http://www.",
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:Success|Error)Response[^>]{0,400}(?:hmrc|govtalk)", re.IGNORECASE),
        one_space=False,
        read=ens.read_answer,
        voyage=ens.voyage_of_answer,
    ),
    Kind(
        name="Cargo-XML",
        names=frozenset(
            {
                "waybill",
                "housewaybill",
                "housemanifest",
                "flightmanifest",
                "statusmessage",
                "response",
                "responsemessage",
                "freightbookedlist",
            }
        ),
        space="iata:",
        children=frozenset({"messageheaderdocument"}),
        traces=re.compile(rb"iata:(?:house)?waybill:|iata:(?:house|flight)manifest:|iata:datamodel:", re.IGNORECASE),
        one_space=False,
        read=cargo_xml.read,
        voyage=cargo_xml.voyage_of,
    ),
)
