"""Fields of a surrender: what is asked, and what each step records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.sentences import Sentence

YES_NO: Final = {"yes": Sentence("yes"), "no": Sentence("no")}
ANSWERS: Final = {"yes": Sentence("yes"), "limits": Sentence("yes, on conditions"), "no": Sentence("no")}
YES: Final = {"yes": Sentence("yes")}
PURPOSES: Final = {"prosecute": Sentence("to prosecute"), "serve": Sentence("to serve a sentence")}
DOCUMENTS: Final = {
    "attached": Sentence("are added as files"),
    "follow": Sentence("follow after an arrest"),
}
DECISIONS: Final = {
    "surrender": Sentence("surrender"),
    "conditional": Sentence("surrender on conditions"),
    "temporary": Sentence("temporary surrender, with return"),
}
# Grounds under which a surrender is refused. The list of grounds of each instrument is on the page of the case.
REFUSALS: Final = {
    "scope": Sentence("the offence is outside the scope"),
    "incomplete": Sentence("what was asked for was not sent"),
    "identity": Sentence("not the person sought"),
    "ground": Sentence("a ground for refusal applies"),
    "rights": Sentence("the rights of the person"),
    "review": Sentence("the review overturned the decision"),
    "other": Sentence("another reason"),
}
RELEASES: Final = {
    "court": Sentence("ordered by the court"),
    "documents": Sentence("the documents did not arrive in time"),
    "late": Sentence("the final time limit has passed"),
    "other": Sentence("another reason"),
}
WHEN: Final = Field(name="when", label=Sentence("When"), hint=Sentence("Date and time, with the time zone."))
WHERE: Final = Field(name="where", label=Sentence("Where"))
COURT: Final = Field(name="court", label=Sentence("Court"))
DAY: Final = Field(name="day", label=Sentence("Day of the decision"), kind=Kind.DAY)
WHY: Final = Field(name="text", label=Sentence("Reason"), kind=Kind.LINES)
MORE: Final = Field(
    name="text", label=Sentence("What the other side needs to know"), kind=Kind.LINES, is_required=False
)
POWER: Final = Field(
    name="power",
    label=Sentence("National power used"),
    hint=Sentence("The act and section of your own law. Nothing in Roadstead gives a power to arrest."),
)
ASKS: Final = (
    Field(name="warrant", label=Sentence("Warrant"), hint=Sentence("Its reference, court and date."), about="warrant"),
    Field(name="name", label=Sentence("Name"), about="name"),
    Field(name="born", label=Sentence("Date of birth"), kind=Kind.DATE, is_required=False, about="born"),
    Field(name="nationality", label=Sentence("Nationality"), is_required=False, about="nationality"),
    Field(name="document", label=Sentence("Document"), is_required=False, about="document"),
    Field(name="for", label=Sentence("Purpose of the surrender"), kind=Kind.CHOICE, choices=PURPOSES, about="for"),
    Field(
        name="offences", label=Sentence("Offences"), kind=Kind.LINES, about="offences",
        hint=Sentence("Law and section, what happened, when and where, and the part that the person took."),
    ),
    Field(
        name="months", label=Sentence("Longest imprisonment, in months"), kind=Kind.NUMBER, is_required=False,
        about="months",
    ),
    Field(
        name="remaining", label=Sentence("Sentence that remains, in months"), kind=Kind.NUMBER, is_required=False,
        about="remaining",
    ),
    Field(
        name="age", label=Sentence("Age at the time of the offence"), kind=Kind.NUMBER, is_required=False, about="age",
    ),
    Field(
        name="absent", label=Sentence("Was the judgment given in the person’s absence?"), kind=Kind.CHOICE,
        choices=YES_NO, is_required=False, about="absent",
    ),
    Field(
        name="guarantees", label=Sentence("Guarantees"), kind=Kind.LINES, is_required=False, about="guarantees",
        hint=Sentence("For example trial for these offences only, a retrial, or no execution of a death sentence."),
    ),
    Field(name="located", label=Sentence("Where the person is thought to be"), is_required=False, about="located"),
    Field(name="documents", label=Sentence("The documents"), kind=Kind.CHOICE, choices=DOCUMENTS),
)  # fmt: skip
OWN_FIELDS: Final[Mapping[Action, tuple[Field, ...]]] = {
    Action.ADMIT: (MORE,),
    Action.LOCATE: (WHERE, MORE),
    Action.PROVISIONAL: (WHEN, WHERE, POWER, MORE),
    Action.DOCUMENTS: (Field(name="text", label=Sentence("What is sent"), kind=Kind.LINES),),
    Action.ARREST: (WHEN, WHERE, POWER, MORE),
    Action.BRING: (COURT, WHEN, MORE),
    Action.BAIL: (COURT, Field(name="text", label=Sentence("Conditions"), kind=Kind.LINES)),
    # Saint Lucia's Backing of Warrants Act, section 10: asked at the start, explained, voluntary, and upheld.
    Action.CONSENT: (
        COURT,
        Field(name="explained", label=Sentence("The court asked, and explained what consent means"), kind=Kind.CHOICE,
              choices=YES),
        Field(name="upheld", label=Sentence("The person consents freely, and upheld it after that"), kind=Kind.CHOICE,
              choices=YES),
        Field(name="counsel", label=Sentence("With counsel?"), kind=Kind.CHOICE, choices=YES_NO),
        Field(name="interpreter", label=Sentence("With an interpreter, if one was needed?"), kind=Kind.CHOICE,
              choices=YES_NO),
        Field(name="speciality", label=Sentence("Does the person also agree to be tried for other offences?"),
              kind=Kind.CHOICE, choices=YES_NO),
        MORE,
    ),
    Action.CONTEST: (
        COURT,
        Field(name="counsel", label=Sentence("With counsel?"), kind=Kind.CHOICE, choices=YES_NO),
        Field(name="interpreter", label=Sentence("With an interpreter, if one was needed?"), kind=Kind.CHOICE,
              choices=YES_NO),
        Field(name="text", label=Sentence("Grounds that the person states"), kind=Kind.LINES, is_required=False),
    ),
    Action.DECIDE: (
        COURT,
        DAY,
        Field(name="decision", label=Sentence("Decision"), kind=Kind.CHOICE, choices=DECISIONS),
        Field(name="text", label=Sentence("Offences, and conditions or guarantees"), kind=Kind.LINES),
        Field(name="told", label=Sentence("The person was told of the right to a review"), kind=Kind.CHOICE,
              choices=YES_NO),
    ),
    Action.REVIEW: (COURT, DAY, MORE),
    Action.REVIEWED: (COURT, DAY, MORE),
    Action.FINAL: (DAY, MORE),
    Action.POSTPONE: (
        Field(name="text", label=Sentence("Reason"), kind=Kind.LINES,
              hint=Sentence("For example a sentence that is served here, or danger to life or health.")),
    ),
    Action.RESUME: (DAY, MORE),
    Action.SET: (
        WHEN,
        WHERE,
        Field(name="escorts", label=Sentence("Escorts"), hint=Sentence("Offices and telephone numbers, no names."),
              kind=Kind.LINES),
        Field(name="transport", label=Sentence("Transport")),
        Field(name="transit", label=Sentence("States on the way"), is_required=False),
        Field(name="costs", label=Sentence("Who pays"), is_required=False),
        Field(name="property", label=Sentence("Property handed over with the person"), is_required=False,
              kind=Kind.LINES),
    ),
    Action.SURRENDER: (WHEN, WHERE, Field(name="to", label=Sentence("Office that took over the person")), MORE),
    Action.FAILED: (WHY,),
    Action.RELEASE: (
        WHEN,
        Field(name="code", label=Sentence("Why"), kind=Kind.CHOICE, choices=RELEASES),
        MORE,
    ),
    Action.REFUSE: (
        Field(name="code", label=Sentence("Reason"), kind=Kind.CHOICE, choices=REFUSALS),
        Field(name="text", label=Sentence("Ground and article, in one sentence"), kind=Kind.LINES),
    ),
    Action.FEEDBACK: (WHEN, WHERE, MORE),
}  # fmt: skip
