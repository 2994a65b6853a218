"""Forms are drawn with GOV.UK's markup, name the field in each error, and read what people type."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import State
from roadstead.web.forms.fields import CountryField, DayField, DocumentField, PartialDateField, PlaceField
from roadstead.web.forms.page_form import LinesField, PageForm


class Trip(PageForm):
    craft = forms.CharField(label="Craft", help_text="As painted on it", max_length=5)
    why = LinesField(label="Why", required=False)
    port = forms.ChoiceField(label="Port", choices=[("BGI", "Bridgetown"), ("KTP", "Kingston")])
    way = forms.ChoiceField(label="Way", choices=[("a", "By air"), ("s", "By sea")], widget=forms.RadioSelect)
    again = forms.BooleanField(label="Come again", required=False)
    file = forms.FileField(label="Proof", required=False)
    born = PartialDateField(label="Born", required=False)
    flag = CountryField(label="Flag", required=False)
    day = DayField(label="Day", required=False)
    paper = DocumentField(label="Document", required=False)
    harbour = PlaceField(label="Harbour", required=False, accepts=lambda code: code == "LCXXX")
    stop = PlaceField(label="Stop", required=False, has_offers=False)


GIVEN = {"craft": "8P-X", "port": "BGI", "way": "a"}


def trip(**given: str) -> Trip:
    return Trip({**GIVEN, **given})


def errors(form: Trip) -> dict[str, list[str]]:
    form.is_valid()
    return {name: [str(each) for each in found] for name, found in form.errors.items()}


def test_a_field_has_its_label_hint_and_class_and_says_what_may_be_left_out() -> None:
    html = str(Trip())
    assert '<label class="govuk-label govuk-label--s" for="craft">Craft\n</label>' in html
    assert 'id="craft_helptext">As painted on it</div>' in html
    assert 'aria-describedby="craft_helptext" class="govuk-input"' in html
    assert "Why (optional)" in html
    assert "Craft (optional)" not in html
    assert "Come again (optional)" not in html


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("why", '<textarea name="why"'),
        ("port", '<select name="port"'),
        ("way", 'class="govuk-radios__input"'),
        ("again", 'class="govuk-checkboxes__input"'),
        ("file", 'class="govuk-file-upload"'),
        ("day", 'type="date"'),
    ],
)
def test_each_widget_is_that_of_the_design_system(name: str, found: str) -> None:
    assert found in Trip()[name].as_field_group()


def test_errors_name_the_field_and_are_tied_to_it() -> None:
    form = Trip({"craft": "", "way": "x"})
    assert errors(form) == {
        "craft": ["Fill in “Craft”."],
        "port": ["Choose an answer to “Port”."],
        "way": ["Choose one of the answers offered for “Way”."],
    }
    html = form["craft"].as_field_group()
    assert "govuk-form-group--error" in html
    assert 'class="govuk-input govuk-input--error"' in html
    assert 'aria-describedby="craft_helptext craft_error"' in html
    assert errors(trip(craft="8P-XYZ")) == {"craft": ["“Craft” has 6 characters. Shorten it to 5 at most."]}


def test_a_refusal_is_shown_at_its_field_or_above_the_form() -> None:
    form = trip()
    assert form.is_valid()
    form.refuse(NotAllowed("this craft has left"), "craft")
    form.refuse(NotAllowed("nobody is on duty"))
    assert errors(form) == {"craft": ["This craft has left."], "__all__": ["Nobody is on duty."]}


def test_a_line_break_is_stored_and_counted_once() -> None:
    form = trip(why="a\r\nb")
    assert form.is_valid()
    assert form.cleaned_data["why"] == "a\nb"
    assert trip(why="\r\n".join(["x"] * 2000)).is_valid()


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("born", "1985", "1985"),
        ("born", "March 1985", "1985-03"),
        ("born", "12.3.1985", "1985-03-12"),
        ("flag", "Barbados", "BRB"),
        ("flag", "bb", "BRB"),
        ("paper", "r 012-345", "R012345"),
        ("day", "2027-06-30", date(2027, 6, 30)),
        ("day", "30 Jun 2027", date(2027, 6, 30)),
        ("day", "", None),
        ("born", "", ""),
        ("harbour", "", ""),
        ("harbour", "BBBGI", "BBBGI"),
        ("harbour", "bb bgi", "BBBGI"),
        ("harbour", "BGI", "BGI"),
        ("harbour", "TBPB", "BGI"),
        ("harbour", "Bridgetown", "BBBGI"),
        ("harbour", "Rodney Bay", "LCCAS"),
        ("harbour", "Sir Grantley Adams", "BGI"),
        ("harbour", "Bridgetown, Barbados (BBBGI)", "BBBGI"),
        ("harbour", "LC XXX", "LCXXX"),
    ],
)
def test_what_people_type_is_read(field: str, typed: str, read: object) -> None:
    form = trip(**{field: typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[field] == read


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("born", "1985-13", "for example 1985-03"),
        ("born", "1985/1987", "for example 1985-03"),
        ("flag", "Atlantis", "for example BRB or Barbados"),
        ("flag", "Dominican", "Dominica (DMA), Dominican Republic (DOM)"),
        ("day", "2027-02-30", "for example 2027-06-30"),
        ("day", "June 2027", "for example 2027-06-30"),
        ("paper", "--", "for example R0123456"),
        ("harbour", "Bridgtown", "Did you mean Bridgetown, Barbados (BBBGI); Sir Grantley Adams, Barbados (BGI)"),
        ("harbour", "BBGBI", "Did you mean Bridgetown, Barbados (BBBGI)? Write the code."),
        ("harbour", "Barbados", "Bridgetown, Barbados (BBBGI); Sir Grantley Adams, Barbados (BGI)"),
        ("harbour", "Georgetown", "may be Georgetown, Guyana (GYGEO)"),
        ("harbour", "xyzzyq", "for example BBBGI or Bridgetown"),
        ("harbour", "lcxxx", "port or airport"),
        ("stop", "LCXXX", "port or airport"),
    ],
)
def test_what_cannot_be_read_is_quoted_with_a_correct_example(field: str, typed: str, error: str) -> None:
    (found,) = errors(trip(**{field: typed}))[field]
    assert typed in found
    assert error in found


def test_a_name_is_near_five_places_at_most() -> None:
    (found,) = errors(trip(harbour="Atlantis"))["harbour"]
    assert found.count(";") == 4


def test_the_ports_of_the_region_are_offered_once_on_a_page_and_are_light() -> None:
    html = str(Trip())
    offers = html[html.index("<datalist") : html.index("</datalist>")]
    assert "<option value=BBBGI>Bridgetown<option" in offers
    assert "USMIA" not in offers
    assert len(offers) < 3_000
    assert html.count('list="ports-of-the-region"') == 2
    assert html.count('id="ports-of-the-region"') == 1


def test_a_file_stays_a_file() -> None:
    form = Trip(GIVEN, {"file": SimpleUploadedFile("a.csv", b"x")})
    assert form.is_valid()
    assert form.cleaned_data["file"].name == "a.csv"


def test_a_row_that_is_not_offered_is_refused_by_the_name_of_the_field() -> None:
    class Choice(PageForm):
        state = forms.ModelChoiceField(State.objects.none(), label="State")

    assert Choice().fields["state"].error_messages["invalid_choice"] == "Choose one of the answers offered for “State”."


@pytest.mark.parametrize("day", ["1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_far_from_now_is_refused_before_it_is_moved_to_another_zone(day: str) -> None:
    assert errors(trip(day=day)) == {"day": [f"The year of “{day}” must be between 1900 and 2200."]}
    assert not errors(trip(day="1900-01-01"))
