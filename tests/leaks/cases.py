"""How every address is walked: one line for each url name. A name without a line fails the build.

`about`: for each part of the address the kind of thing that stands there (World.ids). `query`: the parameters the view
reads. `always`: what stands in the address each time, so that as much as possible is shown. `posts`: the forms sent;
`is_page`: it is looked at as well.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from inspect import unwrap
from typing import Any
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from roadstead.engine.rules.files import library, write_file
from roadstead.filings.voyages.models import Traveller
from roadstead.oversight.registers.models import DecisionEffect
from roadstead.platform.accounts.models import User
from tests.leaks.world import NOBODYS, NOBODYS_RECEIPT, SYSTEMS_OFFICER, World
from tests.samples import COMPARED_FORM

Form = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    about: Mapping[str, str] = field(default_factory=dict)
    query: tuple[str, ...] = ()
    always: Mapping[str, str] = field(default_factory=dict)
    posts: Callable[[World], list[Form]] | None = None
    is_page: bool = False
    api: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ask:
    """One request of the walk. `sent`: what it holds itself, which an answer may repeat."""

    name: str
    method: str
    address: str
    data: Any = None
    content_type: str = ""
    api: bool = False
    is_more: bool = False  # the same again with a parameter or as HEAD: not needed where the role is refused
    is_another: bool = False  # a further form, a parameter's further value: nor where the first of them found nothing
    is_further: bool = False  # about a third thing or a later one: nor where the first two were refused
    is_theirs: bool = False  # about a thing of A's, or a further one: no second form where the first found nothing
    plain: str = ""  # the first of them: the address alone

    @property
    def words(self) -> str:
        return f"{self.method} {self.address} {'' if self.data is None else self.data}"


def forms(*given: Form) -> Callable[[World], list[Form]]:
    return lambda world: list(given)


def posted(*bodies: Form) -> Callable[[World], list[Form]]:
    """What a national system of B's posts, each for an officer of B's."""
    return lambda world: [_as_json({"officer": SYSTEMS_OFFICER, **each}) for each in bodies]


def _as_json(body: Form) -> Form:
    return {"raw": json.dumps(body), "type": "application/json"}


def _selected_by_system(world: World) -> list[Form]:
    """Goods of each voyage, of A's too, with an alert of A's as the reason."""
    told = {"officer": SYSTEMS_OFFICER, "kind": "scan", "port": "LCCAS", "planned_at": "2099-01-01T10:00:00Z"}
    told |= {"reason": "r", "container": "MSCU1234566"}
    of_voyages = [_as_json({**told, "voyage": pk}) for pk in world.ids["voyage"]]
    of_alerts = [_as_json({**told, "voyage": world.ids["voyage"][-1], "alert": pk}) for pk in world.ids["alert"]]
    return [*of_voyages, *of_alerts, _as_json({})]


def _listed(world: World) -> list[Form]:
    """A list of B's own, called as one of A's is."""
    text = b"id,surname,given,born,nationality,action,reason\nR-1,Ours,Ada,1980-01-01,LCA,refer,asked for\n"
    return [{"name": name, "kind": "entries", "file": SimpleUploadedFile("own.csv", text)} for name in world.words[-2:]]


def _in_the_directory(world: World) -> list[Form]:
    """On a contact point, a holder or a way of A's, and of B's own."""
    numbers = {kind: [str(pk) for pk in world.ids[kind]] for kind in ("point", "holder", "method")}
    return [
        *({"act": "name", "number": pk, "name": "n", "telephone": "1"} for pk in numbers["point"]),
        *({"act": "end-holder", "number": pk} for pk in numbers["holder"]),
        *({"act": "remove-method", "number": pk} for pk in numbers["method"]),
        {"act": "add-point", "title": "t", "function": "duty_desk"},
    ]


def _filed(world: World) -> list[Form]:
    """The very body that A's carrier filed."""
    return [{"text": world.raw.decode()}, {"text": ""}]


def _brought(world: World) -> list[Form]:
    """A file for a list kept by hand: first shown against the list, then as if it had been seen."""
    text = b"id,surname,given,born,nationality,action,reason\n,Ours,Ada,1980-01-01,LCA,stop,asked for\n"
    return [
        {"why": "w", "evidence": "e", "seen": seen, "file": SimpleUploadedFile("own.csv", text)}
        for seen in ("", "0" * 12)
    ]


def _nominated(world: World) -> list[Form]:
    """Somebody called as one whom A lists: searched for doubles, kept as a draft, put forward."""
    cells = {
        "surname": world.words[-1],
        "given": "ADA",
        "born": "1980-01-01",
        "action": "stop",
        "reason": "r",
        "evidence": "e",
        "expires": "2027-01-01",
        "review": "2026-12-31",
        "why": "w",
    }
    return [{**cells, "act": act, "of": world.words[-1]} for act in ("check", "draft", "forward")]


def _at_the_desk(world: World) -> list[Form]:
    """The document of a traveller of A's, and of one that concerns B too; nobody's; a zone with a name of A's."""
    person = Traveller.objects.get(pk=world.first("traveller"))
    name = "".join(sign for sign in person.surname if sign.isalpha())  # a digit would be read as a letter
    zone = f"P<LCA{name}<<ADA".ljust(44, "<") + "\nX000000000LCA8001014F3001019<<<<<<<<<<<<<<00"
    return [{"zone": text} for text in (f"{person.surname}7", "OURS7", "X9", zone, "?")]


def _outcome_at_the_desk(world: World) -> list[Form]:
    told = {"what": "refused", "outcome_note": "w", "early_reason": "w"}
    of_alerts: list[Form] = [{**told, "alerts": str(pk)} for pk in world.ids["alert"]]
    return [*of_alerts, {"alerts": "x"}, {}]


def _outcome_of_a_brief(world: World) -> list[Form]:
    """As the device of the officer who walks sends it, about an alert of A's."""
    told = {"what": "refused", "outcome_note": "w", "early_reason": "w", "at": timezone.now().isoformat()}
    officers = User.objects.filter(username__in=["walks-as-officer", "region-analyst"]).values_list("pk", flat=True)
    return [*({**told, "alert": pk, "officer": each} for pk in world.ids["alert"] for each in officers), {}]


def _written(world: World) -> list[Form]:
    """A rule called as one of A's may be: shown, checked, kept; rows, and CEL."""
    texts = {
        "title": world.words[-1],
        "sentence": "s",
        "source": "s",
        "severity": "low",
        "officers_do": "o",
        "mode": "cel",
        "condition": "booking.minor_without_adult",
        "protects": "minors",
        "why": "w",
    }
    return [{**texts, "do": act} for act in ("check", "save")]


def _taken_in(world: World) -> list[Form]:
    raw = write_file(library()[:1])
    return [{"file": SimpleUploadedFile("rules.json", raw)}, {}]


def _begun(world: World) -> list[Form]:
    """A list of B's own, called as one of A's is."""
    return [{"name": world.words[-2], "months": "12", "months_of_minors": "6"}, {"name": ""}]


def _together(world: World) -> list[Form]:
    """A's alerts chosen beside B's own, to be cleared with one reason."""
    return [{"alert": world.ids["alert"], "reasons_for": "f", "reasons_against": "g", **COMPARED_FORM}, {}]


def _searched(world: World) -> list[Form]:
    """Names, documents, numbers and references of A's, with and without the purpose of the search."""
    documents = [f"{word}7" for word in world.words]  # as `World` numbers them
    alerts, cases = ([f"{kind} {pk}" for pk in world.ids[kind]] for kind in ("alert", "case"))
    names = ["ADA", *(f"ADA {word}" for word in world.words[:3])]
    terms = [*names, *world.words, *documents, *alerts, *cases]
    return [*({"q": term, "purpose": "border"} for term in dict.fromkeys(terms)), {"q": world.words[0]}]


def _worded(world: World) -> list[Form]:
    """Words of A's for the filter of a page, which it keeps out of its address."""
    return [{"q": word} for word in world.words[:2]]


def _opened(world: World) -> list[Form]:
    """A case from each alert, of A's too."""
    told = {"title": "t", "purpose": "police", "basis": "b"}
    opened: list[Form] = [{**told, "alert": str(pk)} for pk in world.ids["alert"]]
    return [*opened, {"title": ""}]


def _asked(world: World) -> list[Form]:
    """A request about each alert, of A's too, and from a draft of A's; and nothing."""
    told = {
        "type": "information_request",
        "to": "GRD-BA",
        "about": "person",
        "name": "n",
        "question": "q",
        "why": "w",
        "title": "t",
        "basis": "b",
        "purpose": "p",
        "tlp": "amber",
    }
    about: list[Form] = [{**told, "item_kind": "alert", "item_number": str(pk)} for pk in world.ids["alert"][:2]]
    drafts: list[Form] = [
        {**told, "draft": str(pk), "act": act} for pk in world.ids["exchange draft"] for act in ("", "draft")
    ]
    return [*about, *drafts, {}]


def _about_effects(world: World) -> list[Form]:
    """Every button of the page of a decision, for effects that A and that B puts into effect."""
    numbers = DecisionEffect.objects.values_list("pk", flat=True)
    of_rows: list[Form] = [
        {"act": act, "number": str(pk), "why": "w"}
        for act in ("put-into-effect", "remove-effect", "end-effect")
        for pk in numbers
    ]
    return [*of_rows, *({"act": act} for act in ("send", "approve", "decline", "add-effect", "nonsense"))]


def _looked_for(world: World) -> list[Form]:
    """A lookout for another state, with a contact point of A's too; and nothing."""
    told = {
        "kind": "person",
        "surname": "n",
        "born": "1980-01-01",
        "why": "w",
        "basis": "b",
        "chosen": "GRD",
        "hours": "2",
    }
    points: list[Form] = [{**told, "contact_point": str(pk)} for pk in world.ids["point"][:2]]
    return [*points, {}]


def _logged(world: World) -> list[Form]:
    """An entry about each alert, of A's too; corrections of A's entries; and words of A's as a filter."""
    told = {"act": "add", "type": "call", "text": "t"}
    about: list[Form] = [{**told, "links": f"alert {pk}"} for pk in world.ids["alert"][:2]]
    corrected: list[Form] = [{**told, "corrects": str(pk)} for pk in world.ids["log entry"][:2]]
    return [*about, *corrected, {**told, "links": str(world.ids["exchange"][0])}, {"act": "add"}, *_worded(world)]


def _handed_over(world: World) -> list[Form]:
    """A shift to each person, of A's too; and A's handovers signed and withdrawn."""
    people: list[Form] = [{"act": "sign-out", "incoming": str(pk), "note": "n"} for pk in world.ids["user"][:2]]
    signed = [
        {"act": act, "number": str(pk)} for pk in world.ids["log handover"][:2] for act in ("sign-in", "withdraw")
    ]
    return [*people, *signed, {}]


def _prepared(world: World) -> list[Form]:
    """A situation report on yesterday, the hour of the next; and nothing."""
    period = {"begins": "2026-11-01T00:00", "ends": "2026-11-02T00:00"}
    return [{"act": "prepare", **period}, {"act": "hour", "hour": "6"}, {}]


def _reported(world: World) -> list[Form]:
    """Whatever the page of a situation report does, with an entry of A's log quoted."""
    entry = str(world.ids["log entry"][0])
    told = {"edition": "0", "headline": "n", "tlp": "amber", "recipients": "GRD-BA", "names_nobody": "on"}
    return [{"act": act, **told, "entries": entry} for act in ("save", "issue", "correct", "discard", "remove")]


def _room_opened(world: World) -> list[Form]:
    """A room to which nobody is invited, one to which an organisation is that cannot be, and nothing."""
    told = {"title": "t", "incident": "storm", "purpose": "p", "tlp": "amber", "ends_on": "2099-01-01"}
    return [told, {**told, "invited": str(world.first("organisation"))}, {}]


def _written_in_a_room(world: World) -> list[Form]:
    """An entry about each alert, of A's too; corrections of A's entries; and nothing."""
    told = {"type": "call", "text": "t"}
    about: list[Form] = [{**told, "links": f"alert {pk}"} for pk in world.ids["alert"][:2]]
    return [*about, *({**told, "corrects": str(pk)} for pk in world.ids["room entry"][:2]), {}]


def _in_a_room(world: World) -> list[Form]:
    """Whatever the page of a room does."""
    told = {"task": "1", "said": "s", "why": "w", "outcome": "o", "ends_on": "2099-01-01", "day": "2099-01-01"}
    told |= {"clock": "12:00", "zone": "UTC", "organisation": str(world.first("organisation"))}
    told |= {"invited": str(world.first("organisation")), "member": str(world.first("room member"))}
    acts = ("invite", "withdraw", "extend", "set-task", "task-done", "task-dropped", "leave", "close", "nonsense")
    return [{"act": act, **told} for act in acts]


def _vetted(world: World) -> list[Form]:
    """A sheet; one of a word of A's; and one without a reason."""
    rows = [f"Family name,Given names,Date of birth\n{word},Ada,1980-01-01\n".encode() for word in world.words[-1:]]
    files = [SimpleUploadedFile("own.csv", raw) for raw in rows]
    return [{"file": file} for file in files] + [{"urgent": "on", "file": SimpleUploadedFile("x.csv", b"x")}, {}]


def _letters(world: World) -> list[Form]:
    """The code of A's letters, and none."""
    return [*({"code": str(code)} for code in world.ids["vetting code"][:2]), {"code": "7K3M9-QX2AH"}, {}]


def _on_a_sheet(world: World) -> list[Form]:
    """A letter; and a decision about A's applicants."""
    people = [str(pk) for pk in world.ids["vetting applicant"][:2]]
    outcomes: list[Form] = [{"act": "outcome", "outcome": "granted", "applicants": pk} for pk in people]
    return [{"act": "letter", "contact": "c"}, *outcomes, {"act": "x"}]


def _on_a_request(world: World) -> list[Form]:
    """Whatever the page of a request does."""
    told = {"edition": "1", "held": "nothing", "text": "t", "reason": "r", "code": "not_here", "until": "2099-01-01"}
    acts = ("acknowledge", "reply", "forward", "write", "withdraw", "x")  # the first, and those that differ
    return [{"act": act, **told, "to": "BRB-FIU"} for act in acts]


def _in_a_case(world: World) -> list[Form]:
    """Whatever the page does; and A's things put into a case by their numbers."""
    kinds = ("alert", "voyage", "traveller")
    put: list[Form] = [{"act": "put-in", "kind": kind, "what": str(pk)} for kind in kinds for pk in world.ids[kind]]
    acts = (
        "note",
        "amend",
        "take-out",
        "take-file-out",
        "join",
        "leave",
        "set-task",
        "task-done",
        "task-dropped",
        "hand-over",
        "close",
        "reopen",
        "nonsense",
    )
    theirs = {"officer": world.words[-1], "for": world.words[-1], "file": str(world.first("case file")), "task": "1"}
    told = {"note": "n", "edition": "0", "link": "1", "why": "w", "said": "s", "day": "2099-01-01", "clock": "12:00"}
    rest: list[Form] = [{"act": act, "zone": "UTC", **told, **theirs} for act in acts]
    return put + rest


def _put_down_a_file(world: World) -> list[Form]:
    """A file of a word of A's, called by that word; and none at all."""
    file = SimpleUploadedFile("own.txt", world.words[-1].encode())
    return [{"title": world.words[-1], "evidence": "other", "file": file}, {"title": "t", "evidence": "other"}]


def _chosen(world: World) -> list[Form]:
    """A container, a bill and an alert of A's, called by their numbers; and nothing."""
    plan = {"kind": "scan", "reason": "r", "port": "LCCAS", "planned_at": "2099-01-01T10:00", "officer": "lca.officer"}
    return [
        {**plan, "container": world.words[-1], "alert": str(world.first("alert"))},
        {**plan, "bill": world.words[-1]},
        {**plan, "box": world.words[-1]},
        {},
    ]


def _photographed(world: World) -> list[Form]:
    """A picture called by a word of A's; and none at all."""
    file = SimpleUploadedFile("own.jpg", world.words[-1].encode())
    return [{"title": world.words[-1], "file": file}, {"title": "t"}]


TO_SELECTIONS = forms(
    *(
        {"act": act, "why": "w", "reason": "r", "detention": "1", "result": "r", "photo": "1", "kind": "scan"}
        | {"task": "1", "done_note": "n", "officer": ""}
        for act in (
            *("start", "change", "cancel", "return", "detain", "release", "remove-photo", "done", "assign"),
            "nonsense",
        )
    )
)
ON_LOOKOUTS = forms(
    *(
        {"act": act, "why": "w", "hours": "2", "where": "w", "done": "d", "desk": "1", "answered": "yes"}
        for act in ("approve", "reject", "renew", "withdraw", "acknowledge", "seen", "not-seen", "call", "nonsense")
    )
)
WANTED = {
    "purpose": "prosecute",
    "surname": "n",
    "born": "1980-01-01",
    "decision_type": "judgment",
    "basis": "b",
    "until": "2099-01-01",
    "review_by": "2099-01-01",
}
ON_WARRANTS = forms(
    *(
        {"act": act, "why": "w", "law": "l", "what": "w", "number": "1"}
        for act in (
            *("add-offence", "remove-offence", "sign", "validate", "return", "publish", "resume", "suspend"),
            *("executed", "withdraw", "nonsense"),
        )
    )
)
RESULTS = forms({"what": "nothing", "note": "n"}, {"add-item": "1", "items": "2"}, {"what": "seized"})
HAND_OUT = forms(
    {"reason": "r", "recipient": "c", "handling": "red", "receiver": "own", "use": "crime"},
    {"reason": "r", "recipient": "c", "handling": "red", "receiver": "outside", "use": "court", "agreement": "a"},
    {"reason": "r", "handling": "x"},
)

HOLDS = forms(
    {"act": "look", "review_on": "2027-01-31"},
    {"act": "lift", "why": "w"},
    {"act": "approve"},
    {"act": "decline"},
    {"act": "x"},
)
INCIDENT = forms({"what": "w", "known_at": "2026-11-25T10:00", "state": "LCA"}, {"what": ""})


def _to_incidents(world: World) -> list[Form]:
    """A's duties told by B too."""
    told: list[Form] = [{"act": "tell", "duty": str(pk), "whom": "w"} for pk in world.ids["to tell"]]
    return [*told, {"act": "add", "kinds": "k"}, {"act": "close"}, {"act": "x"}]


def _held(world: World) -> list[Form]:
    """Each voyage, A's too."""
    told = {"reason": "r", "until": "2027-01-31"}
    held: list[Form] = [{**told, "voyage": str(pk)} for pk in world.ids["voyage"]]
    return [*held, {"voyage": world.words[0]}]


def _put_down(world: World) -> list[Form]:
    """A request in the name of somebody of A's: taken in, and with nothing stated."""
    person = {"kind": "access", "surname": world.words[-2], "given": "ADA", "born": "1980-01-01"}
    return [{**person, "identity_by": "passport"}, {}]


TO_REQUESTS = forms(
    *(
        {
            "act": act,
            "withheld": "w",
            "upheld": "yes",
            "row": "1",
            "statement": "s",
            "ground": "inquiry",
            "until": "2027-01-31",
        }
        for act in ("carry-out", "agree", "decline", "refuse", "answer", "ask-review", "uphold", "overturn", "x")
    )
)
TO_ALERTS = ("take", "release", "clear", "confirm", "refer", "reopen", "close", "examine", "free", "return", "nonsense")
TO_PAIRS = ("approve", "withdraw", "redress", "withdraw-number", "nonsense")
DECIDE = forms(*({"act": act, "note": "n", "reasons_for": "f", "reasons_against": "g", **COMPARED_FORM}
                 for act in TO_ALERTS))  # fmt: skip
REVIEW = forms(*({"act": act, "why": "w", "consent": "yes"} for act in TO_PAIRS))


def _saved_rows(world: World) -> list[Form]:
    """A's saved rows and B's own."""
    return [{name: str(pk)} for name, kind in (("person", "saved person"), ("craft", "saved craft"))
            for pk in world.ids[kind]]  # fmt: skip


def _on_board(world: World) -> list[Form]:
    """A's saved people put on board."""
    return [{"people": [str(pk) for pk in world.ids["saved person"]], "act": "continue"}, {"act": "add"}]


def _chosen_craft(world: World) -> list[Form]:
    return [{"craft": str(pk)} for pk in world.ids["saved craft"]]


TYPED_PERSON = forms(
    {"role": "crew", "surname": "s", "given": "g", "born": "1980-01-01", "sex": "F", "nationality": "GBR",
     "document_number": "Q1", "expires": "2031-01-01", "document_type": "P", "act": "continue"}, {},
)  # fmt: skip
TYPED_ROUTE = forms(
    {"origin": "Rodney Bay", "departs": "2099-01-01T08:00", "destination": "Bridgetown", "arrives": "2099-01-02T08:00"},
    {},
)
POLICY_ROWS = forms(
    {"matter": "review", "within": "9 days", "verified": "no", "source": "s", "text": "t", "reason": "w"},
    {"reason": ""},
)
PROPOSE = forms({"threshold": "9", "cleared_days": "30", "why": "w"}, {"threshold": "x", "why": ""})
DECIDED = forms(*({"act": act, "why": "w"} for act in ("approve", "decline", "drop", "nonsense")))
OUTCOME = forms(
    {"what": "refused", "outcome_note": "n"}, {"what": "nonsense", "at": "x"}, {"what": "seized"},
    {"what": "seized", "seized-1": "drugs", "quantity-1": "2", "unit-1": "kg", "hidden": "n", "early": "yes",
     "early_reason": "r"},
)  # fmt: skip
CHECK = forms(
    {"system": "police", "result": "nothing"}, {"system": "police", "result": "found"},
    {"system": "interpol", "result": "waiting", "asked": "a", "words": "w", "reference": "r"},
)  # fmt: skip
HIT = forms(*(
    {"protection": answer, "traveller": "waiting"} for answer in ("yes", "unknown", "no", "x")
), {})  # fmt: skip
POWERS = forms({"power": "p"}, {"power": "p", "is_arrest": "on"}, {})
FOLLOW_UP = forms({"act": "done", "done_note": "n"}, {"act": "assign", "officer": ""}, {"act": "done"})
POLICY = forms({"seriousness": "3", "instruction": "i", "policy_why": "w"}, {"seriousness": "x"})
TO_RULES = forms(*(
    {"do": act, "number": number, "why": "w", "expires": "2027-01-31", "justification": "j"}
    for act in ("try", "propose", "approve", "decline", "withdraw") for number in ("1", "2")
))  # fmt: skip
STATE_WEBHOOKS = forms(
    {"target": "https://b.example/x", "topics": ["alert", "container"]}, {"target": "x", "topics": []}
)
SENT_TO_A_GUEST = forms(
    {"name": "n", "mail": "n@grd.example", "language": "en"}, {"act": "end"}, {"name": "", "mail": "n"}
)
SYSTEMS = forms({"organisation": "LCA-BA", "name": "n", "scopes": ["alerts"]}, {"organisation": "BRB-BA", "name": ""})
INVITE = forms({"name": "Ann New", "username": "ann.new", "role": "officer", "state": "LCA"}, {"name": ""})
REGISTER = forms({"name": "Ann", "email": "ann@example.org", "kind": "yacht", "language": "en"}, {"name": ""})
SIGN_IN = forms({"login": "nobody", "password": "x"})
CODE = forms({"code": "000000"})
CREDENTIAL = forms({"credential": "{}"})
QUEUE = ("show", "whose", "list", "rule", "voyage", "port", "within", "kind", "about", "day", "as")
KEPT = {"pk": "kept"}
USER = {"pk": "user"}
RECEIPT = {"receipt": "message"}
NUMBER = {"number": "message"}
FILED = {"receipt": "message", "position": "place"}
FILED_PERSON = {**FILED, "number": "place"}
CORRECTED = forms(
    {"role": "passenger", "surname": "s", "given": "g", "version": "1", "opened": "1"},
    {"version": "999999999", "opened": "1"},
    {},
)
BOARD = ("mode", "way", "when", "alerts", "filed", "quality", "state", "port", "carrier")

CASES: dict[str, Case] = {
    "home": Case(query=("show",)),
    "more": Case(),
    "sign-in": Case(query=("next",), posts=SIGN_IN, is_page=True),
    "account_login": Case(query=("next",), posts=SIGN_IN),
    "mfa_authenticate": Case(query=("next",), posts=CODE),
    "mfa_login_webauthn": Case(query=("next",), posts=CREDENTIAL, is_page=True),
    "single-sign-on": Case(query=("next",)),
    "openid_connect_callback": Case(about={"provider_id": "provider"}, query=("code", "state", "error")),
    "sign-out": Case(posts=forms({}), query=("next",)),
    "guide": Case(about={"page": "guide"}),
    "guide-picture": Case(about={"picture": "picture"}),
    "mfa_index": Case(),
    "mfa_activate_totp": Case(posts=CODE),
    "mfa_deactivate_totp": Case(posts=forms({})),
    "mfa_add_webauthn": Case(posts=CREDENTIAL),
    "mfa_remove_webauthn": Case(about={"pk": "factor"}, posts=forms({})),
    "mfa_view_recovery_codes": Case(),
    "mfa_generate_recovery_codes": Case(posts=forms({})),
    "account_reauthenticate": Case(posts=forms({"password": "x"}), query=("next",)),
    "mfa_reauthenticate": Case(posts=CODE, query=("next",)),
    "mfa_reauthenticate_webauthn": Case(posts=CREDENTIAL, query=("next",)),
    "account_change_password": Case(posts=forms({"oldpassword": "x", "password1": "y", "password2": "y"})),
    "sessions": Case(),
    "end-others": Case(posts=forms({})),
    "end-session": Case(about={"pk": "session"}, posts=forms({})),
    "arrivals": Case(query=("q", "sort", "page", "as", *BOARD), always={"when": "all"}),
    "arrivals-map": Case(query=("q", *BOARD), always={"when": "all"}),
    "arrivals-news": Case(query=("q", "seen", *BOARD), always={"when": "all", "seen": "0-0-x"}),
    "voyage": Case(
        about={"pk": "voyage"},
        posts=_worded,
        is_page=True,
        query=("q", "words", "page", "alerts", "people", "shared", "receipt"),
    ),
    "select-goods": Case(about={"pk": "voyage"}, query=("bill", "box", "alert"), posts=_chosen, is_page=True),
    "examinations": Case(query=("port", "day", "show", "kind", "sort", "page", "as")),
    "selection": Case(about={"pk": "selection"}, query=("as",)),
    "selection-act": Case(about={"pk": "selection"}, posts=TO_SELECTIONS),
    "examination-result": Case(about={"pk": "selection"}, posts=RESULTS, is_page=True),
    "add-photo": Case(about={"pk": "selection"}, posts=_photographed),
    "examination-photo": Case(about={"pk": "selection", "photo": "photo"}),
    "detained-goods": Case(query=("port", "show", "sort", "page", "as")),
    "cargo": Case(
        about={"pk": "voyage"},
        posts=_worded,
        is_page=True,
        query=("q", "words", "withdrawn", "show", "sort", "page", "boxes", "alerts", "as"),
    ),
    "craft": Case(about={"pk": "voyage"}, query=("sort", "page", "alerts", "as")),
    "bill": Case(about={"pk": "bill"}, query=("page",)),
    "firm": Case(about={"pk": "firm"}, query=("page",)),
    "bill-links": Case(about={"pk": "bill"}, query=("open",)),
    "firm-links": Case(about={"pk": "firm"}, query=("open",)),
    "voyage-links": Case(about={"pk": "voyage"}, query=("open",)),
    "alert-links": Case(about={"pk": "alert"}, query=("open",)),
    "lanes": Case(query=("from", "to", "goods", "by", "sort", "page", "as")),
    "versions": Case(about={"pk": "voyage"}, query=("one", "other")),
    "version-compare": Case(about={"pk": "voyage", "one": "manifest", "other": "manifest"}, query=("page",)),
    "traveller-history": Case(about={"pk": "voyage", "traveller": "traveller"}),
    "booking": Case(about={"pk": "voyage", "booking": "booking"}),
    "queue": Case(query=("sort", "page", *QUEUE), always={"show": "all"}),
    "alert": Case(about={"pk": "alert"}, query=("reasons", "notice", *QUEUE)),
    "alert-photo": Case(about={"pk": "alert"}),
    "desk": Case(posts=_at_the_desk, is_page=True),
    "desk-outcome": Case(posts=_outcome_at_the_desk),
    "alert-act": Case(about={"pk": "alert"}, posts=DECIDE, query=("reasons", *QUEUE)),
    "break-glass": Case(about={"pk": "alert"}, posts=forms({}, {"why": "w"}), query=("reasons", *QUEUE)),
    "presence": Case(about={"pk": "alert"}, posts=forms({}, {"state": "new"})),
    "similar-alerts": Case(about={"pk": "alert"}, query=("reasons", "all"), posts=_together, is_page=True),
    "follow-up": Case(about={"pk": "alert", "number": "follow-up"}, posts=FOLLOW_UP),
    "record-check": Case(about={"pk": "alert"}, posts=CHECK, query=("reasons", *QUEUE)),
    "request-hit": Case(about={"pk": "alert"}, posts=HIT, query=("reasons", *QUEUE)),
    "record-power": Case(about={"pk": "alert"}, posts=POWERS, query=("reasons", *QUEUE)),
    "record-outcome": Case(about={"pk": "alert"}, posts=OUTCOME, query=("reasons", *QUEUE)),
    "subject-requests": Case(query=("page",)),
    "new-subject-request": Case(query=("page",), posts=_put_down),
    "subject-request": Case(about={"pk": "request"}),
    "enclosed": Case(about={"pk": "request"}, query=("bill",)),
    "lift-restriction": Case(about={"pk": "restriction"}, posts=forms({}, {"why": "w"}), query=("page",)),
    "subject-request-act": Case(about={"pk": "request"}, posts=TO_REQUESTS),
    "holds": Case(query=("show", "voyage", "page"), always={"show": "all"}),
    "new-hold": Case(posts=_held, query=("show", "voyage", "page")),
    "hold-act": Case(about={"pk": "hold"}, posts=HOLDS, query=("show", "voyage", "page")),
    "incidents": Case(query=("page",)),
    "new-incident": Case(posts=INCIDENT, query=("page",)),
    "incident": Case(about={"pk": "incident"}),
    "incident-act": Case(about={"pk": "incident"}, posts=_to_incidents),
    "data-protection": Case(),
    "jobs": Case(query=("sort",)),
    "run-job": Case(posts=forms({"job": "Seal audit"}, {}), query=("sort",)),
    "retry-rescreen": Case(posts=forms({"rescreen": "1"}, {}), query=("sort",)),
    "policies": Case(),
    "policy": Case(about={"name": "policy table"}, query=("page", "rows", "as")),
    "propose-policy-rows": Case(about={"name": "policy table"}, posts=POLICY_ROWS, query=("page", "rows", "as")),
    "policy-row": Case(
        about={"pk": "policy row"},
        posts=forms({"act": "approve"}, {"act": "decline"}),
        query=("page", "rows", "as"),
        is_page=True,
    ),
    "stopped-purges": Case(),
    "decide-stopped-purge": Case(posts=forms({"act": "go-on", "stop": "1"}, {"act": "confirm-clock", "stop": "1"}, {})),
    "processing": Case(query=("as",)),
    "cases": Case(
        posts=_worded,
        is_page=True,
        query=("q", "words", "show", "whose", "tasks", "alert", "sort", "page", "as"),
        always={"show": "all"},
    ),
    "requests": Case(query=("reference", "show", "type", "sort", "page", "as"), always={"show": "all"}),
    "response-times": Case(query=("month", "sort", "as")),
    "new-request": Case(
        query=("type", "draft", "to", "about"),
        posts=_asked,
        is_page=True,
    ),
    "delete-draft": Case(about={"pk": "exchange draft"}, posts=forms({})),
    "request": Case(about={"reference": "exchange"}, query=("page",)),
    "request-export": Case(about={"reference": "exchange"}, posts=forms({})),
    "surrender-pdf": Case(about={"reference": "exchange"}, posts=forms({})),
    "surrender-case": Case(
        about={"reference": "exchange"}, posts=forms({"note": "n", "person.asylum": "yes"}, {"note": "n"})
    ),
    "request-act": Case(query=("page",), about={"reference": "exchange"}, posts=_on_a_request),
    "add-request-file": Case(query=("page",), about={"reference": "exchange"}, posts=_put_down_a_file),
    "request-guest": Case(query=("page",), about={"reference": "exchange"}, posts=SENT_TO_A_GUEST),
    "guest-link": Case(about={"secret": "secret"}, posts=forms({"pin": "123456"}, {}), is_page=True),
    "guest": Case(query=("page",)),
    "guest-act": Case(query=("page",), posts=_on_a_request),
    "add-guest-file": Case(query=("page",), posts=_put_down_a_file),
    "guest-file": Case(query=("page",), about={"file": "exchange file"}),
    "guest-leave": Case(posts=forms({})),
    "request-file": Case(query=("page",), about={"reference": "exchange", "file": "exchange file"}),
    "log": Case(
        query=("words", "type", "author", "day", "about", "corrects", "write", "sort", "page", "as"),
        posts=_logged,
        is_page=True,
    ),
    "log-handover": Case(query=("page",), posts=_handed_over, is_page=True),
    "situation-reports": Case(query=("show", "sort", "page", "as"), posts=_prepared, is_page=True),
    "situation-report": Case(about={"pk": "situation report"}, query=("as",), posts=_reported, is_page=True),
    "rooms": Case(query=("show", "incident", "sort", "page"), always={"show": "all"}),
    "new-room": Case(posts=_room_opened, is_page=True),
    "room": Case(about={"pk": "room"}, query=("page", "corrects", "as"), posts=_written_in_a_room, is_page=True),
    "room-act": Case(query=("page", "corrects"), about={"pk": "room"}, posts=_in_a_room),
    "add-room-file": Case(query=("page", "corrects"), about={"pk": "room"}, posts=_put_down_a_file),
    "room-file": Case(query=("page", "corrects"), about={"pk": "room", "file": "room file"}),
    "room-invitation": Case(
        query=("show", "incident", "sort", "page"),
        about={"member": "room member"},
        posts=forms({"act": "accept"}, {"act": "decline"}, {}),
    ),
    "vetting": Case(query=("show", "sort", "page"), is_page=True),
    "new-vetting": Case(posts=_vetted, is_page=True),
    "vetting-template": Case(),
    "check-vetting-letter": Case(posts=_letters, is_page=True),
    "vetting-sheet": Case(query=("sort", "page"), about={"pk": "vetting"}),
    "vetting-act": Case(query=("sort", "page"), about={"pk": "vetting"}, posts=_on_a_sheet),
    "vetting-letter": Case(about={"pk": "vetting"}),
    "vetting-match": Case(about={"pk": "vetting match"}),
    "vetting-match-act": Case(
        about={"pk": "vetting match"},
        posts=forms({"act": "decide", "finding": "checks", "why": "w"}, {"act": "reopen"}, {"act": "approve"}, {}),
    ),
    "lookouts": Case(query=("show", "sort", "page"), always={"show": "live"}),
    "new-lookout": Case(query=("kind", "about"), posts=_looked_for, is_page=True),
    "lookout": Case(about={"reference": "lookout"}),
    "lookout-act": Case(about={"reference": "lookout"}, posts=ON_LOOKOUTS),
    "lookout-photo": Case(about={"reference": "lookout"}),
    "warrants": Case(query=("show", "sort", "page"), always={"show": "open"}),
    "new-warrant": Case(posts=forms(WANTED, {"act": "read"}, {}), is_page=True),
    "warrant": Case(about={"reference": "warrant"}),
    "ask-surrender": Case(
        about={"reference": "warrant"}, query=("state",), posts=forms({"instrument": "backing"}, {"instrument": "x"})
    ),
    "edit-warrant": Case(about={"reference": "warrant"}, posts=forms(WANTED, {})),
    "warrant-act": Case(about={"reference": "warrant"}, posts=ON_WARRANTS),
    "warrant-pdf": Case(about={"reference": "warrant"}),
    "warrant-file": Case(about={"reference": "warrant", "file": "warrant file"}),
    "case-tasks": Case(query=("show", "whose", "sort", "page", "as"), always={"show": "all", "whose": "all"}),
    "new-case": Case(query=("alert", "voyage"), posts=_opened, is_page=True),
    "case": Case(about={"pk": "case"}, query=("page",)),
    "case-act": Case(query=("page",), about={"pk": "case"}, posts=_in_a_case),
    "add-case-file": Case(query=("page",), about={"pk": "case"}, posts=_put_down_a_file),
    "case-file": Case(query=("page",), about={"pk": "case", "file": "case file"}),
    "case-export": Case(about={"pk": "case"}, posts=HAND_OUT, is_page=True),
    "notices": Case(query=("show", "ref", "page")),
    "acknowledge": Case(about={"pk": "notice"}, posts=forms({})),
    "acknowledge-all": Case(posts=forms({"seen": "1:1", "show": "waiting"})),
    "directory": Case(query=("state", "page", "q")),
    "directory-measures": Case(query=("state", "measure")),
    "law": Case(query=("requesting", "requested", "measure", "day")),
    "state-law": Case(about={"state": "state"}),
    "pathways": Case(query=("state",)),
    "decisions": Case(query=("q", "show", "sort", "page", "as")),
    "new-decision": Case(
        posts=forms({}, {"body": "XCO", "reference": "9", "decided_on": "2026-01-02", "title": "t", "text": "t"}),
        is_page=True,
    ),
    "body-decision": Case(about={"pk": "body decision"}),
    "decision-act": Case(about={"pk": "body decision"}, posts=_about_effects),
    "decision-file": Case(about={"pk": "body decision"}),
    "duty-card": Case(about={"state": "state"}),
    "vcard": Case(about={"pk": "point"}),
    "add-organisation": Case(query=("state", "page"), posts=forms({"code": "PO", "name": "n", "type": "police"})),
    "organisation": Case(about={"code": "organisation"}),
    "organisation-act": Case(about={"code": "organisation"}, posts=_in_the_directory),
    "decide-agreement": Case(about={"pk": "agreement"}, posts=forms({"act": "approve"}, {"act": "decline"})),
    "record-contact": Case(about={"pk": "method"}, posts=forms({"result": "answered", "note": "n"})),
    "duty": Case(),
    "add-duty": Case(posts=forms({"kind": "turn", "day": "1", "begins": "06:00", "ends": "18:00"}, {"kind": "change"})),
    "change-duty-feed": Case(posts=forms({"act": "delete"}, {"act": "make"})),
    "duty-feed": Case(about={"secret": "duty feed"}),
    "end-duty": Case(about={"pk": "duty"}, posts=forms({})),
    "search": Case(posts=_searched, is_page=True),  # followed to its results
    "search-results": Case(about={"key": "search key"}, query=("kind",)),
    "channels": Case(query=("page",)),
    "add-channel": Case(
        query=("page",), posts=forms({"way": "webhook", "target": "https://b.example/x", "level": "0"}, {"way": "x"})
    ),
    "change-channel": Case(about={"pk": "channel"}, posts=forms({"act": "off"}, {"act": "on"}, {"act": "test"})),
    "retry-delivery": Case(about={"pk": "delivery"}, posts=forms({})),
    "cleared": Case(query=("show", "list", "entry", "page"), always={"show": "all"}),
    "suppressed-matches": Case(query=("voyage", "list", "entry", "page", "show")),
    "cleared-pair": Case(about={"pk": "pair"}, query=("page",)),
    "cleared-pair-act": Case(about={"pk": "pair"}, posts=REVIEW, query=("page",)),
    "inbox": Case(query=("q", "sort", "page", "status")),
    "message": Case(about=RECEIPT, query=("page", "people", "segment", "sort")),
    "message-status": Case(about=RECEIPT),
    "repair": Case(about=RECEIPT, posts=forms({"text": "UNB+REPAIRED'"}), query=("page", "segment")),
    "retry": Case(about=RECEIPT, posts=forms({}), query=("page", "segment")),
    "responses": Case(
        about=RECEIPT, posts=_worded, is_page=True, query=("as", "q", "words", "sort", "page", "verdict", "none")
    ),
    "submit": Case(posts=_filed),
    "trips": Case(query=("sort", "page")),
    "new-trip": Case(posts=forms({})),
    "saved": Case(posts=_saved_rows, is_page=True),
    "saved-person": Case(about={"person": "saved person"}, posts=TYPED_PERSON, is_page=True),
    "saved-craft": Case(about={"craft": "saved craft"}, posts=forms({"mode": "sea", "name": "n"}, {}), is_page=True),
    "trip": Case(about={"pk": "trip"}),
    "trip-act": Case(about={"pk": "trip"}, posts=forms(*({"act": act} for act in ("copy", "way-back", "cancel", "x")))),
    "trip-craft": Case(about={"pk": "draft of a trip"}, query=("craft",), posts=_chosen_craft, is_page=True),
    "trip-voyage": Case(about={"pk": "trip"}, posts=TYPED_ROUTE, is_page=True),
    "trip-people": Case(about={"pk": "draft of a trip"}, posts=_on_board, is_page=True),
    "trip-new-person": Case(about={"pk": "draft of a trip"}, posts=TYPED_PERSON, is_page=True),
    "trip-person": Case(about={"pk": "trip", "person": "saved person"}, posts=TYPED_PERSON, is_page=True),
    "trip-declare": Case(
        about={"pk": "draft of a trip", "kind": "declaration"},
        posts=forms({"act": "none"}, {"act": "add", "what": "w", "quantity": "1"}, {"remove": "1"}),
        is_page=True,
    ),
    "trip-check": Case(about={"pk": "draft of a trip"}, posts=forms({}), is_page=True),
    "filed-voyages": Case(query=("q", "show", "sort", "page", "as"), always={"show": "all"}),
    "filed-voyage": Case(
        about=FILED, posts=_worded, is_page=True, query=("q", "words", "state", "sort", "page", "messages", "as")
    ),
    "filed-traveller": Case(about=FILED_PERSON, posts=CORRECTED, is_page=True),
    "leave-out": Case(about=FILED_PERSON, posts=CORRECTED, is_page=True),
    "your-system": Case(query=("page",)),
    "add-webhook": Case(query=("page",), posts=forms({"target": "https://b.example/x"}, {"target": "x"})),
    "change-webhook": Case(
        about={"pk": "webhook"}, posts=forms(*({"act": act} for act in ("test", "off", "on", "delete", "x")))
    ),
    "resend-webhook": Case(about={"pk": "webhook delivery"}, posts=forms({})),
    "test-lists": Case(query=("sort", "page")),
    "test-list": Case(about={"receipt": "test list"}, query=("page",)),
    "test-list-status": Case(about={"receipt": "test list"}),
    "add-traveller": Case(about=FILED, posts=CORRECTED, is_page=True),
    "confirmation": Case(about=RECEIPT),
    "confirmation-pdf": Case(about=RECEIPT),
    "counter": Case(query=("code",)),
    "print-list": Case(about={"pk": "voyage"}),
    "brief": Case(about={"pk": "voyage"}, query=("as",)),
    "brief-outcome": Case(about={"pk": "voyage"}, posts=_outcome_of_a_brief),
    "sheets": Case(),
    "sheet": Case(about={"kind": "sheet", "language": "language", "form": "form"}),
    "lists": Case(),
    "new-list": Case(posts=_begun),
    "list-quality": Case(query=("as",)),
    "manual-list": Case(about=KEPT, query=("sort", "page")),
    "entry": Case(about=KEPT | {"row": "entry"}),
    "entry-photo": Case(about=KEPT | {"row": "entry"}),
    "entry-act": Case(
        about=KEPT | {"row": "entry"}, posts=forms({"act": "keep", "why": "w"}, {"act": "x", "why": "w"})
    ),
    "nominate": Case(about=KEPT, query=("entry", "kind"), posts=_nominated, is_page=True),
    "similar-entries": Case(about=KEPT, query=("kind",), posts=_nominated),
    "import-list": Case(about=KEPT, posts=_brought, query=("sort", "page")),
    "batch": Case(about=KEPT | {"batch": "batch"}),
    "batch-act": Case(about=KEPT | {"batch": "batch"}, posts=DECIDED),
    "nomination": Case(about={"pk": "nomination"}, query=("preview",)),
    "nomination-photo": Case(about={"pk": "nomination"}),
    "nomination-edit": Case(about={"pk": "nomination"}, posts=_nominated, is_page=True),
    "nomination-act": Case(about={"pk": "nomination"}, posts=DECIDED, query=("preview",)),
    "load-list": Case(posts=_listed),
    "list": Case(about={"pk": "list"}, query=("show", "try")),
    "propose-settings": Case(about={"pk": "list"}, posts=PROPOSE, query=("show", "try")),
    "set-handling": Case(about={"pk": "list"}, posts=forms({"tlp": "green", "why": "w"}), query=("show", "try")),
    "check-notices": Case(
        about={"pk": "list"}, posts=forms({"checked_on": "2026-11-30"}, {"checked_on": "x"}), query=("show", "try")
    ),
    "decide-proposal": Case(
        about={"pk": "proposal"}, posts=forms({"act": "approve"}, {"act": "decline"}), query=("show", "try")
    ),
    "propose-policy": Case(about={"pk": "list"}, posts=POLICY, query=("show", "try")),
    "decide-policy": Case(
        about={"pk": "policy"}, posts=forms({"act": "approve"}, {"act": "decline"}), query=("show", "try")
    ),
    "rules": Case(query=("show", "subject", "severity", "q", "sort", "page", "as")),
    "new-rule": Case(posts=_written, query=("subject",), is_page=True),
    "export-rules": Case(query=("subject",)),
    "import-rules": Case(posts=_taken_in, query=("show", "subject", "severity", "q", "sort", "page", "as")),
    "rule": Case(about={"pk": "rule"}, query=("version",)),
    "edit-rule": Case(about={"pk": "rule"}, posts=_written, query=("subject",), is_page=True),
    "rule-act": Case(about={"pk": "rule"}, posts=TO_RULES, query=("version",)),
    "statistics": Case(query=("days", "from", "to", "state", "source", "carrier", "mode", "sort", "as")),
    "statistics-count": Case(posts=forms({}), query=("days", "from", "to", "state", "source", "carrier", "mode")),
    "audit": Case(query=("who", "did", "what", "from", "to", "purpose", "system", "sort", "page", "before", "as")),
    "people": Case(query=("show", "sort", "page")),
    "person": Case(about=USER),
    "switch-account": Case(about=USER, posts=forms({})),
    "certify": Case(about=USER, posts=forms({"certificate_until": "2027-06-30"}, {"clearance_until": "x"})),
    "record-qualification": Case(
        about=USER, posts=forms({"course": "BORDER-1", "issued_on": "2026-01-02", "issuer": "XRC"}, {"course": "x"})
    ),
    "change-qualification": Case(
        about=USER | {"number": "qualification"}, posts=forms({"act": "revoke", "why": "w"}, {"act": "extend"})
    ),
    "new-link": Case(about=USER, posts=forms({})),
    "confirm-link": Case(about={"pk": "link"}, posts=forms({}, {"act": "reject"}), query=("show", "sort", "page")),
    "system-webhooks": Case(posts=STATE_WEBHOOKS, is_page=True, query=("page",)),
    "change-system-webhook": Case(
        about={"pk": "state webhook"}, posts=forms(*({"act": act} for act in ("test", "off", "on", "delete", "x")))
    ),
    "resend-system-webhook": Case(about={"pk": "state delivery"}, posts=forms({})),
    "systems": Case(posts=SYSTEMS, is_page=True),
    "revoke-system-token": Case(about={"pk": "system token"}, posts=forms({})),
    "issue-token": Case(about={"code": "carrier"}, posts=forms({}), query=("show", "sort", "page")),
    "confirm-token": Case(about={"pk": "token"}, posts=forms({}), query=("show", "sort", "page")),
    "second-approvals": Case(query=("page",)),
    "second-approval": Case(
        about={"pk": "second approval"}, posts=forms({"act": "approve", "why": "w"}, {"act": "x"}), is_page=True
    ),
    "ask-the-centre": Case(about={"kind": "approval kind", "subject": "nomination"}, posts=forms({}), is_page=True),
    "invite": Case(posts=INVITE, is_page=True),
    "accept": Case(about={"secret": "secret"}, posts=forms({"new_password1": "x", "new_password2": "x"}), is_page=True),
    "register": Case(posts=REGISTER, is_page=True),
    "registered": Case(),
    "confirm-registration": Case(
        about={"secret": "secret"}, posts=forms({"new_password1": "x", "new_password2": "x"}), is_page=True
    ),
    "self-registered": Case(posts=_worded, is_page=True, query=("q", "words", "kind", "state", "sort", "page", "as")),
    "self-registered-account": Case(about={"pk": "self-registered"}, posts=forms({"reason": "r"}, {"reason": ""})),
    "filer-mails": Case(posts=forms({"by_page": "on", "language": "es"}, {"language": "x"}), is_page=True),
    "healthy": Case(),
    "readyz": Case(),
    "look": Case(posts=forms({"language": "es", "next": "/alerts"}, {"look": "night"}, {"look": "x"})),
    "api-docs": Case(),
    "state-api-docs": Case(),
    "state-api:openapi-json": Case(api=True),
    "state-api:api-root": Case(api=True),
    "state-api:voyage_alerts": Case(about={"key": "voyage"}, api=True),
    "state-api:changed_alerts": Case(api=True, query=("since", "limit")),
    "state-api:alert": Case(about={"ref": "alert"}, api=True),
    "state-api:post_outcome": Case(
        about={"ref": "alert"}, api=True, posts=posted({"what": "refused", "note": "n"}, {})
    ),
    "state-api:post_check": Case(
        about={"ref": "alert"}, api=True, posts=posted({"system": "police", "result": "waiting"}, {"reply_to": 1})
    ),
    "state-api:containers": Case(api=True, query=("status", "port", "since", "format")),
    "state-api:list_requests": Case(api=True, query=("show", "before")),
    "state-api:one_request": Case(about={"reference": "exchange"}, api=True),
    "state-api:post_act": Case(
        about={"reference": "exchange"},
        api=True,
        posts=posted({"act": "write", "edition": 1, "fields": {"text": "t"}}, {}),
    ),
    "state-api:request_file": Case(about={"reference": "exchange", "number": "exchange file"}, api=True),
    "state-api:post_vetting": Case(
        api=True,
        posts=posted({"applicants": [{"surname": "n", "born": "1980"}]}, {"csv": "x"}),
    ),
    "state-api:vetting_sheet": Case(about={"number": "vetting"}, api=True),
    "state-api:vetting_letter": Case(about={"number": "vetting"}, api=True),
    "state-api:post_state_decision": Case(
        about={"number": "vetting"}, api=True, posts=posted({"decision": "granted", "rows": [2]}, {})
    ),
    "state-api:post_selection": Case(api=True, posts=_selected_by_system),
    "state-api:selection": Case(about={"number": "selection"}, api=True),
    "state-api:post_result": Case(
        about={"number": "selection"}, api=True, posts=posted({"what": "nothing", "early_reason": "r"}, {"what": "x"})
    ),
    "api:openapi-json": Case(api=True),
    "api:api-root": Case(api=True),
    "api:file_manifest": Case(api=True, posts=lambda world: [{"raw": world.raw}, {"raw": b""}], query=("wait", "test")),
    "api:receipt": Case(about=NUMBER, api=True, query=("wait",)),
    "api:answers": Case(about=NUMBER, api=True, query=("since", "limit", "after")),
    "api:answers_edi": Case(about=NUMBER, api=True, query=("since",)),
    "api:contrl": Case(about=NUMBER, api=True),
    "api:aperak": Case(about=NUMBER, api=True),
}
NUMBERS = re.compile(r"\d+")
FORMS = 4  # sent to each thing; all that there are, to one of A's and to one of B's own
UNNAMED = {"api:api-root": "/api/v1/", "state-api:api-root": "/api/v1/state/"}  # has a name and no page
ALWAYS_THERE = {
    "place": ["1"],
    "sheet": ["fal5"],
    "language": ["en"],
    "form": ["csv"],
    "provider": ["single-sign-on"],
    "guide": ["officers"],
    "picture": ["alert-1280"],
    "approval kind": ["nomination"],
    "search key": ["of-no-session"],
    "policy table": ["timers"],
    "declaration": ["goods"],
}
# Addresses that lead nowhere, or ask in a way nobody should.
ODD = (
    "/voyages/{voyage}/", "/voyages/{voyage}/nothing", "/voyages/99999999999999999999", "/alerts/0{alert}",
    "/messages/{message}/x", "/lists/{list}.csv", "/api/v1/receipts/{message}x", "/nothing/{word}", "/alerts/{word}",
    "/voyages/{voyage}?q=%00", "/static/{word}", "/api/v1/receipts/{word}?since=x",
)  # fmt: skip


@cache
def sorts(address: str) -> list[str]:
    """By every column of the table that the page there shows, and by one that it has not."""
    view = unwrap(resolve(address).func)
    keys = getattr(importlib.import_module(view.__module__), "COLUMNS", {})
    return [f"-{key}" for key in keys if isinstance(key, str)] + ["-nothing"]


def values_of(parameter: str, world: World, address: str) -> list[Any]:
    """What is typed into a parameter. One that is not here gets A's words and numbers."""
    known: dict[str, list[Any]] = {
        "sort": sorts(address),
        "page": [1, 2, 999],
        "as": ["csv", "cusres", "contrl", "aperak"],
        "when": ["all", "arrived", "coming", "next-72"],
        "filed": ["on_time", "late", "missing", "unknown"],
        "quality": ["error", "good", "unknown"],
        "people": [".".join(str(each) for each in world.ids["traveller"])],
        "shared": [1, 2],
        "seen": ["0-0-x", "nonsense"],
        "craft": [*world.ids["saved craft"], "another"],
        "mode": ["air", "sea"],
        "alerts": ["1", "2"],
        "show": [
            "all",
            "selected",
            "to_write",
            "follow_up",
            "dealt",
            "new",
            "cleared",
            "holds",
            "withdrawn",
            "active",
            "proposed",
            "overdue",
        ],
        "whose": ["mine", "unassigned", "second", "all"],
        "tasks": ["overdue", "to-do"],
        "within": ["6h"],
        "kind": ["name", "vessel"],
        "port": ["BGI", world.words[0]],
        "rule": [f"W{number:02}" for number in world.ids["rule"]],
        "list": ["Regional list", *world.words[-2:]],
        "reasons": ["usual"],
        "all": ["yes"],
        "preview": ["yes"],
        "severity": ["high"],
        "version": [1, 2],
        "entry": [*world.ids["entry"], *world.words[-1:]],
        "status": ["set_aside", "read"],
        "verdict": ["ok", "not_ok"],
        "code": [*world.ids["message"], NOBODYS_RECEIPT, "nonsense"],
        "receipt": [*world.ids["message"], NOBODYS_RECEIPT],
        "wait": [0],
        "test": ["1"],
        "since": [0, 1],
        "limit": [1, 1000],
        "after": ["1-1-1", "nonsense"],
        "try": ["0", "12.5"],
        "segment": ["0-1"],
        "voyage": world.ids["voyage"],
        "one": world.ids["manifest"],
        "other": world.ids["manifest"],
        "next": ["/alerts"],
        "from": ["2071-01-01", "2020-01-01"],
        "to": ["2071-12-31"],
        "alert": world.ids["alert"],
        "purpose": ["match", "border"],
        "did": ["read", "published"],
        "day": ["2071-01-01"],
        "days": ["7", "90"],
    }
    every = world.words if parameter in FREE_TEXT else some_of(world.words, parameter, address)
    return known.get(parameter) or every


FREE_TEXT = {"q"}  # searched for; other parameters choose among what a page offers
SHARE = 8


def some_of(words: list[Any], parameter: str, address: str) -> list[Any]:
    """An eighth of the words, which differ by parameter and page: each word is typed into dozens of them."""
    return words[crc32(f"{parameter} {NUMBERS.sub('', address)}".encode()) % SHARE :: SHARE]


def asks(world: World, pages: Collection[str] = ()) -> Iterator[Ask]:
    """`pages`: only these, by the names of their addresses."""
    for name, case in CASES.items():
        if pages and name not in pages:
            continue
        addresses = list(_addresses(name, case, world))
        for number, address in enumerate(addresses):
            is_theirs = number != 1 and bool(case.about) and len(addresses) > 2  # B's own is the second
            for ask in _ask(name, case, address, world, typed=number < 2):
                yield replace(ask, is_further=number > 1, is_theirs=is_theirs)
    odd = {kind: ids[0] for kind, ids in world.ids.items()} | {"word": world.words[0]}
    for address in () if pages else ODD:
        yield Ask(name="odd", method="GET", address=address.format(**odd))


def _addresses(name: str, case: Case, world: World) -> Iterator[str]:
    """All of A's, all of B's own, A's beside B's own either way, and things that do not exist."""
    if name in UNNAMED:
        yield UNNAMED[name]
        return
    kinds = [ALWAYS_THERE.get(kind) or world.ids[kind] for kind in case.about.values()]
    theirs, ours = ([ids[at] for ids in kinds] for at in (0, -1))
    beside = [[*first[:1], *rest[1:]] for first, rest in ((theirs, ours), (ours, theirs))]
    more = [
        [ids[at] for ids in kinds]
        for at in range(1, max((len(ids) for ids in kinds), default=1) - 1)
        if all(len(ids) > at for ids in kinds)
    ]
    none = [[_none(kind) for kind in case.about.values()]]
    for values in {tuple(each): None for each in (theirs, ours, *beside, *more, *none)}:
        yield reverse(name, kwargs=dict(zip(case.about, values, strict=True)))


def _none(kind: str) -> Any:
    return ALWAYS_THERE[kind][0] if kind in ALWAYS_THERE else NOBODYS_RECEIPT if kind == "message" else NOBODYS


def _ask(name: str, case: Case, address: str, world: World, *, typed: bool) -> Iterator[Ask]:
    """Plain, its head alone, its forms; of A's thing and of B's own (`typed`) with everything a parameter may hold."""
    always = "&".join(f"{key}={value}" for key, value in case.always.items())
    plain = f"{address}?{always}" if always else address
    yield Ask(name=name, method="GET", address=plain, api=case.api, plain=address)
    if typed:
        yield Ask(name=name, method="HEAD", address=plain, api=case.api, is_more=True, plain=address)
    sent = case.posts(world) if case.posts else [{"nothing": "x"}]
    for number, form in enumerate(sent if typed else sent[:FORMS]):
        raw = form.get("raw")
        content_type = str(form.get("type", "application/octet-stream")) if raw is not None else ""
        yield Ask(
            name=name,
            method="POST",
            address=address,
            data=form if raw is None else raw,
            api=case.api,
            content_type=content_type,
            is_another=number > 0,
            plain=address,
        )
    for parameter in case.query if typed and (case.is_page or not case.posts) else ():
        for number, value in enumerate(values_of(parameter, world, address)):
            others = "".join(f"&{key}={text}" for key, text in case.always.items() if key != parameter)
            yield Ask(
                name=name,
                method="GET",
                address=f"{address}?{parameter}={value}{others}",
                api=case.api,
                is_more=True,
                is_another=number > 0,
                plain=address,
            )


def url_names() -> set[str]:
    """Every name of the resolver, with its namespace."""

    def names(patterns: list[Any], space: str) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from names(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
            elif isinstance(each, URLPattern):
                yield f"{space}{each.name}"

    return set(names(get_resolver().url_patterns, ""))
