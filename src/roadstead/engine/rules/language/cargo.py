"""Facts of a bill that a cargo rule may use.

There is no country, name or address of a party among them: the port tells where goods come from, and a person's origin
may not be used here either (S17). Whether a party is in the country of its goods is a yes/no fact.
"""

from __future__ import annotations

from typing import Final

from roadstead.engine.rules.language.vocabulary import Fact, Kind, Level, Vocabulary

T, N, Y, L = Kind.TEXT, Kind.NUMBER, Kind.YES, Kind.TEXTS
WORD_TABLES, CONTAINER_LIST, EARLIER = (
    "our tables of words, each with its source",
    "list: containers",
    "stored bills of the same firm",
)


def _optional(name: str, kind: Kind, words: str, source: str, choices: tuple[str, ...] = (), beside: str = "") -> Fact:
    """Return a fact that may be unstated."""
    return Fact(name, kind, words, source, choices, shown_with=beside, optional=True)


def _container_facts(name: str, words: str, source: str, *, optional: bool = False) -> tuple[Fact, Fact]:
    """Return two facts: the number of containers, and their numbers."""
    which = f"containers.{name}_which"
    return (
        Fact(f"containers.{name}", N, f"the number of containers {words}", source, shown_with=which, optional=optional),
        Fact(which, L, f"the containers {words}", source, optional=optional),
    )


CARGO: Final = Vocabulary(
    "cargo",
    (
        Fact("bill.level", T, "the level of the bill", "bill: master or house", ("master", "house")),
        _optional("bill.nature", T, "what the bill is for", "bill: nature",
               ("import", "export", "transit", "transhipment")),
        Fact("bill.consolidated", Y, "the bill is declared as a consolidation", "bill: consolidation mark"),
        _optional("bill.houses", N, "the number of house bills under it", "stored bills of the voyage"),
        _optional("goods.text", T, "the goods, without packing and codes", "bill: description, in capitals"),
        Fact("goods.missing", Y, "no goods were described", "bill: description"),
        Fact("goods.vague", Y, "the description says nothing of the goods", WORD_TABLES, shown_with="goods.text"),
        Fact("goods.word_count", N, "the number of words of the description", "bill: description"),
        Fact("goods.lines", N, "the number of lines of goods", "bill: goods"),
        Fact("goods.said_to_contain", Y, "the goods are “said to contain”", "bill: description"),
        _optional("goods.same_text_others", N, "the number of other bills of this voyage with the same description from"
               " other consignors", "stored bills of the voyage that all states of this bill may see (S25)"),
        Fact("goods.kinds", L, "what the words of the goods are about",
             f"{WORD_TABLES}: arms, arms_part, ammunition, explosive, precursor, dual_use"),
        Fact("goods.words", L, "the words that were looked for", WORD_TABLES),
        Fact("goods.names_arms", Y, "the goods name arms", WORD_TABLES, shown_with="goods.words"),
        Fact("goods.names_arms_parts", Y, "the goods name parts of arms", WORD_TABLES, shown_with="goods.words"),
        Fact("goods.names_ammunition", Y, "the goods name ammunition", WORD_TABLES, shown_with="goods.words"),
        Fact("goods.names_explosives", Y, "the goods name explosives", WORD_TABLES, shown_with="goods.words"),
        Fact("goods.names_precursors", Y, "the goods name precursors of drugs", WORD_TABLES, shown_with="goods.words"),
        Fact("goods.names_dual_use", Y, "the goods name things of dual use", WORD_TABLES, shown_with="goods.words"),
        Fact("goods.personal_effects", Y, "the goods are personal effects or household goods", WORD_TABLES,
             shown_with="goods.text"),
        Fact("goods.barrels", Y, "the goods are packed in barrels", "bill: packages, description",
             shown_with="packages.types"),
        _optional("goods.heading_suggested", T, "the HS heading that the words suggest",
               "our index of the harmonised system's words"),
        _optional("goods.heading_confidence", N, "how sure the suggestion is, in per cent",
               "our index of the harmonised system's words"),
        _optional("goods.heading_differs", Y, "the words suggest goods of another HS code than declared",
               "our index of the harmonised system's words", beside="goods.heading_suggested"),
        Fact("hs.missing", Y, "no HS code was declared", "bill: HS codes"),
        Fact("hs.chapters", L, "the HS chapters (two digits)", "bill: HS codes"),
        Fact("hs.headings", L, "the HS headings (four digits)", "bill: HS codes"),
        Fact("hs.invalid", N, "the number of HS codes that cannot be", "bill: HS codes; their form"),
        Fact("hs.arms", Y, "the HS code is one of arms or ammunition (chapter 93)", "bill: HS codes",
             shown_with="hs.headings"),
        Fact("hs.against_words", Y, "the words name arms, ammunition or explosives and no HS code is of those",
             WORD_TABLES,
             shown_with="goods.words"),
        _optional("weight.gross_kg", N, "the gross weight in kg", "bill: gross weight"),
        _optional("weight.kg_per_package", N, "the weight of a package in kg", "bill: gross weight, packages"),
        _optional("weight.kg_per_container", N, "the weight in each container in kg", "bill: gross weight, containers"),
        _optional("weight.kg_per_m3", N, "the weight of a cubic metre in kg", "bill: gross weight, volume"),
        Fact("weight.lines_differ", Y, "the lines of goods do not add up to the weight of the bill",
             "bill: weights, a tenth and 50 kg apart"),
        _optional("packages.count", N, "the number of packages", "bill: packages"),
        Fact("packages.types", L, "the kinds of packages", "bill: package types (UNECE recommendation 21, or as sent)"),
        _optional("packages.in_text", N, "the number of packages that the description counts", "bill: description"),
        Fact("packages.text_differs", Y, "the description counts other packages than declared",
             "bill: packages, description", shown_with="packages.in_text"),
        Fact("containers.count", N, "the number of containers", CONTAINER_LIST),
        Fact("containers.types", L, "the sizes and types of the containers", "list: ISO 6346, as sent"),
        *_container_facts("invalid", "with a wrong check digit", "list: container numbers (ISO 6346)"),
        *_container_facts("unnumbered", "without a number of ISO 6346", "list: container numbers"),
        *_container_facts("empty", "declared empty", CONTAINER_LIST),
        *_container_facts("empty_but_heavy", "declared empty and too heavy for it",
             "list: weights; our table of tares"),
        *_container_facts("over_maximum", "above the greatest weight of their size",
             "list: weights; our table of ratings"),
        *_container_facts("full_reported_empty", "declared full and reported empty",
                  "bill, stowage plan, terminal, gate: the later ones beside those before"),
        *_container_facts("empty_reported_full", "declared empty and reported full",
                  "bill, stowage plan, terminal, gate: the later ones beside those before"),
        *_container_facts("weight_differs", "whose weights do not agree", "bill, stowage plan, terminal, gate"),
        *_container_facts("seals_differ", "whose seals do not agree", "bill, stowage plan, terminal, gate"),
        *_container_facts("without_seal", "declared full without a seal", CONTAINER_LIST),
        *_container_facts("elsewhere", "declared on another ship at the same time",
                  "stored bills that all states of this bill may see (S25)", optional=True),
        _optional("route.origin", T, "the place the goods come from", "bill: place of origin"),
        _optional("route.load", T, "the port of loading", "bill: UN/LOCODE; IATA by air"),
        _optional("route.load_country", T, "the country of the port of loading", "bill; our table of ports, alpha-3"),
        _optional("route.discharge", T, "the port of discharge", "bill: UN/LOCODE; IATA by air"),
        _optional("route.discharge_country", T, "the country of the port of discharge",
               "bill; our table of ports, alpha-3"),
        _optional("route.destination", T, "the place where the goods go in the end", "bill: place of delivery"),
        Fact("route.ports", L, "the places the goods pass", "bill: origin, loading, transhipment, discharge, delivery"),
        Fact("route.transhipped", Y, "the goods change ships or aircraft on the way", "bill: transhipment, nature"),
        Fact("route.load_not_called", Y, "the ship does not call at the port of loading", "bill; route of the voyage",
             shown_with="route.load"),
        Fact("route.discharge_not_called", Y, "the ship does not call at the port of discharge",
             "bill; route of the voyage", shown_with="route.discharge"),
        Fact("route.destination_elsewhere", Y, "the goods go to another state than where they are discharged",
             "bill: places", shown_with="route.destination"),
        Fact("route.origin_elsewhere", Y, "the goods come from another state than where they are loaded",
             "bill: places", shown_with="route.origin"),
        Fact("route.source_of", L, "what its ports are known as sources of",
             "the state's own list of source ports on that day", shown_with="route.ports"),
        _optional("consignor.missing", Y, "no consignor is named", "bill: parties"),
        _optional("consignor.place_missing", Y, "of the consignor no place is given", "bill: parties"),
        Fact("consignor.forwarder", Y, "the consignor is a forwarder", "bill: parties; words of the trade"),
        _optional("consignor.not_at_origin", Y, "the consignor is in another state than the goods come from",
               "bill: parties, places"),
        _optional("consignor.earlier_voyages", N, "the earlier voyages with goods of this consignor in 365 days",
             EARLIER),
        _optional("consignee.missing", Y, "no consignee is named", "bill: parties"),
        _optional("consignee.place_missing", Y, "of the consignee no place is given", "bill: parties"),
        Fact("consignee.to_order", Y, "the bill is made out to order", "bill: parties"),
        Fact("consignee.forwarder", Y, "the consignee is a forwarder", "bill: parties; words of the trade"),
        _optional("consignee.not_at_destination", Y, "the consignee is in another state than the goods go to",
               "bill: parties, places"),
        _optional("consignee.earlier_voyages", N, "the earlier voyages with goods for this consignee in 365 days",
               EARLIER),
        _optional("notify.missing", Y, "no party to be notified is named", "bill: parties"),
        Fact("parties.same", Y, "consignor and consignee are the same", "bill: parties"),
        _optional("parties.earlier_together", N, "the earlier voyages with goods from this consignor to this consignee"
               " in 365 days", EARLIER),
        _optional("history.days_kept", N, "the days for which cargo has been kept here", "the oldest stored bill"),
        Fact("value.declared", Y, "a value is declared", "bill: values"),
        _optional("value.amount", N, "the declared value of the goods", "bill: value for customs, else of the goods"),
        _optional("value.currency", T, "the currency of the value", "bill: values, ISO 4217"),
        _optional("value.per_kg", N, "the value of a kg, in that currency", "bill: value, gross weight"),
        Fact("value.freight_above", Y, "the freight costs more than the goods are worth", "bill: values"),
        Fact("dangerous.declared", Y, "dangerous goods are declared", "bill: dangerous goods"),
        Fact("dangerous.un_numbers", L, "the UN numbers declared", "bill: dangerous goods"),
        Fact("dangerous.un_undeclared", Y, "the description has a UN number that is not declared",
             "bill: description, dangerous goods", shown_with="dangerous.un_in_text"),
        Fact("dangerous.un_in_text", L, "the UN numbers in the description", "bill: description"),
        Fact("dangerous.words_undeclared", Y, "the words are those of dangerous goods and none are declared",
             "our table of dangerous goods", shown_with="dangerous.words"),
        Fact("dangerous.words", L, "the words of dangerous goods", "our table of dangerous goods"),
        _optional("filing.minutes_late", N, "the minutes from the deadline to the first word of the bill",
               "filing; deadline of the state for cargo"),
        _optional("filing.hours_before_arrival", N, "the whole hours from the first word of the bill to arrival",
               "filing; route of the voyage"),
        _optional("filing.amendments", N, "the number of times the bill was changed", "stored messages"),
        _optional("filing.amended_after_departure", Y,
             "the bill was changed after the departure from its port of loading",
               "stored messages; route of the voyage"),
        _optional("lane.earlier_bills", N, "the number of bills of this lane that are known", "lane statistics"),
        _optional("lane.weight_times_usual", N, "how many times the usual weight of its lane it has, rounded",
               "lane statistics"),
        _optional("lane.value_times_usual", N, "how many times the usual value of a kg of its lane it has, rounded",
               "lane statistics, same currency"),
        Fact("voyage.mode", T, "the mode of the voyage", "list: mode", ("air", "sea", "road")),
        _optional("voyage.carrier", T, "the carrier's code", "list: carrier"),
    ),
    {
        "bill": "The bill", "goods": "The goods", "hs": "Codes of the harmonised system", "weight": "Weight",
        "packages": "Packages", "containers": "Containers", "route": "Route", "consignor": "Consignor",
        "consignee": "Consignee", "notify": "Party to be notified", "parties": "The parties together",
        "history": "What is kept", "value": "Value", "dangerous": "Dangerous goods", "filing": "Filing",
        "lane": "The lane", "voyage": "The voyage",
    },
    each=Level.BILL,
    whole=Level.BILL,
    examples=("goods.text", "hs.headings"),
    harmless_prefixes=frozenset(
        {"meal", "medical", "health", "disab", "wheelchair", "diet", "vaccin", "handicap", "remark"}
    ),
)  # fmt: skip
