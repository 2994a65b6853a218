"""Chinese names in pinyin, Wade-Giles, Cantonese and Hokkien, and Korean ones in any system, are forms of one name."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.matching import keys, korean
from roadstead.engine.matching.forms import keys_of_forms
from roadstead.engine.matching.index import build_index
from roadstead.engine.matching.kernel.chinese import MOST_FORMS
from roadstead.engine.matching.kernel.token_keys import form_key
from roadstead.engine.matching.matcher import alerts
from roadstead.engine.matching.segment.vocabulary import Tokens
from roadstead.engine.matching.syllables import forms, syllable_spellings, systems
from roadstead.engine.records import Entry, ListedName, Traveller
from roadstead.engine.reference.tables import word_table


@pytest.mark.parametrize(
    ("pinyin", "wade_giles"),
    [
        ("jianming", "chienming"),
        ("zhongli", "chungli"),
        ("cao", "tsao"),
        ("xiaoping", "hsiaoping"),
        ("ding", "ting"),
        ("zhiqing", "chihching"),
        ("guofeng", "kuofeng"),
        ("xueliang", "hsuehliang"),
        ("ziyang", "tzuyang"),
        ("renjie", "jenchieh"),
        ("duo", "to"),
        ("yongkang", "yungkang"),
        ("zhonghua", "chunghua"),
        ("jianhua", "chienhua"),
    ],
)
def test_two_spellings_share_a_form(pinyin: str, wade_giles: str) -> None:
    assert set(forms(pinyin)) & set(forms(wade_giles))


@pytest.mark.parametrize(
    ("pinyin", "cantonese"),
    [
        ("guohua", "kwokwah"),
        ("jianhua", "kinwah"),
        ("xiaoping", "siuping"),
        ("zhiqiang", "chikeung"),
        ("qing", "hing"),
        ("wenxiong", "manhung"),
        ("yaozhong", "yiuchung"),
        ("lijuan", "laikuen"),
        ("zhou", "chow"),
    ],
)
def test_a_name_shares_a_form_with_itself_in_cantonese(pinyin: str, cantonese: str) -> None:
    assert set(forms(pinyin)) & set(forms(cantonese))


@pytest.mark.parametrize(
    ("pinyin", "hokkien"),
    [
        ("meihua", "beehwa"),
        ("wenhui", "boonhui"),
        ("jinlong", "kimleong"),
        ("guozhong", "koktiong"),
        ("fu", "hock"),
        ("zhenfa", "chinhuat"),
        ("shufen", "siokhoon"),
        ("chen", "tan"),
        ("huang", "ooi"),
    ],
)
def test_a_name_shares_a_form_with_itself_in_hokkien(pinyin: str, hokkien: str) -> None:
    assert set(forms(pinyin)) & set(forms(hokkien))


def test_cantonese_and_hokkien_syllables_of_other_names_share_none() -> None:
    assert not set(forms("guohua")) & set(forms("kinwah"))
    assert not set(forms("kwokwah")) & set(forms("zhiqiang"))


@pytest.mark.parametrize("dialect", ["cantonese", "hokkien"])
def test_every_syllable_of_the_table_of_dialects_is_pinyin_on_its_right(dialect: str) -> None:
    pinyin = syllable_spellings().keys() | {"lyu"}
    rows = [row for row in word_table("dialects") if row[0] == dialect]
    assert [row for row in rows if len(row) != 3 or not set(row[2].split()) <= pinyin] == []
    assert len(rows) > 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gwangil", "kwangil"),
        ("yuro", "yulo"),
        ("taecheol", "taechol"),
        ("jeongun", "jongun"),
        ("gyu", "kyu"),
        ("jaehyeok", "chaehyok"),
        ("bag", "pak"),
        ("dongmin", "tongmin"),
        ("hyeonu", "hyonu"),
        ("seongcheol", "sungchul"),
        ("kyeongmin", "kyungmin"),
        ("geunseok", "keunsuk"),
        ("beomseok", "bumsuk"),
        ("deokho", "dukho"),
    ],
)
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
    assert len(forms(token)) <= MOST_FORMS
    assert len(korean.forms(token)) <= 2


@pytest.mark.parametrize("given_name", ["CHIEN MING", "CHIENMING", "CHIEN-MING", "JIAN MING"])
def test_a_person_of_the_mainland_is_found_under_a_spelling_of_taiwan(given_name: str) -> None:
    listed = Entry(id="1", list="own", names=(ListedName(text="Cao Jianming"),), born=("1955-09-24",))
    traveller = Traveller(surname="TSAO", given=given_name, born="1955-09-24")
    assert [one.entry.id for one in alerts(traveller, build_index([listed]), 25.0)] == ["1"]


@pytest.mark.parametrize(
    ("listed_name", "surname", "given_name"),
    [
        ("WU Guohua", "NG", "KWOK WAH"),
        ("HUANG Jianhua", "WONG", "KINWAH"),
        ("LIN Guozhong", "LIM", "KOK TIONG"),
        ("CHEUNG Wai Keung", "ZHANG", "WEIQIANG"),
        ("TAN Bee Hwa", "CHEN", "MEI HUA"),
    ],
)
def test_a_person_of_the_mainland_is_found_as_canton_and_fukien_say_the_name(
    listed_name: str, surname: str, given_name: str
) -> None:
    listed = Entry(id="1", list="own", names=(ListedName(text=listed_name),), born=("1955-09-24",))
    traveller = Traveller(surname=surname, given=given_name, born="1955-09-24")
    assert [one.entry.id for one in alerts(traveller, build_index([listed]), 25.0)] == ["1"]


SYLLABLES = st.sampled_from(sorted({syllable for system in systems() for syllable in system.spellings}))
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
    tokens.tokenise(texts, bytes(len(texts)))
    letters, length, _, _ = tokens.arrays()
    begins, found = keys_of_forms(tokens.texts(), letters, length)
    assert list(tokens.texts()) == list(dict.fromkeys(texts))
    for place, text in enumerate(tokens.texts()):
        assert found[begins[place] : begins[place + 1]].tolist() == [int(form_key(each)) for each in keys.forms(text)]
