"""Names of a traveller: from TIF as sent, without titles that are separate words, and from DOCS as in the passport.

The name of DOCS counts, because it is the passport's and has all given names. Old line breaks leave blanks in it (`CAR
LA MONICA`), so words of DOCS that together are one word of TIF are joined. TIF is no guide if it has no blanks itself
and ends in a title (`SEJOONMR`): such systems leave out all blanks. A title attached to a name stays (DREW, NASR and
AMR are names); name matching tries both readings.
"""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.codes import TITLES
from roadstead.engine.text.names import STUCK_TITLES

BRACKETS: Final = re.compile(r" *\(([^()]*)\)?")
DATE_AT_THE_END: Final = re.compile(r"[ /]?([0-9]{2}[A-Z]{3}(?:[0-9]{4}|[0-9]{2}))$")
STUCK: Final = tuple(each.upper() for each in STUCK_TITLES)
MAX_JOINED_WORDS: Final = 6  # words of DOCS that may be one word of TIF


def without_title(given: str) -> str:
    """Return given names without titles: "LEONORA MS" gives "LEONORA". A name that is only a title stays."""
    words = given.split()
    if len(words) == 1:
        return given.strip()
    kept = [word for word in words if word.strip(".").upper() not in TITLES]
    return " ".join(kept or words)


def split_brackets(given: str) -> tuple[str, list[str]]:
    """Split off texts in brackets: "JANE MRS(INFROE/LIL)" gives "JANE MRS" and ["INFROE/LIL"]."""
    if "(" not in given:
        return given, []
    return BRACKETS.sub("", given).strip(), [text.strip() for text in BRACKETS.findall(given)]


def name_and_date(text: str) -> tuple[str, str]:
    """Split off a date at the end: "ROE/LIL 01JAN26" gives "ROE/LIL" and "01JAN26"."""
    found = DATE_AT_THE_END.search(text.strip())
    return (text.strip()[: found.start()].strip(), found.group(1)) if found else (text.strip(" /"), "")


def letters_only(name: str) -> str:
    """Return the letters of a name in capitals, for comparison."""
    return "".join(filter(str.isalpha, name.upper()))


def comparison_forms(given: str) -> tuple[str, ...]:
    """Return the forms of a given name for comparison: with and without an attached title."""
    plain = letters_only(without_title(given))
    return (plain, *(plain.removesuffix(title.upper()) for title in STUCK_TITLES if plain.endswith(title.upper())))


def names_agree(surname: str, given: str, other_surname: str, other_given: str) -> bool:
    """Return True if two spellings may be one person: equal surname, and one given name begins with the other."""
    if surname == other_surname and given.partition(" ")[0] == other_given.partition(" ")[0]:
        return True
    one, other = letters_only(surname), letters_only(other_surname)
    if one != other:
        return bool(one and other) and letters_only(surname + without_title(given)) == letters_only(
            other_surname + other_given
        )
    return given_agree(given, other_given)


def given_agree(given: str, other: str) -> bool:
    """Return True if two given names agree: CARLA and CAR LA MONICA do; an empty one agrees with any."""
    return any(
        long.startswith(short) or short.startswith(long)
        for long in comparison_forms(given)
        for short in comparison_forms(other)
    ) or bool(
        set(map(letters_only, without_title(given).split())) & set(map(letters_only, without_title(other).split()))
    )


def join_broken_words(name: str, model: str) -> str:
    """Return the name of DOCS with words joined that are one word of the model: "CAR LA MONICA" by "CARLA"."""
    if " " not in name or _leaves_out_blanks(model) or set(name.upper().split()) <= set(model.upper().split()):
        return name
    wanted = {word for word in model.upper().split() if len(word) > 1}
    words, made = name.split(), []
    while words:
        count = next(
            (
                count
                for count in range(min(MAX_JOINED_WORDS, len(words)), 1, -1)
                if "".join(words[:count]).upper() in wanted
            ),
            1,
        )
        made.append("".join(words[:count]))
        words = words[count:]
    return " ".join(made)


def _leaves_out_blanks(model: str) -> bool:
    return " " not in model.strip() and model.strip().upper().endswith(STUCK)
