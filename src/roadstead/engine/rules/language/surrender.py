"""Facts of a case of surrender, from which grounds for refusal follow. Not for rules about travellers or goods.

Each is yes, no or a number, or absent if it is not known. The central authority or the court enters it: these are
findings about a case and no data of a journey, so age, the tie to the requested state and the nature of the offence
may be used here, which no risk rule may use (S17). Which nationality a person has is not a fact.
"""

from __future__ import annotations

from typing import Final

from roadstead.engine.rules.language.vocabulary import Fact, Kind, Level, Vocabulary

N, Y = Kind.NUMBER, Kind.YES
WARRANT, AUTHORITY, COURT = "the warrant", "the central authority", "the court"

SURRENDER: Final = Vocabulary(
    "surrender",
    (
        Fact("offence.maximum_months", N, "the longest imprisonment for the offence, in months", WARRANT),
        Fact("offence.political_offence", Y, "the offence is a political one", COURT),
        Fact("offence.death_or_violence", Y, "the offence involves death or violence against a person", WARRANT),
        Fact("offence.purely_military", Y, "the offence is purely military", WARRANT),
        Fact("offence.crime_in_both", Y, "the conduct is an offence in both states", AUTHORITY),
        Fact("offence.dual_criminality_waived", Y, "the instrument does not ask for an offence in both states",
             AUTHORITY),
        Fact("offence.time_barred", Y, "prosecution or punishment is time-barred", AUTHORITY),
        Fact("offence.amnesty", Y, "an amnesty or pardon covers the offence", AUTHORITY),
        Fact("offence.life_sentence", Y, "the offence can be punished with imprisonment for life", WARRANT),
        Fact("offence.death_penalty", Y, "the offence can be punished with death", WARRANT),
        Fact("offence.outside_requesting", Y, "the offence was committed outside the requesting state", WARRANT),
        Fact("offence.inside_requested", Y, "the offence was committed wholly or partly in the requested state",
             AUTHORITY),
        Fact("person.age_at_offence", N, "the age at the time of the offence", WARRANT),
        Fact("person.national_of_requested", Y, "the person is a national of the requested state", AUTHORITY),
        Fact("person.risk_of_torture", Y, "there is a real risk of torture or inhuman treatment", COURT),
        Fact("person.risk_of_persecution", Y, "the case serves to punish the person for origin, faith or opinion",
             COURT),
        Fact("person.asylum", Y, "asylum was granted or asked for", AUTHORITY),
        Fact("person.immunity", Y, "a privilege or immunity protects the person", AUTHORITY),
        Fact("person.danger_to_life", Y, "surrender now would endanger life or well-being", COURT),
        Fact("case.remaining_months", N, "the months of the sentence that remain", WARRANT),
        Fact("case.judged_before", Y, "the person was finally judged for the same acts", AUTHORITY),
        Fact("case.prosecuted_in_requested", Y, "the person is prosecuted in the requested state for the same acts",
             AUTHORITY),
        Fact("case.held_in_requested", Y, "the person serves a sentence or is on bail in the requested state",
             AUTHORITY),
        Fact("case.in_absentia", Y, "the judgment was given while the person was absent", WARRANT),
        Fact("case.retrial_assured", Y, "a retrial or appeal in the presence of the person is assured", AUTHORITY),
        Fact("case.death_assurance", Y, "the requesting state assures that a death sentence is not carried out",
             AUTHORITY),
        Fact("case.review_assured", Y, "the requesting state assures that a life sentence is reviewed", AUTHORITY),
        Fact("case.speciality_assured", Y, "the requesting state assures trial for this offence only", AUTHORITY),
        Fact("requested.age_of_responsibility", N, "the age of criminal responsibility in the requested state",
             AUTHORITY),
    ),
    {"offence": "The offence", "person": "The person", "case": "The case", "requested": "The requested state"},
    each=Level.CASE,
    whole=Level.CASE,
)  # fmt: skip
