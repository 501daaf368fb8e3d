"""Forms of the teacher's desk."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from qosqanat.grading.actions.tasks import Plan
from qosqanat.grading.book import Book
from qosqanat.regulation.schemes import Period
from qosqanat.web.common.forms import HouseForm
from qosqanat.web.templatetags.points import points

LEAST, MOST = 2, 20


def read_points(text: object) -> Decimal | None:
    try:
        value = Decimal(str(text).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and -1000 < value < 1000 else None


class CourseFilter(HouseForm):
    says_optional = False
    q = forms.CharField(label=_("Course, group, mentor or enterprise"), required=False, max_length=100)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("all courses")), ("tasks", _("tasks missing or not adding up"))],
    )


class PointsField(forms.DecimalField):
    """Points with a comma or a point as the decimal sign."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-qq-cap": ""})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class TaskForm(HouseForm):
    """One task; both fields empty: no task."""

    title = forms.CharField(label=_("Task"), max_length=200, required=False)
    cap = PointsField(label=_("Maximum"), max_digits=5, decimal_places=2, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("title") and "cap" in data and data["cap"] is None:
            self.add_error("cap", _("Enter the maximum of the task."))
        if data.get("cap") is not None and not data.get("title"):
            self.add_error("title", _("Every task needs a title."))
        return data


class PeriodForms:
    """The tasks of one rating period as rows of a form set that can grow without scripts."""

    def __init__(self, period: Period, data: QueryDict | None, initial: list[dict[str, Any]]):
        self.period = period
        wish = data.get(f"rows-{period.number}", "") if data is not None else ""
        count = int(wish) if wish.isascii() and wish.isdecimal() and len(wish) < 4 else len(initial)
        self.grown = data is not None and data.get("add") == str(period.number)
        self.count = min(max(count + self.grown, LEAST), MOST)
        self.forms = [
            TaskForm(data, prefix=f"p{period.number}-{n}", initial=dict(enumerate(initial)).get(n))
            for n in range(self.count)
        ]

    @property
    def full(self) -> bool:
        return self.count >= MOST

    @property
    def sum(self) -> Decimal:
        """What the maxima add up to as they stand in the form; unreadable ones count 0."""
        values = (read_points(form["cap"].value()) for form in self.forms)
        return sum((value for value in values if value is not None), Decimal(0))

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    @property
    def plan(self) -> list[Plan]:
        rows = [form.cleaned_data for form in self.forms]
        return [(self.period.number, row["title"], row["cap"]) for row in rows if row["title"]]


def period_forms(book: Book, data: QueryDict | None) -> list[PeriodForms]:
    """One `PeriodForms` for each rating period that has points of independent work."""
    return [
        PeriodForms(
            period,
            data,
            [
                {"title": t.title, "cap": points(t.cap)}
                for t in book.tasks.values()
                if t.period == period.number
            ],
        )
        for period in book.rules.periods
        if period.iws_cap
    ]
