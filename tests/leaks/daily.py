"""What is walked every day where `--long` walks every address: a few whose views read every isolated table."""

from __future__ import annotations

from typing import Final

# By the names of their addresses. An isolated table that none of them reads fails
# (`test_the_policies_alone_hold_at_addresses_that_read_every_isolated_table`): add one that does.
DAILY: Final = {
    *("home", "arrivals", "voyage", "versions", "bill", "desk", "message", "search"),
    *("queue", "alert", "break-glass", "cleared-pair", "add-photo", "case-act", "statistics-count"),
    *("entry", "rule-act", "channels", "people", "mfa_index", "second-approvals", "subject-requests", "incidents"),
    *("organisation", "requests", "response-times", "delete-draft", "lookout", "trip", "register", "filer-mails"),
    *("your-system", "test-lists", "api:receipt"),
}
# Read by no page for those who walk with half of the isolation alone: what the pipeline or the centre alone reads,
# reports counted before, answers to national systems (`test_systems`), requests, warrants, watch logs,
# incident rooms and vetting, since they belong to no organisation
# (`test_a_second_officer_of_the_same_state_meets_nothing_of_another_organisation`).
UNREAD: Final = {
    *("accounts_answeredcall", "alerts_regionstanding", "requests_casefacts"),
    *("cargo_containerstatement", "cargo_firmplace", "statistics_cachedreport"),
    *("requests_message", "requests_receipt", "requests_requestfile", "requests_requestlink", "requests_requesttimer"),
    *("requests_guestlink", "log_logday", "log_logentry", "log_loglink", "situation_situationhour"),
    *("warrants_warrant", "warrants_warrantevent", "warrants_warrantfile"),
    *("rooms_room", "rooms_roomentry", "rooms_roomfile", "rooms_roomlink", "vetting_vettingapplicant"),
}
