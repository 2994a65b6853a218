"""The form of a search: the term, and the purpose where none is chosen yet."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Purpose
from roadstead.web.common.search_purpose import LABELS, offered
from roadstead.web.forms.page_form import PageForm
from roadstead.web.search.recognise import Shape, recognise

MAX_TERM_CHARS: Final = 200  # a boarding pass or the three lines of an identity card
MIN_TERM_CHARS: Final = 2  # letters and digits
WILDCARDS: Final = "*%?_"
EMPTY: Final = _("Enter a name, a number or a reference.")
OF_CARRIERS: Final = _("The number of a receipt, or a flight or voyage, for example 7K3M9-QX2AH or BW 601.")
TOO_SHORT: Final = _("Enter at least two letters or digits.")
WILDCARD: Final = _("Leave out *, %, ? and _. Enter whole words or numbers: other spellings of a name are found too.")


class SearchForm(PageForm):
    """A search. `purpose` is asked of roles that have a choice."""

    marks_optional = False

    q = forms.CharField(
        label=_("Search for"),
        help_text=_(
            "A name, a document number, a booking reference, a flight, a ship or aircraft, a container, a bill, a "
            "receipt, or the number of an alert or case. You can also scan a passport or boarding pass."
        ),
        max_length=MAX_TERM_CHARS,
        error_messages={"required": EMPTY},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    purpose = forms.ChoiceField(
        label=_("What is the search for?"),
        help_text=_("Each search is recorded with its purpose. You choose it once; you can change it at any time."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, is_purpose_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purposes, field = offered(user), self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each), LABELS[each]) for each in purposes]
        field.required = not is_purpose_known
        if user.role == Role.CARRIER:
            self.fields["q"].help_text = OF_CARRIERS
        if len(purposes) == 1:
            del self.fields["purpose"]

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if sum(map(str.isalnum, text)) < MIN_TERM_CHARS:
            raise forms.ValidationError(TOO_SHORT)
        if any(char in text for char in WILDCARDS) and recognise(text).shape not in (Shape.ZONE, Shape.BOARDING):
            raise forms.ValidationError(WILDCARD)
        return text

    def chosen_purpose(self) -> Purpose | None:
        """Return the purpose that was sent with the form; None if there was none."""
        sent = self.cleaned_data.get("purpose")
        return Purpose(sent) if sent else None
