"""Why a contract with an enterprise, or a post there, may not be written so."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem
from qosqanat.people.models import Person, Unit

from .enums import PostKind
from .models import Agreement, Enterprise, Post


def agreement_problems(agreement: Agreement, day: date) -> Iterator[Problem]:
    """A contract in force has a number of its own, was signed by `day` and ends later (Y-5.10.b1)."""
    if not agreement.number:
        yield Problem(_("Enter the number of the contract."), "Y-5.10.b1", field="number")
    same = Agreement.objects.filter(
        university=agreement.university_id, enterprise=agreement.enterprise_id, number=agreement.number
    )
    if same.exclude(pk=agreement.pk).exists():
        text = _("Contract No %(number)s with %(enterprise)s is there already: correct that one.")
        values = {"number": agreement.number, "enterprise": agreement.enterprise}
        yield Problem(text % values, "Y-5.10.b1", field="number")
    if agreement.signed_on and agreement.signed_on > day:
        text = _("The contract date lies in the future: enter the contract when it is signed.")
        yield Problem(text, "Y-5.10.b1", field="signed_on")
    if agreement.signed_on and agreement.ends_on and agreement.ends_on < agreement.signed_on:
        text = _("The contract ends before it was signed: correct one of the days.")
        yield Problem(text, "Y-5.9", field="ends_on")


def representative_problems(
    person: Person, enterprise: Enterprise, university: Unit, starts_on: date, ends_on: date | None
) -> Iterator[Problem]:
    """Somebody represents an enterprise towards a university once at a time."""
    if ends_on and ends_on < starts_on:
        yield Problem(_("The end lies before the beginning."), field="ends_on")
        return
    posts = Post.objects.filter(person=person, enterprise=enterprise, kind=PostKind.REPRESENTATIVE)
    same = Q(university=None) | Q(university=university)
    overlap = Q(ends_on=None) | Q(ends_on__gte=starts_on)
    if ends_on:
        overlap &= Q(starts_on__lte=ends_on)
    if posts.filter(same & overlap | Q(starts_on=starts_on)).exists():
        text = _("%(name)s represents this enterprise already in that time.")
        yield Problem(text % {"name": person}, field="enterprise")


def post_end_problems(post: Post, ends_on: date) -> Iterator[Problem]:
    """A post ends after it began."""
    if ends_on < post.starts_on:
        text = _("The post began on %(day)s and cannot end before.")
        yield Problem(text % {"day": date_format(post.starts_on)}, field="ends_on")
