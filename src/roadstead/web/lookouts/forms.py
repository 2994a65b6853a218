"""Forms of lookouts: a new one for each kind of subject, and what is done with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.cooperation.lookouts.desks import MAX_TEXT_CHARS as MAX_REPLY_CHARS
from roadstead.cooperation.lookouts.issue import MAX_TEXT_CHARS
from roadstead.cooperation.lookouts.models import MAX_HOURS, LookoutDesk, Subject
from roadstead.platform.timeline.logic.file_types import MB
from roadstead.platform.timeline.logic.pictures import MAX_BYTES, TOO_LARGE
from roadstead.targeting.watchlists.nomination_checks import FORM_FIELDS, Fault
from roadstead.targeting.watchlists.photos import UNCHANGED, PhotoChange
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.found_form import MomentField
from roadstead.web.forms.page_form import LinesField, PageForm

Words = Any  # a text, perhaps translated when it is shown
SEX_CHOICES: Final = (("", _("Not known")), ("F", _("Female")), ("M", _("Male")), ("X", _("Unspecified (X)")))
MAX_CELL_CHARS: Final = 1000
HOURS: Final = _("At most %(most)d. It ends by itself. Two people can renew it")


def _line(label: Words, hint: Words = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=MAX_CELL_CHARS, widget=widget)


def _lines(label: Words, hint: Words = "", rows: int = 2) -> LinesField:
    return LinesField(label=label, help_text=hint, required=False, rows=rows, max_length=MAX_CELL_CHARS)


def _hours() -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})
    too_long = _("Enter %(limit_value)s hours at most. Two people can renew the lookout for longer.")
    return forms.IntegerField(
        label=_("For how many hours"),
        help_text=HOURS % {"most": MAX_HOURS},
        min_value=1,
        max_value=MAX_HOURS,
        initial=MAX_HOURS,
        widget=widget,
        error_messages={"max_value": too_long, "min_value": _("Enter one hour at least.")},
    )


class LookoutForm(PageForm):
    """Fields that every lookout has, after those of its subject."""

    kind: ClassVar[Subject]
    title: ClassVar[Words]
    marks_optional = False

    def __init__(self, *args: Any, states: Iterable[tuple[str, str]], points: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = {str(each.pk): each for each in points}
        why = gettext("What happened, how dangerous or endangered the person is, and how to approach")
        self.add_field("why", LinesField(label=gettext("Reason"), help_text=why, max_length=MAX_TEXT_CHARS))
        basis = gettext("The act and section, the warrant or the order")
        self.add_field(
            "basis", LinesField(label=gettext("Legal basis"), help_text=basis, rows=2, max_length=MAX_TEXT_CHARS)
        )
        self.add_field(
            "chosen",
            forms.MultipleChoiceField(
                label=gettext("States that are to watch"),
                help_text=gettext("Only these states read it, until it ends"),
                choices=list(states),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Choose at least one state that is to watch.")},
            ),
        )
        calls = gettext("The centre sees the reference, the desks and the times, and not whom the lookout names")
        self.add_field(
            "centre_calls",
            forms.BooleanField(
                label=gettext("The regional centre telephones desks that do not acknowledge"),
                help_text=calls,
                initial=True,
                required=False,
            ),
        )
        self.add_field("hours", _hours())
        if self.points:
            choices = [(pk, str(each.title)) for pk, each in self.points.items()]
            self.add_field(
                "contact_point", forms.ChoiceField(label=gettext("Contact point for replies"), choices=choices)
            )

    @property
    def cells(self) -> dict[str, str]:
        """Return what was typed of the subject, by the headings of our csv; a field with an error is empty."""
        own = [name for name in self.base_fields if name in (*FORM_FIELDS, "plate", "chassis")]
        return {name: str(self.cleaned_data.get(name) or "").strip() for name in own}

    @property
    def names_a_child(self) -> bool:
        return bool(self.cleaned_data.get("is_child"))

    def photo_change(self) -> PhotoChange:
        """Return the uploaded photo; reads the file."""
        file = self.cleaned_data.get("photo")
        return PhotoChange(brought=file.read()) if file else UNCHANGED

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Show each fault at its field, unless the field has an error of its own."""
        wrong = set(self.errors)
        for field, text in faults:
            if field not in wrong:
                self.add_error(field if field in self.fields else None, text.render(gettext))


class PersonForm(LookoutForm):
    kind, title = Subject.PERSON, _("Person")

    surname = _line(_("Surname"), _("Or the whole name, if you do not know its parts"))
    given = _line(_("Given names"))
    aliases = _lines(_("Other names"), _("One per line"))
    born = _lines(_("Date of birth"), _("A day, month, year or range: 1979-03-14, 1979-03, 1979, 1965/1967"), 1)
    sex = forms.ChoiceField(label=_("Sex"), choices=SEX_CHOICES, required=False)
    nationality = _lines(_("Nationality"), _("Code or name of the country, for example BRB or Guyana"), 1)
    documents = _lines(_("Identity documents"), _("TYPE:ISSUER:NUMBER, one per line, for example P:GUY:R0000001"))
    is_child = forms.BooleanField(
        label=_("This is a child, who is looked for to be protected"),
        help_text=_(
            "Desks then read: refer to child protection. The same happens when the date of birth shows a child"
        ),
        required=False,
    )
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].help_text = gettext(
            "JPEG or PNG, up to %(size)d MB. Of this person alone: cut off bystanders. Place and camera are removed"
        ) % {"size": MAX_BYTES // MB}

    def clean_photo(self) -> UploadedFile[bytes] | None:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] | None = self.cleaned_data["photo"]
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE.render(gettext))
        return file


class VesselForm(LookoutForm):
    kind, title = Subject.VESSEL, _("Vessel")

    surname = _line(_("Name"), _("Without MV or SY before it"))
    aliases = _lines(_("Former and other names"), _("One per line"))
    imo = _line(_("IMO number"), _("Seven digits, for example 9074729"))
    call_sign = _line(_("Call sign"))
    mmsi = _line(_("MMSI"), _("Nine digits"))
    nationality = _line(_("Flag"), _("Code or name of the country, for example PAN or Panama"))


class VehicleForm(LookoutForm):
    kind, title = Subject.VEHICLE, _("Vehicle")

    surname = _line(_("Make, model and colour"), _("For example: Toyota Hiace, white, dent at the left door"))
    plate = _line(_("Registration number"))
    chassis = _line(_("Chassis number"))


FORMS: Final[Mapping[str, type[LookoutForm]]] = {each.kind: each for each in (PersonForm, VesselForm, VehicleForm)}


class WhyForm(ActForm):
    """Reason of an act, which stays in the history."""

    why = LinesField(
        label=_("Reason"), rows=2, max_length=MAX_TEXT_CHARS, error_messages={"required": _("Write the reason.")}
    )


class DecideForm(WhyForm):
    """Second approval of a lookout or renewal."""

    auto_id = "decide-%s"


class WithdrawForm(WhyForm):
    """The end of a lookout before its time."""

    auto_id = "withdraw-%s"


class RenewForm(WhyForm):
    """A further period."""

    auto_id = "renew-%s"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_field("hours", _hours())
        self.order_fields(["hours", "why"])


class AcknowledgeForm(ActForm):
    """Receipt by a desk: a button alone."""


class SeenForm(ActForm):
    """The subject was seen."""

    auto_id = "seen-%s"
    where = forms.CharField(label=_("Where"), max_length=MAX_REPLY_CHARS)
    done = LinesField(label=_("What was done"), rows=2, max_length=MAX_REPLY_CHARS)

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_field("at", MomentField(label=gettext("When"), zone=zone, now=now))
        self.order_fields(["where", "at", "done"])


class NotSeenForm(ActForm):
    """The subject was not seen."""

    auto_id = "not-seen-%s"
    done = LinesField(label=_("What was checked"), rows=2, max_length=MAX_REPLY_CHARS, required=False)


class CallForm(ActForm):
    """A telephone call of the centre to a desk that has not acknowledged."""

    row_field, row_prefix = "desk", "call"
    desk = HiddenNumber()
    answered = forms.ChoiceField(
        label=_("Did anybody answer?"), choices=(("yes", _("Yes")), ("no", _("No"))), widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=MAX_REPLY_CHARS, required=False)

    def __init__(self, *args: Any, of: LookoutDesk | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
