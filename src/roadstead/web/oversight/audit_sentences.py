"""Lines of the audit log as sentences: who in words, and what was done. Codes stay in the csv and in the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.platform.accounts.models import Role
from roadstead.platform.audit.models import Record
from roadstead.web.templatetags.names import code_label, country

Words = Mapping[str, str | Promise]

# Subjects that are pages, as they are logged.
PAGES: Final[Words] = {
    "alert queue": _("the alert queue"),
    "arrivals": _("the page of arrivals"),
    "audit": _("the audit log"),
    "case tasks": _("the list of case tasks"),
    "cases": _("the list of cases"),
    "channels": _("the notification channels"),
    "cleared matches": _("the cleared matches"),
    "data protection": _("the data protection page"),
    "deletions stopped": _("the stopped deletions"),
    "desk check": _("a check of a document at the desk"),
    "directory": _("the directory"),
    "duty roster": _("the duty roster"),
    "figures": _("the statistics"),
    "holds": _("the holds"),
    "incidents": _("the incidents"),
    "lanes of cargo": _("the trade lanes"),
    "lists": _("the watchlists"),
    "messages": _("the messages"),
    "notices": _("the notifications"),
    "policies": _("the policy tables"),
    "quality of lists": _("the quality of the lists"),
    "requests": _("the data subject requests"),
    "rules": _("the rules"),
    "second approvals": _("the second approvals"),
    "trips": _("the trips"),
    "trips saved": _("the saved craft and people"),
}
# Subjects with a number or a name, by the words before it. The longest one that fits is used.
THINGS: Final[Words] = {
    "answers": _("the responses to receipt %(number)s"),
    "cargo of voyage": _("the cargo of voyage %(number)s"),
    "cleared pair": _("cleared match %(number)s"),
    "deletion stopped": _("stopped deletion %(number)s"),
    "notice": _("notification %(number)s"),
    "photo": _("photo %(number)s of a listed person"),
    "policy": _("policy table or proposal %(number)s"),
    "qualifications of user": _("the qualifications of user %(number)s"),
    "request": _("data subject request %(number)s"),
    "search": _("all that may be seen, for the term %(number)s"),
    "trip": _("trip %(number)s"),
    "voyages of the craft of voyage": _("the voyages of the craft of voyage %(number)s"),
}
ACTIONS: Final[Words] = {
    "account certified": _("Certified the account of %(subject)s"),
    "account closed": _("Closed the account of %(subject)s"),
    "account opened": _("Reopened the account of %(subject)s"),
    "acknowledged": _("Acknowledged %(subject)s"),
    "asked for a test": _("Requested a test of %(subject)s"),
    "authority told": _("Recorded the notification of an authority: %(subject)s"),
    "calendar link deleted": _("Deleted the link for a calendar: %(subject)s"),
    "calendar link made": _("Made a link for a calendar: %(subject)s"),
    "changed": _("Changed %(subject)s"),
    "cleared match approved": _("Approved %(subject)s"),
    "cleared match withdrawn": _("Withdrew %(subject)s"),
    "contact recorded": _("Recorded a contact with %(subject)s"),
    "checked": _("Made %(subject)s"),
    "deleted from": _("Deleted a row of %(subject)s"),
    "disclosed": _("Disclosed %(subject)s"),
    "exported": _("Exported %(subject)s"),
    "found broken": _("Found the history of %(subject)s broken"),
    "hold lift proposed": _("Proposed to lift %(subject)s"),
    "hold lift rejected": _("Rejected the proposal to lift %(subject)s"),
    "hold lift taken back": _("Withdrew the proposal to lift %(subject)s"),
    "hold lifted": _("Lifted %(subject)s"),
    "hold looked at": _("Confirmed that %(subject)s is still needed"),
    "hold placed": _("Placed %(subject)s"),
    "incident added to": _("Added findings to %(subject)s"),
    "incident closed": _("Closed %(subject)s"),
    "incident recorded": _("Recorded %(subject)s"),
    "invitation refused": _("Tried to use an invitation that is not valid: %(subject)s"),
    "invitation used": _("Accepted an invitation: %(subject)s"),
    "invited": _("Invited %(subject)s"),
    "link confirmed": _("Confirmed the sign-in link of %(subject)s"),
    "link made": _("Created a new sign-in link for %(subject)s"),
    "link rejected": _("Rejected the sign-in link of %(subject)s"),
    "list handling changed": _("Changed the handling of %(subject)s"),
    "notices checked": _("Recorded a check of notices with the national bureau, %(subject)s"),
    "list published": _("Put a version of %(subject)s in force"),
    "measure asked for": _("Proposed an action on %(subject)s"),
    "measure carried out": _("Carried out an action on %(subject)s"),
    "measure declined": _("Rejected the action on %(subject)s"),
    "measure taken back": _("Withdrew the action on %(subject)s"),
    "notified": _("Notified people of %(subject)s"),
    "policy approved": _("Approved %(subject)s"),
    "policy proposed": _("Proposed %(subject)s"),
    "policy rejected": _("Rejected %(subject)s"),
    "policy taken back": _("Withdrew %(subject)s"),
    "put on the roster": _("Added a person to the roster: %(subject)s"),
    "qualification extended": _("Extended %(subject)s"),
    "qualification recorded": _("Recorded %(subject)s"),
    "qualification revoked": _("Revoked %(subject)s"),
    "ran": _("Started %(subject)s"),
    "read": _("Opened %(subject)s"),
    "received": _("Filed a message: %(subject)s"),
    "redress number issued": _("Issued %(subject)s"),
    "redress number withdrawn": _("Withdrew %(subject)s"),
    "refused": _("Was refused %(subject)s"),
    "repaired": _("Repaired the message of %(subject)s"),
    "replayed": _("Stored again after a restore: %(subject)s"),
    "request answered": _("Answered %(subject)s"),
    "request reviewed": _("Decided the review of %(subject)s"),
    "request taken in": _("Recorded %(subject)s"),
    "rescreened": _("Rescreened: %(subject)s"),
    "restricted data opened": _("Opened restricted data: %(subject)s"),
    "restriction lifted": _("Lifted %(subject)s"),
    "retried": _("Tried %(subject)s again"),
    "review asked for": _("Recorded the request for a review of %(subject)s"),
    "rule approved": _("Approved %(subject)s"),
    "rule declined": _("Rejected %(subject)s"),
    "rule proposed": _("Proposed %(subject)s"),
    "rule tried": _("Tried %(subject)s"),
    "rule withdrawn": _("Withdrew %(subject)s"),
    "rule written": _("Wrote %(subject)s"),
    "searched": _("Searched in %(subject)s"),
    "second approval asked for": _("Asked the regional centre for %(subject)s"),
    "second approval given": _("Approved %(subject)s"),
    "second approval refused": _("Refused %(subject)s"),
    "second factor failed": _("Failed the second factor: %(subject)s"),
    "sent again": _("Sent %(subject)s again"),
    "sessions ended": _("Ended the sessions of %(subject)s"),
    "set": _("Switched on %(subject)s"),
    "sign-in failed": _("Failed to sign in: %(subject)s"),
    "sign-in locked": _("Was locked after failed sign-ins: %(subject)s"),
    "sign-in refused": _("Was refused a sign-in: %(subject)s"),
    "signed in": _("Signed in: %(subject)s"),
    "signed out": _("Signed out: %(subject)s"),
    "single sign-on joined": _("Joined single sign-on: %(subject)s"),
    "switched off": _("Switched off %(subject)s"),
    "taken off the roster": _("Removed a person from the roster: %(subject)s"),
    "token confirmed": _("Confirmed a token of %(subject)s"),
    "token issued": _("Issued a token to %(subject)s"),
    "token revoked": _("Revoked a token of %(subject)s"),
    "tried out": _("Tested %(subject)s"),
    "trip cancelled": _("Cancelled %(subject)s"),
    "trip copied": _("Copied %(subject)s"),
    "trip deleted": _("Deleted %(subject)s"),
}
OF_CASEWORK: Final = ("alert ", "case ")  # actions that begin with these words name a step of an alert or a case


def sentence(record: Record) -> str:
    """Return what was done, as a sentence without a full stop."""
    subject = _subject(record.subject)
    if words := ACTIONS.get(record.action):
        return str(words) % {"subject": subject}
    if record.action.startswith(OF_CASEWORK):
        step = record.action.partition(" ")[2]
        return f"{_capital(subject)}: {code_label(step)}"
    return f"{_capital(record.action)}: {subject}"


def _subject(text: str) -> str:
    """Return the words for a subject; an unknown one as it is logged."""
    if words := PAGES.get(text):
        return str(words)
    for start in sorted(THINGS, key=len, reverse=True):
        if text.startswith(f"{start} "):
            return str(THINGS[start]) % {"number": text.removeprefix(f"{start} ")}
    return text


def actor(record: Record) -> str:
    """Return role and place of who acted: “Supervisor, Barbados”; what else is logged of them follows."""
    role, _space, rest = record.as_whom.partition(" ")
    if role not in Role.values:
        return gettext("System") if role == "system" else record.as_whom
    place, _space, more = rest.partition(" ")
    where = gettext("Regional centre") if place == "region" else country(place)
    return ", ".join(filter(None, (gettext(Role(role).label), where, more)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
