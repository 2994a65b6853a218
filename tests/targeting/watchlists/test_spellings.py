"""Names of persons as laws write them. Nobody here exists."""

from time import monotonic

import pytest

from roadstead.engine.formats.lists.spellings import expand_brackets, names


@pytest.mark.parametrize(
    ("main", "becomes"),
    [
        ("Zubo MARAN", ("Zubo MARAN",)),
        ("MARAN, Zubo Petro", ("MARAN, Zubo Petro",)),
        ("MARAN OLO, Zubo Petro", ("MARAN OLO, Zubo Petro",)),
        ("Zubo (a.k.a. Zubu) MARAN", ("Zubo MARAN", "Zubu MARAN")),
        ("Zubo (Zuubo, Zubbo) MARAN", ("Zubo MARAN", "Zuubo MARAN", "Zubbo MARAN")),
        ("Zubo (Zuboh) (Zubbo) MARAN", ("Zubo MARAN", "Zuboh MARAN", "Zubbo MARAN")),
        ("Zubo MARAN (a.k.a. Zubu MARRAN, Zub MARRAN)", ("Zubo MARAN", "Zubu MARRAN", "Zub MARRAN")),
        ("Zuba MARAN (SIDOLA)", ("Zuba MARAN", "Zuba SIDOLA")),
        ("Zubo MARAN (Governor of Nowhere)", ("Zubo MARAN",)),
        ("Zubo MARAN (born on 3.4.1971 in Nowhere)", ("Zubo MARAN",)),
        ("Zubo MARAN, born 12 Dec. 1965 in Nowhere", ("Zubo MARAN",)),
        ("Zubo MARAN (Зубо МАРАН)", ("Zubo MARAN", "Зубо МАРАН")),
        ("Zubo MARAN Russian: Зубо МАРАН", ("Zubo MARAN", "Зубо МАРАН")),
        ("Zubo MARAN – زبو ماران", ("Zubo MARAN", "زبو ماران")),
        ("Zubo (محمد) MARAN", ("Zubo MARAN",)),
        ("Zubo/ Zubu Petro MARAN", ("Zubo Petro MARAN", "Zubu Petro MARAN")),
        ("Zubo MARAN / Zubu MARRAN", ("Zubo MARAN", "Zubu MARRAN")),
        ("‘Zubo Maran", ("Zubo Maran",)),
    ],
)
def test_a_main_name_is_one_name_and_its_spellings(main: str, becomes: tuple[str, ...]) -> None:
    assert names(main, ()).strong == becomes


@pytest.mark.parametrize(
    ("alias", "strong", "weak"),
    [
        ("Zubu MARRAN; Зубо МАРАН", ("Zubu MARRAN", "Зубо МАРАН"), ()),
        ("Zubu MARRAN\nZub MARRAN", ("Zubu MARRAN", "Zub MARRAN"), ()),
        ("Zubbo, Zuboo, Zoubo", ("Zubbo MARAN", "Zuboo MARAN", "Zoubo MARAN"), ()),
        ("Zoubo", ("Zoubo MARAN",), ()),
        ("Maran, Zubu", ("Maran, Zubu",), ()),
        ("MARRAN, Zubu Petro", ("MARRAN, Zubu Petro",), ()),
        ("Zubu MARRAN, Zub MARRAN", ("Zubu MARRAN", "Zub MARRAN"), ()),
        ("‘Tern’", (), ("Tern",)),
        ("Heron", (), ("Heron",)),
        ("Santos, III (third)", ("Santos, III",), ()),
        ("Zubu MARRAN (previously listed as)", ("Zubu MARRAN",), ()),
        ("(a) Zubu MARRAN; (b) Zub MARRAN", ("Zubu MARRAN", "Zub MARRAN"), ()),
        ('"Zubu MARRAN;"', ("Zubu MARRAN",), ()),
        ("朱博", ("朱博",), ()),
        ("Russian", (), ()),
        ("DOB: 1948; POB: Nowhere", (), ()),
        ("Married name: Zuba SIDOLA", ("Zuba SIDOLA",), ()),
        ("Zubu MARRAN. Date of birth: 11.4.1963. Nationality: Nowhere", ("Zubu MARRAN",), ()),
        ("", (), ()),
        (";;()/–", (), ()),
    ],
)
def test_an_alias_cell_gives_names_spellings_in_their_place_and_weak_ones(
    alias: str, strong: tuple[str, ...], weak: tuple[str, ...]
) -> None:
    found = names("Zubo MARAN", [alias])
    assert (found.strong[1:], found.weak) == (strong, weak)


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("Zubo (Zuboo) MARAN", ("Zubo MARAN", "Zuboo MARAN")),
        ("Zubo (Duke) MARAN", ("Zubo MARAN", "Zubo Duke MARAN")),
        ("Zuba Petra Maran de Olo (Petra Maran)", ("Zuba Petra Maran de Olo", "Petra Maran")),
        ("MARAN, Zubo", ("MARAN, Zubo",)),
        ("(MARAN Zubo", ("MARAN Zubo",)),
    ],
)
def test_a_name_with_brackets_is_the_names_it_stands_for(name: str, becomes: tuple[str, ...]) -> None:
    assert expand_brackets([name]) == becomes


def test_what_the_list_calls_weak_stays_weak() -> None:
    assert names("Zubo MARAN", (), ["Petro Heron; Tern"]).weak == ("Petro Heron", "Tern")


@pytest.mark.parametrize("part", ["(", "()", "(a)", "a (b) ", ";", "a,", "a/", "a.k.a. ", "Zubo (Zoubo) ", "Russian: "])
def test_a_cell_of_nothing_but_signs_is_read_in_time(part: str) -> None:
    hostile = part * (100_000 // len(part))
    began = monotonic()
    assert names(f"Zubo MARAN {hostile}", [hostile, hostile]).strong
    assert monotonic() - began < 5
