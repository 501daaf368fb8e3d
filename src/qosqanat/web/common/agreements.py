"""How the state of a cooperation contract looks, the same on every page, and where a contract is put right."""

from dataclasses import replace

from django.urls import reverse

from qosqanat.core.problems import Problem
from qosqanat.partners.enums import AgreementState
from qosqanat.studies.models import Course

TONES = {
    AgreementState.ACTIVE: "qq-good",
    AgreementState.ENDING: "qq-late",
    AgreementState.EXPIRED: "qq-bad",
    AgreementState.UNSIGNED: "qq-bad",
    AgreementState.OPEN: "",
}


def with_contract(course: Course, problem: Problem) -> Problem:
    """The same problem with the address where the contract behind it is entered or extended, for who may do so."""
    enterprise = course.enterprise
    if problem.field != "enterprise" or enterprise is None:
        return problem
    if any(one.university_id == course.university_id for one in enterprise.agreements.all()):
        return replace(problem, fix_url=reverse("agreements:home", query={"q": enterprise.name}))
    return replace(problem, fix_url=reverse("agreements:new", query={"enterprise": enterprise.pk}))
