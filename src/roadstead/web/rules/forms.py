"""Forms of rules: texts and rows of a rule, actions on a version, the filter of the board, a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.engine.rules.files import MAX_CHARS, SEVERITIES
from roadstead.engine.rules.language import SUBJECTS, Vocabulary
from roadstead.engine.rules.language.condition import ALL_RELATIONS, Row
from roadstead.targeting.rulebook.models import MAX_DAYS_IN_FORCE
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.rules.rule_form import CheckResult, RuleDraft
from roadstead.web.templatetags.names import code_label

MAX_REASON_CHARS: Final = 2000  # characters of a reason
MAX_CONDITION_CHARS: Final = 4000
SHOWN: Final = ("all", "active", "proposed", "draft", "review", "ended")
ANY: Final = ("", _("Any"))

Choices = list[tuple[str, str | Promise]]


def _labelled(codes: tuple[str, ...]) -> Choices:
    return [(code, code_label(code)) for code in codes]


# ── The editor.


class RuleTextForm(PageForm):
    """Texts of a rule, and its condition in CEL. `complete`: False while the rule is only checked."""

    marks_optional = False
    title = forms.CharField(label=_("Title"), max_length=MAX_CHARS["title"])
    sentence = forms.CharField(
        label=_("First sentence for the officer"),
        help_text=_("Say what was found, not what it might mean"),
        max_length=MAX_CHARS["sentence"],
    )
    condition = LinesField(
        label=_("Condition in CEL"),
        help_text=_("Write && for and, || for or, ! for not. Type two letters of a fact to see suggestions"),
        max_length=MAX_CONDITION_CHARS,
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 7,
                "cols": None,
                "class": "govuk-textarea--raw",
                "spellcheck": "false",
                "autocapitalize": "none",
                "autocomplete": "off",
                "data-complete": _("Facts that begin with this"),
            }
        ),
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=_labelled(SEVERITIES))
    officers_do = LinesField(label=_("Instruction for officers"), max_length=MAX_CHARS["officers_do"])
    source = LinesField(
        label=_("Source"),
        help_text=_("Law, agreement or evidence that others can find. You may write “Own proposal”"),
        max_length=MAX_CHARS["source"],
    )
    protects = forms.BooleanField(
        label=_("The rule protects minors"),
        help_text=_("Only such a rule may use age. Explain why in the source"),
        required=False,
    )
    why = LinesField(
        label=_("Reason for the new version"),
        help_text=_("The second officer decides on it. It is stored with the rule"),
        rows=2,
        max_length=MAX_REASON_CHARS,
    )
    mode = forms.CharField(required=False, widget=forms.HiddenInput)
    subject = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: RuleDraft, is_new: bool, complete: bool = True, **kwargs: Any) -> None:
        names = ("title", "sentence", "condition", "severity", "officers_do", "source", "protects", "subject")
        texts = {name: getattr(now.text, name) for name in names}
        super().__init__(*args, initial=texts | {"mode": now.mode, "groups": len(now.groups), "why": now.why}, **kwargs)
        left_out = {"why": is_new, "condition": now.mode != "cel", "protects": now.text.subject == "cargo"}
        for name in (name for name, is_left_out in left_out.items() if is_left_out):
            del self.fields[name]
        for field in self.fields.values():
            field.required = field.required and complete

    def add_faults(self, found: CheckResult) -> None:
        """Show what is wrong with the condition: with its place in CEL, else above the form."""
        in_cel = "condition" in self.fields
        for fault in found.faults:
            place = _("Line %(line)d, column %(column)d:") % {"line": fault.line, "column": fault.column}
            text = fault.sentence.render(gettext)
            self.add_error("condition" if in_cel else None, f"{place} {text}" if in_cel else text)
        if found.unfinished:
            self.add_error(None, found.unfinished)


class FactSelect(forms.Select):
    """Choice of a fact, with the kind of its value for the script that fits the relations."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(attrs={"data-fact": True})
        families = {words: vocabulary.of(family) for family, words in vocabulary.families.items()}
        self.kinds = {fact.name: fact.kind.value for facts in families.values() for fact in facts}
        groups = [(gettext(words), [(f.name, gettext(f.words)) for f in facts]) for words, facts in families.items()]
        self.choices = [("", _("Choose a fact")), *groups]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if kind := self.kinds.get(str(value)):
            option["attrs"] = {"data-of": kind, **option["attrs"]}
        return option


class NumberedForm(PageForm):
    """Part of the editor with its number behind the names of its fields: `fact-0-2`."""

    marks_optional = False

    def add_prefix(self, field_name: str) -> str:
        return f"{field_name}-{self.prefix}"


class RowForm(NumberedForm):
    """A row of a condition: fact, relation, value."""

    fact = forms.CharField(label=_("Fact"), required=False)
    relation = forms.ChoiceField(
        label=_("Relation"),
        choices=[(name, _(words)) for name, words in ALL_RELATIONS.items()],
        required=False,
        widget=forms.Select(attrs={"data-relation": True}),
    )
    value = forms.CharField(
        label=_("Value. Separate several with commas. Leave it empty for yes or no"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-value": True}),
    )

    def __init__(self, row: Row, place: str, vocabulary: Vocabulary, *, is_wrong: bool) -> None:
        super().__init__(prefix=place, initial={"fact": row.fact, "relation": row.relation, "value": row.value})
        self.fields["fact"].widget = FactSelect(vocabulary)
        self.is_wrong = is_wrong


class GroupForm(NumberedForm):
    """A group of rows. `conditions`: its rows."""

    join = forms.ChoiceField(
        label=_("How the conditions are combined"),
        choices=[("all", _("All of these apply")), ("any", _("At least one of these applies"))],
    )
    rows = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, join: str, rows: list[Row], number: int, vocabulary: Vocabulary, *, wrong: Row | None) -> None:
        super().__init__(prefix=str(number), initial={"join": join, "rows": len(rows)})
        self.conditions = [
            RowForm(row, f"{number}-{at}", vocabulary, is_wrong=row == wrong) for at, row in enumerate(rows)
        ]


def group_forms(now: RuleDraft, wrong: Row | None) -> list[GroupForm]:
    return [
        GroupForm(join, rows, number, now.vocabulary, wrong=wrong) for number, (join, rows) in enumerate(now.groups)
    ]


# ── Actions on a version.


class VersionForm(PageForm):
    """The version that an action is about."""

    auto_id = "dry-run-%s"
    number = forms.IntegerField(
        label=_("Version"), min_value=1, max_value=99_999, widget=forms.HiddenInput(attrs={"autocomplete": "off"})
    )


class ProposeForm(VersionForm):
    auto_id = "%s"
    expires = DayField(label=_("Last day"))
    justification = LinesField(
        label=_("Justification of the disparity"),
        help_text=_(
            "The rule matches some groups more often than others. It cannot be approved without a written justification"
        ),
        max_length=MAX_REASON_CHARS,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = timezone.now().date() + timedelta(days=MAX_DAYS_IN_FORCE - 2)
        self.fields["expires"].help_text = _("%(day)s at the latest: a rule is approved for six months") % {"day": last}


class ApproveForm(VersionForm):
    auto_id = "approve-%s"
    justification = LinesField(
        label=_("Justification of the disparity"),
        help_text=_("Read the tables above. Your justification is stored beside the proposer's"),
        max_length=MAX_REASON_CHARS,
        required=False,
    )


class DeclineForm(VersionForm):
    auto_id = "decline-%s"
    why = LinesField(label=_("Reason for the rejection"), rows=2, max_length=MAX_REASON_CHARS)


class WithdrawForm(VersionForm):
    auto_id = "withdraw-%s"
    why = LinesField(
        label=_("Reason for the withdrawal"),
        help_text=_(
            "From the next message on the rule is not evaluated. Its alerts that nobody has reviewed expire within"
            " minutes"
        ),
        rows=2,
        max_length=MAX_REASON_CHARS,
    )


# ── The board.


class RulesFilter(PageForm):
    """Filter of the board, in its URL."""

    auto_id = "filter-%s"
    marks_optional = False
    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.SearchInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    show = forms.ChoiceField(label=_("Status"), choices=_labelled(SHOWN), required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=[ANY, *_labelled(SEVERITIES)], required=False)
    subject = forms.ChoiceField(label=_("Subject"), choices=[ANY, *_labelled(tuple(SUBJECTS))], required=False)


class RulesFileForm(PageForm):
    auto_id = "import-%s"
    file = forms.FileField(
        label=_("File of rules (JSON)"),
        help_text=_("The rules become drafts to be tested, proposed and approved here. Existing rules do not change"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/json,.json"}),
    )
