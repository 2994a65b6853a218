"""Protective markings in what people enter: found as markings, in four languages, and not as words of a sentence."""

from __future__ import annotations

import pytest

from roadstead.platform.handling.logic.markings import Level, highest_marking


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("SECRET", Level.SECRET),
        ("note of the meeting\n  *** SECRET ***  \nhe was seen", Level.SECRET),
        ("[TOP SECRET]", Level.TOP_SECRET),
        ("TOP-SECRET//SI//NOFORN", Level.TOP_SECRET),
        ("SECRET//NOFORN", Level.SECRET),
        ("SECRET UE/EU SECRET", Level.SECRET),
        ("CONFIDENTIEL UE/EU CONFIDENTIAL", Level.CONFIDENTIAL),
        ("RESTREINT UE / EU RESTRICTED", Level.RESTRICTED),
        ("NATO CONFIDENTIAL", Level.CONFIDENTIAL),
        ("COSMIC TOP SECRET", Level.TOP_SECRET),
        ("SECRET - page 2 of 5", Level.SECRET),
        ("CONFIDENTIAL 1/3", Level.CONFIDENTIAL),
        ("SECRET: the source was met on Monday", Level.SECRET),
        ("RESTRICTED – for the desk", Level.RESTRICTED),
        ("Classification: Secret", Level.SECRET),
        ("Protective marking: top secret", Level.TOP_SECRET),
        ("The letter is NATO SECRET and was sent by bag.", Level.SECRET),
        ("S E C R E T", Level.SECRET),
        ("T O P  S E C R E T", Level.TOP_SECRET),
        ("SECRETO", Level.TOP_SECRET),
        ("RESERVADO", Level.SECRET),
        ("DIFUSIÓN LIMITADA", Level.RESTRICTED),
        ("Clasificación: confidencial", Level.CONFIDENTIAL),
        ("TRÈS SECRET", Level.TOP_SECRET),
        ("SECRET DÉFENSE", Level.SECRET),
        ("Le dossier est CONFIDENTIEL DÉFENSE.", Level.CONFIDENTIAL),
        ("DIFFUSION RESTREINTE", Level.RESTRICTED),
        ("Stg. GEHEIM", Level.SECRET),
        ("STG. ZEER GEHEIM", Level.TOP_SECRET),
        ("Rubricering: Departementaal Vertrouwelijk", Level.RESTRICTED),
        ("DEPARTEMENTAAL VERTROUWELIJK", Level.RESTRICTED),
        ("VERTROUWELIJK", Level.CONFIDENTIAL),
        ("RESTRICTED\nlater\nTOP SECRET", Level.TOP_SECRET),
    ],
)
def test_a_marking_is_found_with_its_level(text: str, level: Level) -> None:
    assert highest_marking(text)[0] is level


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He keeps it secret from his wife.",
        "Top secret, he said, and laughed.",
        "Secret",
        "Confidential",
        "Private and confidential",
        "Victoria's Secret underwear, 40 cartons",
        "VICTORIA'S SECRET UNDERWEAR, 40 CARTONS",
        "SECRET SERVICE LIAISON WAS CALLED",
        "PASSENGER SAYS THE ADDRESS IS SECRET",
        "RESTRICTED AREA ENTERED AT GATE 4",
        "The area is restricted: nobody may enter.",
        "CONFIDENTIAL INFORMANT 12 WAS MET",
        "TLP:AMBER+STRICT",
        "UNCLASSIFIED",
        "OFFICIAL",
        "Classification: TLP:RED",
        "Classification: unclassified",
        "Secretaria de Estado",
        "Reservado a nombre de J. Smith",
        "El vuelo está reservado",
        "Un secret bien gardé",
        "Hij hield het geheim.",
        "GEHEIME LADE IN KOFFER GEVONDEN",
        "vertrouwelijk gesprek met de kapitein",
        "THE CONFIDENTIALITY OF THE SOURCE",
        "Geheimnis",
        "TRES SECRETARIAS VIAJAN",
        "I N V O I C E",
    ],
)
def test_a_word_in_a_sentence_is_no_marking(text: str) -> None:
    assert highest_marking(text) == (Level.UNCLASSIFIED, "")


def test_the_words_of_the_marking_are_given_back() -> None:
    assert highest_marking("x\n** Très Secret Défense **\nClassification : TRÈS SECRET")[1] == "TRES SECRET"


def test_a_long_text_is_read_within_a_second() -> None:
    lines = ["PASSENGER A. SMITH SAYS - IN CAPITALS - THAT NOTHING IS SECRET ABOUT IT"] * 15_000
    assert highest_marking("\n".join(lines))[0] is Level.UNCLASSIFIED
