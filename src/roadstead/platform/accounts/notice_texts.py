"""Texts of notices to single people, by kind of notice."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

TEXTS: Final[dict[str, str]] = {
    "account": _(
        "A new account for %(carrier)s was created: %(account)s. If your company did not request it, tell the regional"
        " centre."
    ),
    "token": _(
        "A new token for the systems of %(carrier)s was issued. If your company did not request it, tell the regional"
        " centre."
    ),
    "system token": _(
        "A new token for %(system)s of %(organisation)s was issued. If your organisation did not request it, do not"
        " confirm it, and tell your administrator."
    ),
    "link": _(
        "A new sign-in link was created for your account %(account)s. When it is used, your password and second factor"
        " stop working. If you did not request it, tell your supervisor and your auditor at once."
    ),
    "password": _(
        "A new password was set for your account %(account)s on the server's command line. If you did not request it,"
        " tell your supervisor and your auditor at once."
    ),
    "new account": _("%(by)s created a new account: %(account)s, %(role)s, %(place)s."),
    "centre asked": _(
        "%(place)s has asked the duty supervisor of the regional centre to approve a proposal (second approval"
        " %(number)s), because no independent person in %(place)s is on duty."
    ),
    "centre decided": _(
        "%(by)s of the regional centre has decided a proposal of %(place)s (second approval %(number)s), because"
        " no independent person in %(place)s was on duty."
    ),
    "approved": _("%(by)s approved your proposal: %(what)s."),
    "rejected": _("%(by)s rejected your proposal: %(what)s. The reason is shown with the proposal."),
    "proposal": _("A proposal is waiting for your approval. Open it on the page “Second approvals”."),
    "missing list": _(
        "No traveller list has been received for voyage %(voyage)s (number %(number)s). It was due on %(due)s. Ask the"
        " carrier for it."
    ),
    "task of case": _(
        "A task in case %(number)s is due and not done. Open the case, then complete or cancel the task."
    ),
    "room invited": _(
        "Your organisation is invited to an incident room. Open the page “Incident rooms” to accept or decline."
    ),
    "room task": _("Your organisation has a new task in incident room %(number)s. Open the room to read it."),
    "task of room": _(
        "A task in incident room %(number)s is due and not done. Open the room, then complete or drop the task."
    ),
    "task of alert": _("A task for alert %(number)s is due and not done. Open the alert and complete the task."),
    "task of selection": _(
        "A task for selection %(number)s is due and not done. Open it on the page “Examinations” and complete the task."
    ),
    "breach recorded": _(
        "A personal data breach that concerns %(place)s was recorded: incident %(number)s. Notify the authority of"
        " %(place)s by %(by)s."
    ),
    "breach due": _(
        "The authority of %(place)s must be notified of incident %(number)s by %(by)s. It has not been notified yet."
    ),
    "breach overdue": _(
        "The authority of %(place)s should have been notified of incident %(number)s by %(by)s. Notify it now, and"
        " record the reason for the delay."
    ),
    "request message": _("%(sender)s has sent a message on request %(number)s. Open the page “Requests” to read it."),
    "urgent request": _(
        "URGENT: %(sender)s has sent a message on request %(number)s. Open the page “Requests” to read it now."
    ),
    "guest link ended": _(
        "The PIN for request %(number)s was wrong five times, and the link has ended. Telephone the person. If it was"
        " that person, send a new link on the page of the request."
    ),
    "report late": _("The report on hit confirmation %(number)s was not sent in its target time. Open it and send it."),
    "request late": _("Request %(number)s waits for your organisation, and its time is over. Open it and reply."),
    "surrender arrived": _(
        "The person sought under warrant %(number)s has arrived. Open it and record that it is executed."
    ),
    "surrender warrant": _(
        "URGENT: the warrant behind request %(number)s has ended or is suspended. Open it before you act on it."
    ),
    "supervisor needed": _("URGENT: alert %(number)s waits for a supervisor. Open it now, and speak to the officer."),
    "hit unanswered": _(
        "URGENT: hit confirmation %(number)s still has no reply. Open the page “Requests”, then reply or say when."
    ),
    "hit to chase": _(
        "URGENT: hit confirmation %(number)s has no reply from %(asked)s within its target. Telephone its duty desk and"
        " ask for a reply. Never confirm in the place of the state."
    ),
    "lookout issued": _(
        "URGENT: lookout %(number)s asks your desk to watch. Open the page “Lookouts”, read it and acknowledge it now."
    ),
    "lookout renewed": _("Lookout %(number)s was renewed. Open the page “Lookouts” to see until when."),
    "lookout answered": _("URGENT: a desk has seen the subject of lookout %(number)s. Open the page “Lookouts” now."),
    "lookout ended": _("Lookout %(number)s has ended. Stop watching. It is no longer shown to you."),
    "lookout silent": _(
        "A desk has not acknowledged lookout %(number)s within an hour. Open the page “Lookouts”, telephone the desk"
        " and record the call."
    ),
    "warrant suspended": _(
        "Warrant %(number)s, which has raised an alert at your desks, is suspended. Nobody is to be stopped because of"
        " it. Open the page “Alerts”."
    ),
    "warrant ended": _(
        "Warrant %(number)s, which has raised an alert at your desks, has ended. Nobody is to be stopped because of"
        " it. Open the page “Alerts”."
    ),
    "warrant to call": _(
        "URGENT: warrant %(number)s has ended or is suspended, and nobody is on duty in %(state)s. Telephone %(state)s"
        " now: nobody is to be stopped because of this warrant."
    ),
    "situation issued": _("%(sender)s has issued a situation report to your organisation. Open it to read it."),
    "log digest": _(
        "Watch log of your organisation in the last 24 hours: %(number)s entries, of these %(faults)s faults and"
        " %(decisions)s decisions. Shift handovers without a second signature: %(handovers)s. Open the log to read it."
    ),
    "vetting received": _("Vetting sheet %(number)s has arrived. Open the page “Vetting” to see when it is due."),
    "vetting answered": _("The letter about vetting sheet %(number)s is ready. Open the page “Vetting” to read it."),
    "vetting match": _(
        "URGENT: a changed list may name somebody of vetting sheet %(number)s, which has its letter. Open the page"
        " “Vetting” and decide it now."
    ),
    "vetting reopened": _(
        "Vetting sheet %(number)s is checked again, because a list has changed. Wait for the new letter before you"
        " decide about its applicants."
    ),
    "request due": _(
        "Data subject request %(number)s is due on %(by)s and has not been answered yet. Answer it in time."
    ),
    "request overdue": _("Data subject request %(number)s was due on %(by)s and has not been answered. Answer it now."),
    "review due": _(
        "The review of data subject request %(number)s is due on %(by)s and has not been decided yet. Decide it in"
        " time."
    ),
    "review overdue": _(
        "The review of data subject request %(number)s was due on %(by)s and has not been decided. Decide it now."
    ),
    "course ends": _(
        "The qualification of %(account)s for the course %(course)s expires on %(by)s. Renew it before then, and have"
        " the renewal recorded on the page “People”."
    ),
    "course extended": _(
        "%(by)s allowed %(account)s to work on live alerts until %(until)s with an expired qualification for the"
        " course %(course)s. The reason is shown on the page of the account."
    ),
    "purge stopped": _(
        "A deletion was stopped on %(at)s: %(why)s. Nothing is deleted until this is decided, and storing data too long"
        " is a breach as well. Decide it by %(by)s on the page “Stopped deletions”."
    ),
    "purge proposed": _(
        "A decision about the deletion stopped on %(at)s needs a second approval: %(why)s. Approve or reject it by"
        " %(by)s on the page “Stopped deletions”."
    ),
    "purge overdue": _(
        "The deletion stopped on %(at)s should have been decided by %(by)s: %(why)s. Decide it now on the page “Stopped"
        " deletions”."
    ),
    "trip read": _(
        "We have read your list for %(craft)s: arrival in %(port)s on %(time)s local time, people on board:"
        " %(on_board)s. Receipt number: %(receipt)s. To correct: %(corrections)s. See, change or cancel it at %(link)s."
    ),
    "trip change read": _(
        "We have read your change for %(craft)s: arrival in %(port)s on %(time)s local time, people on board:"
        " %(on_board)s. Receipt number: %(receipt)s. To correct: %(corrections)s. See it at %(link)s."
    ),
    "trip cancelled": _(
        "We have read your cancellation for %(craft)s: arrival in %(port)s on %(time)s local time. Receipt number:"
        " %(receipt)s. If you travel after all, copy the trip at %(link)s and send it again."
    ),
    # To filers about a list: mailed only, as the pages show the receipt itself.
    "list read": _(
        "Your list %(receipt)s was read. People on it: %(number)s. There is nothing to correct. Open the confirmation,"
        " and show its code at the counter."
    ),
    "list to correct": _(
        "Your list %(receipt)s was read. People on it: %(number)s. Problems to correct: %(wrong)s. Open the receipt to"
        " see each of them, then send the whole list again."
    ),
    "list not read": _(
        "We could not read anybody in your list %(receipt)s, so it does not count as a filing. Open the receipt to see"
        " what to correct, then send the list again."
    ),
    "list set aside": _(
        "Your list %(receipt)s is kept, and a person checks it before it is read. You do not need to do anything. If"
        " you arrive within a day, call the port of arrival."
    ),
}
