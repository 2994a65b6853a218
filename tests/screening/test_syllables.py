"""Mandarin names in pinyin and in Wade-Giles, and Korean ones in any system, are forms of one name."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.model import Entry, ListedName, Traveller
from roadstead.screening import keys, korean
from roadstead.screening.forms import keys_of_forms
from roadstead.screening.index import build_index
from roadstead.screening.kernel.token_keys import form_key
from roadstead.screening.persons import alerts
from roadstead.screening.segment.vocabulary import Tokens
from roadstead.screening.syllables import forms, syllable_spellings


@pytest.mark.parametrize(
    ("pinyin", "wade_giles"),
    [("jianming", "chienming"), ("zhongli", "chungli"), ("cao", "tsao"), ("xiaoping", "hsiaoping"), ("ding", "ting"),
     ("zhiqing", "chihching"), ("guofeng", "kuofeng"), ("xueliang", "hsuehliang"), ("ziyang", "tzuyang"),
     ("renjie", "jenchieh"), ("duo", "to"), ("yongkang", "yungkang"),
     ("zhonghua", "chunghua"), ("jianhua", "chienhua")],
)  # fmt: skip
def test_two_spellings_share_a_form(pinyin: str, wade_giles: str) -> None:
    assert set(forms(pinyin)) & set(forms(wade_giles))


@pytest.mark.parametrize(
    ("one", "other"),
    [("gwangil", "kwangil"), ("yuro", "yulo"), ("taecheol", "taechol"), ("jeongun", "jongun"), ("gyu", "kyu"),
     ("jaehyeok", "chaehyok"), ("bag", "pak"), ("dongmin", "tongmin"), ("hyeonu", "hyonu"), ("seongcheol", "sungchul"),
     ("kyeongmin", "kyungmin")],
)  # fmt: skip
def test_two_romanisations_of_a_korean_name_share_a_form(one: str, other: str) -> None:
    assert set(korean.forms(one)) & set(korean.forms(other))


@pytest.mark.parametrize("other", ["rodriguez", "smith", "abdulrahman", "kim", ""])
def test_what_is_no_korean_name_shares_none_with_one(other: str) -> None:
    assert not set(korean.forms(other)) & set(korean.forms("kwangil"))


@pytest.mark.parametrize("other", ["mohamed", "smith", "", "vladimir", "rodriguez", "x1", "zz", "abdulrahman"])
def test_other_names_have_none(other: str) -> None:
    assert forms(other) == ()


def test_names_of_other_syllables_share_none() -> None:
    assert not set(forms("jianming")) & set(forms("guofeng"))


@given(st.text(string.ascii_lowercase, max_size=24))
def test_any_token_has_few_forms_soon(token: str) -> None:
    assert len(forms(token)) <= 32
    assert len(korean.forms(token)) <= 2


@pytest.mark.parametrize("given_name", ["CHIEN MING", "CHIENMING", "CHIEN-MING", "JIAN MING"])
def test_a_person_of_the_mainland_is_found_under_a_spelling_of_taiwan(given_name: str) -> None:
    listed = Entry(id="1", list="own", names=(ListedName(text="Cao Jianming"),), born=("1955-09-24",))
    traveller = Traveller(surname="TSAO", given=given_name, born="1955-09-24")
    assert [one.entry.id for one in alerts(traveller, build_index([listed]), 25.0)] == ["1"]


SYLLABLES = st.sampled_from(sorted(syllable_spellings()))
KOREAN = st.sampled_from(
    ["kim", "gwang", "il", "hyeon", "jung", "chul", "ssang", "kyung", "rae", "wae", "eui", "nge", "ppa", "o"]
)
TOKENS = st.one_of(
    st.text(string.ascii_lowercase + "0", min_size=1, max_size=24),
    st.lists(st.one_of(SYLLABLES, KOREAN), min_size=1, max_size=5).map(lambda each: "".join(each)[:24]),
    st.sampled_from(["li", "lee", "persaud", "prasad", "erh", "huaerh", "chiang"]),
)


@given(st.lists(TOKENS, min_size=1, max_size=8))
def test_compiled_forms_are_those_of_python_in_their_order(texts: list[str]) -> None:
    tokens = Tokens()
    tokens.tell(texts, bytes(len(texts)))
    letters, length, _, _ = tokens.arrays()
    begins, found = keys_of_forms(tokens.texts(), letters, length)
    assert list(tokens.texts()) == list(dict.fromkeys(texts))
    for place, text in enumerate(tokens.texts()):
        assert found[begins[place] : begins[place + 1]].tolist() == [int(form_key(each)) for each in keys.forms(text)]
