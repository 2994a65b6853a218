"""Documentation pages of docs/reference/messages, in the order in which they are listed."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.cargo.asycuda import about as asycuda
from roadstead.engine.formats.cargo.cargo_imp import about as cargo_imp
from roadstead.engine.formats.cargo.cargo_xml import about as cargo_xml
from roadstead.engine.formats.cargo.edifact import about as cargo_edifact
from roadstead.engine.formats.cargo.ens import about as ens
from roadstead.engine.formats.cargo.sheets import about as cargo_sheets
from roadstead.engine.formats.cargo.us_manifest import about as us_manifest
from roadstead.engine.formats.common import envelope_page
from roadstead.engine.formats.common.format_page import FormatPage
from roadstead.engine.formats.documents import about as travel_documents
from roadstead.engine.formats.passengers.cruise_xml import about as cruise_xml
from roadstead.engine.formats.passengers.iso28005 import about as iso28005
from roadstead.engine.formats.passengers.paxlst import about as paxlst
from roadstead.engine.formats.passengers.pnrgov import about as pnrgov
from roadstead.engine.formats.passengers.pnrgov_xml import about as pnrgov_xml
from roadstead.engine.formats.passengers.sheets import about as sheets
from roadstead.engine.formats.responses import about as replies

PAGES: Final[tuple[FormatPage, ...]] = (
    paxlst.PAGE,
    pnrgov.PAGE,
    pnrgov_xml.PAGE,
    sheets.PAGE,
    iso28005.PAGE,
    cruise_xml.PAGE,
    *cargo_edifact.PAGES,
    cargo_imp.PAGE,
    cargo_sheets.PAGE,
    asycuda.PAGE,
    asycuda.DECLARATION_PAGE,
    cargo_xml.PAGE,
    ens.PAGE,
    travel_documents.MRZ_PAGE,
    travel_documents.BCBP_PAGE,
    replies.CUSRES_PAGE,
    replies.CONTRL_PAGE,
    us_manifest.PAGE,
    envelope_page.PAGE,
)
