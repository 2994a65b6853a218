"""Every way by which a row could leave, by name: it asks the one gate, or it is written here why it has none to ask.

Found by reading the code: a new file, a new answer of an interface or a new sender fails here until it has its line.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tools.layout import SOURCE

# Calls that make something which is no page of ours.
MADE_BY: Final = frozenset(
    {
        "as_csv",
        "as_csv_stream",
        "HttpResponse",
        "FileResponse",
        "StreamingHttpResponse",
        "JsonResponse",
        "respond_when_read",
        "send_by_channel",
        "compose",
        "compose_text",
        "send_mail",
        "attachment_response",
    }
)
ASKING: Final = frozenset({"may_leave", "decide", "OFF_PAGE"})  # the gate, and its form as a question to the database
ANSWERS: Final = "outbound.responses.issue:matches"
# Where the exit asks: module and function.
ASKS: Final = {
    "web.examinations.examination_list:examination_list": "casework.examinations.daily_list:may_be_in_file",
    "web.arrivals.arrivals:arrivals": "web.common.board:open_alerts",
    "web.cargo.cargo:voyage_cargo": "web.common.board:open_alerts",
    "web.cases.case_export:_export": "casework.cases.export.release_check:verdicts",
    "web.log.room_export:export": "web.log.room_export:check_may_leave",
    "web.log.log_page:_export": "web.log.shown:_may_be_shown",
    "web.log.situation_list:_export": "oversight.situation.distribution:refused_recipients",  # as each was issued
    "web.lists.list_quality:list_quality": "web.lists.list_quality:list_quality",
    "web.oversight.statistics:_file": "oversight.statistics.queries:alerts",
    "outbound.notifications.send:send_job": "outbound.notifications.send:_may_be_sent",
    # What carriers are answered, in each form: stored by the function that asks.
    "web.carriers.voyages:filed_voyage": ANSWERS,
    "web.carriers.responses:_file": ANSWERS,
    "web.carriers.responses:responses": ANSWERS,
    "web.carriers.api:_as_edifact": ANSWERS,
    "web.carriers.api:_filed": ANSWERS,
    "web.carriers.api:_waited": ANSWERS,
    "web.carriers.api:answers": ANSWERS,
    "web.carriers.api:answers_edi": ANSWERS,
    "web.carriers.api:file_manifest": ANSWERS,
    "web.carriers.api:receipt": ANSWERS,
    # What the systems of states read.
    "web.systems.alerts:voyage_alerts": "web.systems.alerts:_may_leave",
    "web.systems.alerts:changed_alerts": "web.systems.alerts:_may_leave",
    "web.systems.alerts:alert": "web.systems.alerts:_may_leave",
    "web.systems.requests:list_requests": "web.systems.requests:_may_leave",
    "web.systems.requests:one_request": "web.systems.requests:_may_leave",
    "web.systems.requests:request_file": "web.systems.requests:_may_leave",
    "web.systems.selections:selection": "web.systems.selections:_visible_selection",
    # Pages of another state than the owner's, and cases, which whole states read.
    "web.requests.request_files:request_export": "cooperation.requests.export:check_export",
    "request sent about an alert": "cooperation.requests.links:check_disclosure",
    "arrival brief of a voyage": "web.arrivals.brief_content:_alerts",
    "goods in an arrival brief": "casework.examinations.daily_list:may_be_in_file",
    "lookouts in an arrival brief": "web.arrivals.brief_content:_lookouts",
    "page of an alert": "web.alerts.alert_page:visible_alert",
    "photo on an alert": "casework.alerts.listed_photo:listed_photo",
    "rows kept for each state": "casework.alerts.evidence:states_concerned",
    "rows kept from before": "casework.alerts.apply_handling:_admits",
    "situation report issued to an organisation": "oversight.situation.distribution:refused_recipients",
    "item linked to an incident room": "casework.rooms.gate:_verdict",
    "alert linked to the watch log": "casework.log.append:_check_items",
    "alert put into a case": "casework.cases.links:_found",
    "lists searched for a vetting letter": "targeting.watchlists.vetting:may_be_searched",
    "notice by a channel": "outbound.notifications.fan_out:_deliver",
    "reminder of a task": "outbound.notifications.reminders:notify_of_tasks",
}
BY_HAND: Final = frozenset(key for key in ASKS if ":" not in key)
# No row with handling is in these.
NOTHING_HANDLED: Final = {
    "web.admin.self_registered:accounts": "accounts that registered themselves; no row with handling",
    "web.carriers.confirmation_views:confirmation_pdf": "what a carrier filed itself, and its state of reading",
    "web.admin.health:healthy": "says ok to whoever watches the service",
    "web.alerts.acts:report_presence": "names of colleagues who have the same page open",
    "web.arrivals.arrivals:arrivals_news": "a part of the page itself",
    "web.arrivals.craft:craft": "voyages of a craft, no alert among them",
    "web.cargo.lanes:lane_table": "sums over bills",
    "web.carriers.voyages:filed_voyages": "the own voyages as filed, and deadlines",
    "web.carriers.api:aperak": "the problems of the own message",
    "web.carriers.api:contrl": "the faults of the own message",
    "web.carriers.messages:message_status": "whether the own message was read",
    "web.carriers.sandbox:test_list_status": "whether the own test list was read",
    "web.carriers.sheets:sheet": "an empty form",
    "web.vetting.files:vetting_template": "an empty form",
    "web.carriers.waiting:respond_when_read": "the answer of another exit, later",
    "web.cases.case_files:case_file": "a file of the own case, as its officers put it in",
    "web.warrants.warrant_page:warrant_file": "a signed file of the own organisation, as its clerk uploaded it",
    "web.cases.case_tasks:case_tasks": "what officers of the own state ask of each other; red cannot be in a case",
    "web.cases.cases:cases": "titles of the own cases; red cannot be in a case",
    "web.common.attachments:attachment_response": "makes the file of another exit",
    "web.log.room_files:room_file": "a file of the room, as a member put it in for all members",
    "web.common.pdf:pdf_response": "makes the file of another exit",
    "web.common.pictures:photo_response": "a photo of an own list, or one that `photo on an alert` has let through",
    "web.common.readiness:readyz": "whether the service runs",
    "web.common.refusals:refusal": "an error",
    "web.common.tables:as_csv": "makes the file of another exit",
    "web.common.tables:as_csv_stream": "makes the file of another exit",
    "web.cooperation.decision_page:decision_file": "a file of a decision, which every member reads",
    "web.cooperation.decisions:decisions": "decisions of bodies, which every member reads",
    "web.cooperation.cards:duty_card": "the directory, which every member reads",
    "web.cooperation.cards:vcard": "a contact point of the directory, without the people who hold it",
    "web.cooperation.duty_feed:feed": "when one person is on duty, to that person",
    "web.examinations.detained:detained_goods": "numbers of containers and times, no reason and no alert",
    "web.examinations.photos:examination_photo": "a part of the selection's own page",
    "web.guide.guide:picture": "a picture of the guide",
    "web.oversight.policies:_page": "tables of policy, which name no person",
    "web.oversight.data_protection:processing": "the register of processing, which the law wants whole",
    "web.oversight.audit:audit": "references, never what they stand for",
    "web.oversight.subject_requests:enclosed": "what a person is given of their own data, no alert among it",
    "web.systems.vetting:vetting_sheet": "the own sheet, and results that name no list and no entry",
    "web.systems.containers:containers": "numbers of containers and times, no reason and no alert",
    "web.api.answered:once": "numbers of what a system or a device posted itself",
    "web.api.answered:_again": "the same numbers again",
    "web.arrivals.brief_outcomes:_refusal": "why an outcome was refused",
    "web.requests.request_files:give_file": "a file of a request, as its two organisations put it in",
    "web.requests.response_times:response_times": "numbers of the own state, and a range of all",
    "web.requests.request_list:requests": "titles of the own requests; red cannot be in a request",
    "web.rules.rule_acts:export_rules": "rules, without what they met",
    "web.rules.rules:rules": "rules, without what they met",
    "outbound.notifications.account_mail:send": "notices to one person, of an alert only a reminder, which asks",
    "outbound.notifications.transports:_send": "sends what another exit composed",
    "oversight.health.notify:_send": "that the service stands still",
}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((SOURCE / Path(*module.split("."))).with_suffix(".py").read_text())


def functions(module: str) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef))


def names(node: ast.AST) -> set[str]:
    """Every name that is read in it, also as the last part of a dotted one."""
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return found | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def called(node: ast.AST) -> set[str]:
    return set().union(*(names(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)))


def is_of_interface(node: ast.FunctionDef) -> bool:
    """An operation of the carriers' interface: @api.get, @api.post."""
    return any(isinstance(each, ast.Call) and ast.unparse(each.func).startswith("api.") for each in node.decorator_list)


def exits() -> set[str]:
    found = set()
    for room in ("web", "outbound", "oversight"):
        for path in (SOURCE / room).rglob("*.py"):
            module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
            if "migrations" in module or path.name == "__init__.py":
                continue
            for node in functions(module):
                if called(node) & MADE_BY or (is_of_interface(node) and "exception_handler" not in ast.dump(node)):
                    found.add(f"{module}:{node.name}")
    return found


def test_every_exit_is_named_with_where_it_asks_or_why_it_need_not() -> None:
    known = {*ASKS, *NOTHING_HANDLED} - BY_HAND
    assert exits() == known, (sorted(exits() - known), sorted(known - exits()))


def test_what_is_said_to_ask_asks() -> None:
    for where in set(ASKS.values()):
        module, _, name = where.partition(":")
        (node,) = [each for each in functions(module) if each.name == name]
        assert names(node) & ASKING, where


def test_an_exit_reaches_the_function_that_asks_for_it() -> None:
    for where, asks in ASKS.items():
        if ":" in where and asks != ANSWERS:
            module = where.partition(":")[0]
            assert asks.partition(":")[0] in {module, *imports_of(module)}, where


def imports_of(module: str) -> set[str]:
    """Ours, also inside functions, and what these import in turn."""
    found, waiting = set[str](), [module]
    while waiting:
        for node in ast.walk(tree(waiting.pop())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("roadstead."):
                inside = (node.module or "").removeprefix("roadstead.")
                if inside not in found and (SOURCE / Path(*inside.split("."))).with_suffix(".py").exists():
                    found.add(inside)
                    waiting.append(inside)
    return found


def test_nobody_but_the_gate_says_what_red_means_elsewhere() -> None:
    """No second copy of the decision: codes of TLP are compared in `platform/handling` and where a list is set up."""
    allowed = {
        "platform/handling",
        "targeting/watchlists/handling.py",
        "casework/alerts/models/alerts.py",
        "casework/alerts/apply_handling.py",
        "pipeline/drills/invented.py",
    }  # the last sets up the drill's list
    wrong = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        and any(each in path.read_text() for each in ("Tlp.RED", "Tlp.STRICT", "Tlp.AMBER"))
        and not path.relative_to(SOURCE).as_posix().startswith(tuple(allowed))
    ]
    assert not wrong
