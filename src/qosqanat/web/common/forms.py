"""Forms in the GOV.UK manner: summary first, the same words beside the field, input kept, no bubbles."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from qosqanat.core.problems import Refused
from qosqanat.people.models import Unit

CLASSES: dict[type[forms.Widget], str] = {
    forms.Select: "form-select",
    forms.CheckboxInput: "form-check-input",
    forms.CheckboxSelectMultiple: "qq-choices",
    forms.RadioSelect: "qq-choices",
}
TYPED: Any = _("“%(label)s” is empty. Fill in this field.")
# What is said of a field that must not be left alone: it names the field and the next step.
LEFT_EMPTY: dict[type[forms.Field], Any] = {
    forms.ChoiceField: _("“%(label)s”: nothing is chosen. Choose one of the answers."),
    forms.ModelChoiceField: _("“%(label)s”: nothing is chosen. Choose one of the answers."),
    forms.BooleanField: _("“%(label)s” is not ticked. Tick it to go on."),
    forms.FileField: _("“%(label)s”: no file is chosen. Choose a file on your device."),
}
# What a list says before anything is chosen, in place of Django's dashes.
DASHES = BLANK_CHOICE_DASH[0][1]
CHOOSE, NONE = _("Choose"), _("none")
DJANGO_S_OWN = forms.Field.default_error_messages["required"]


def status_of(*given: forms.BaseForm | None) -> int:
    """The status of a page that shows forms: 422 while one of them is refused, else 200."""
    return 422 if any(form is not None and form.errors for form in given) else 200


class HouseRenderer(DjangoTemplates):
    form_template_name = "common/form.html"
    field_template_name = "common/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("common/"):
            from django.template.loader import get_template

            return get_template(template_name)
        return super().get_template(template_name)


class HouseLook:
    """The house's look and no browser validation, for forms of other libraries too."""

    use_required_attribute = False
    # False in filters and mappings, where leaving a field alone is the rule
    says_optional = True
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", CLASSES.get(type(field.widget), "form-control"))
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
                field.empty_label = CHOOSE if field.required else NONE

    def full_clean(self) -> None:
        """Check what was sent; a field without words of its own for being empty gets the house's."""
        for name, field in self.fields.items():
            if field.error_messages.get("required") is DJANGO_S_OWN:
                words = next((LEFT_EMPTY[kind] for kind in type(field).__mro__ if kind in LEFT_EMPTY), TYPED)
                field.error_messages["required"] = words % {"label": self[name].label}  # type: ignore[index]
        super().full_clean()  # type: ignore[misc]


class HouseForm(HouseLook, forms.Form):
    """Base of every form: refusals of an action are shown as its own errors."""

    def refused(self, refusal: Refused) -> None:
        """Show why an action refused, beside the field that a problem names."""
        for problem in refusal.problems:
            self.add_error(problem.field if problem.field in self.fields else None, str(problem))


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReasonForm(HouseForm):
    """Why something is done, where a reason must be given."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Enter the reason.")}
    )


class EndForm(HouseForm):
    """The last day of something, and why it ends."""

    ends_on = Day(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class WordsForm(HouseForm):
    """The filter of a list of students in courses: their words, and those of the sheet between them."""

    says_optional = False
    q = forms.CharField(label=_("Student, course or number of the sheet"), required=False, max_length=100)


class UnitWordsForm(WordsForm):
    """`WordsForm` with the departments, or their faculties, whose rows are shown."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Faculty or department"), required=False, empty_label=_("all")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ForUniversity(HouseForm):
    """Says in `university` for which one it is done; asked only of those who act for several."""

    university = forms.ModelChoiceField(Unit.objects.none(), label=_("University"), empty_label=None)

    def __init__(self, *args: Any, universities: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["university"]
        field.queryset = universities
        self._only = universities[0] if len(universities) == 1 else None
        if self._only:
            del self.fields["university"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | {"university": self._only} if self._only else cleaned
