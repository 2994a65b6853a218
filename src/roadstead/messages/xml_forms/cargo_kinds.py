"""XML of cargo: manifests, waybills, entry summaries, and what answers them."""

from __future__ import annotations

import re
from typing import Final

from roadstead.messages import asycuda
from roadstead.messages.xml_forms.kind import Kind

CARGO: Final[tuple[Kind, ...]] = (
    Kind(
        name="ASYCUDA World manifest",
        names=frozenset({"awmds", "awbolds", "awmcds", "awappend", "awbolegmds"}),
        children=frozenset({"bolsegment"}),
        traces=re.compile(rb"<(?:[\w.-]+:)?(?:Aw(?:mds|bolds|mcds|append|bolegmds)|Bol_segment)[\s/>]", re.IGNORECASE),
        makers={"bolsegment": asycuda.bill_of},
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
)
