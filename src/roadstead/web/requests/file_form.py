"""The form that adds a file to a request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.config import config
from roadstead.cooperation.requests.models import MAX_TITLE_CHARS
from roadstead.platform.timeline.attachments import EVIDENCE_TYPES, too_large
from roadstead.platform.timeline.logic.file_types import ACCEPTED_TYPES, MB
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.acts import ActForm
from roadstead.web.templatetags.timeline import file_label


class RequestFileForm(ActForm):
    """A file to add; both sides read it."""

    auto_id = "file-%s"
    title = forms.CharField(
        label=_("What the file shows"),
        max_length=MAX_TITLE_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    evidence = forms.ChoiceField(
        label=_("Type of evidence"), choices=[(each, file_label(each)) for each in EVIDENCE_TYPES]
    )
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext("%(types)s, up to %(size)d MB.") % {
            "types": ACCEPTED_TYPES.render(gettext),
            "size": config().file_size // MB,
        }

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > config().file_size:
            raise forms.ValidationError(refusal_text(too_large(config().file_size)))
        return file
