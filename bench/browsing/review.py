"""The jobs of the table, and what the review of 28 November 2026 measured for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bench.browsing import analyst, captain, carrier, customs, officer
from bench.browsing.shift import PHONE, Job

REVIEWED_ON: Final = "2026-11-28"
REVIEWED: Final[Mapping[str, str]] = {
    "a1": "4 acts with “Look again”; done",
    "a2": "0 further clicks; done",
    "a5": "no form; by spreadsheet 69 cells, 12 to 20 min; missing",
    "a7": "about 14 acts with the old file; fails",
    "a8": "no form; missing",
    "b1": "2 fields, 1 click; done",
    "b2": "3 keys on the selected row, 4 for the first; done",
    "b3": "130 keys with the sentences, 14 without, 9 fields; heavy",
    "b4": "1 select, 1 button, link at y = 3318 px; done",
    "b5": "3 fields, 2 clicks; done",
    "c1": "4 clicks; done",
    "c2": "8 of 17 fields, 1 click; done",
    "d1": "about 20 acts; good",
    "d2": "the file chosen twice; good",
    "d3": "1 reason, 3 clicks; done",
    "d4": "1 click, then 1 reason and 1 click; done",
    "e1": "no page; missing",
}
# In an order in which each finds what it needs: the list before the flights, the flights before the queue.
JOBS: Final = (
    Job("d2", "Import a list", "region.supervisor", analyst.import_a_list),
    Job("a1", "File a PAXLST by page", "carrier.2x", carrier.file_a_list),
    Job("a2", "Read its errors by field", "carrier.2x", carrier.read_errors),
    Job("a5", "Captain: first trip, four people", "agent.saltmarsh", captain.first_trip, screen=PHONE),
    Job("a7", "Captain: second trip", "agent.saltmarsh", captain.second_trip, screen=PHONE),
    Job("a8", "Captain: three calls in a row", "captain.starfish", captain.three_calls, screen=PHONE),
    Job("b1", "Start of a shift: sign-in to the queue", "brb.officer", officer.start, signs_in=True),
    Job("b2", "Clear a namesake by keyboard", "region.analyst", officer.clear_a_namesake),
    Job("b3", "Confirm a match by keyboard", "region.supervisor", officer.confirm),
    Job("b5", "Open a case from an alert", "region.analyst", officer.open_a_case),
    Job("b4", "Record an outcome on a phone", "brb.officer", officer.outcome_on_a_phone, screen=PHONE),
    Job("c1", "Manifest to bill to alert", "brb.customs", customs.manifest_to_alert),
    Job("c2", "Examination and seizure", "brb.customs", customs.examine_and_seize),
    Job("d1", "Write a rule and test it", "region.analyst", analyst.new_rule),
    Job("d3", "Approve a nominated entry", "brb.supervisor", analyst.approve_an_entry),
    Job("d4", "Propose a rule", "region.analyst", analyst.propose_a_rule),
    Job("d4", "Approve a rule", "region.deputy", analyst.approve_a_rule),
    Job("e1", "Operator: see how the service does", "operator", analyst.operate),
)
