"""Forms of the watch log: a new entry, the filters, and the handover of a shift."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.items import MAX_DIGITS, Item, find_by_reference, parse_item
from roadstead.casework.log.append import BY_HAND, MAX_COUNTERPART_CHARS, MAX_LINKS, MAX_TEXT_CHARS
from roadstead.casework.log.models import MAX_NOTE_CHARS, EntryType
from roadstead.platform.accounts.models import User
from roadstead.web.forms.acts import MAX_NUMBER, ActForm, HiddenNumber
from roadstead.web.forms.filter_form import MAX_SEARCH_CHARS
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.templatetags.exchanges import NAMES

BY_NAME: Final = re.compile(r"^([^\W\d_]+)[ -]?([0-9]+)$")
WRONG_LINK: Final = _("We do not know “%(text)s”. Write for example: alert 17, voyage 3, RQ-7KQ4-2FWX.")


class EntryForm(ActForm):
    """A new entry. Enter in its first field stores it."""

    auto_id = "entry-%s"

    text = forms.CharField(
        label=_("Entry"),
        max_length=MAX_TEXT_CHARS,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "enterkeyhint": "send", "data-key": "w", "aria-keyshortcuts": "w"}
        ),
        error_messages={"required": _("Write what happened.")},
    )
    type = forms.ChoiceField(
        label=_("Type"),
        choices=[(each.value, _(str(each.label))) for each in BY_HAND],
        initial=EntryType.MESSAGE.value,
    )
    counterpart = forms.CharField(
        label=_("Who rang or wrote"),
        max_length=MAX_COUNTERPART_CHARS,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    links = forms.CharField(
        label=_("Links"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("For example: alert 17, voyage 3"),
    )
    corrects = forms.IntegerField(min_value=1, max_value=MAX_NUMBER, required=False, widget=forms.HiddenInput, label="")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_links(self) -> tuple[Item, ...]:
        """Return the items that are named; the domain checks if the person may see them."""
        named = [each.strip() for each in str(self.cleaned_data["links"]).split(",") if each.strip()]
        if len(named) > MAX_LINKS:
            raise forms.ValidationError(gettext("Link %(most)d items at most.") % {"most": MAX_LINKS})
        return tuple(self._item(each) for each in named)

    def _item(self, text: str) -> Item:
        found = BY_NAME.match(text.casefold())
        kinds = {str(name).casefold(): kind for kind, name in NAMES.items()}  # in the writer's language, or in English
        item = (
            parse_item(f"{kinds.get(found[1], found[1])}-{found[2]}") if found else find_by_reference(text, self.user)
        )
        if item is None:
            raise forms.ValidationError(WRONG_LINK % {"text": text})
        return item


class LogFilter(PageForm):
    """Filters of the log. The words are posted, since they may name a person."""

    auto_id, marks_optional = "filter-%s", False

    q = forms.CharField(
        label=_("Search"),
        max_length=MAX_SEARCH_CHARS,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    type = forms.ChoiceField(
        label=_("Type"),
        choices=[("", _("All")), *((each.value, _(str(each.label))) for each in EntryType)],
        required=False,
    )
    author = forms.ChoiceField(label=_("Author"), required=False)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}), input_formats=["%Y-%m-%d"]
    )
    about = forms.CharField(max_length=10 + MAX_DIGITS, required=False, widget=forms.HiddenInput, label="")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["author"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *((str(each.pk), str(each)) for each in people)]

    def clean_about(self) -> Item | None:
        return parse_item(self.cleaned_data["about"])


class HandOverForm(ActForm):
    """The outgoing person's signature."""

    auto_id = "hand-over-%s"

    incoming = forms.ChoiceField(label=_("Who takes over"))
    note = LinesField(
        label=_("Note"),
        help_text=_("What the next shift must know. Do not repeat the log."),
        required=False,
        max_length=MAX_NOTE_CHARS,
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["incoming"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a person")), *((str(each.pk), str(each)) for each in people)]


class SignForm(ActForm):
    """The incoming person's signature, or the withdrawal by the outgoing one: a button alone."""

    row_field, row_prefix = "number", "sign"
    number = HiddenNumber()
