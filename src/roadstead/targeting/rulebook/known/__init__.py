"""What stored bills tell of the bills that rules are asked about, as the pure facts take it (`cargo_facts.Known`)."""

from roadstead.targeting.rulebook.known.of_bills import AT_ONCE, carriage_of, facts_of, known_of_bills

__all__ = ["AT_ONCE", "carriage_of", "facts_of", "known_of_bills"]
