"""The teacher's desk: own courses with what they need now, and the tasks of independent work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.core.problems import Problem, Refused
from qosqanat.grading.actions import set_iws_tasks
from qosqanat.grading.book import books_of
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common.finding import lines_found
from qosqanat.web.common.forms import WordsForm
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import MainAct, Number, address, first_of
from qosqanat.web.common.lists import Listing
from qosqanat.web.common.terms import terms_of

from .forms import CourseFilter, period_forms
from .lines import Line, lines_of
from .lists import COURSES, DANGER, TESTS


@needs("score.enter_work")
def home(request: ActingRequest) -> HttpResponse:
    """Courses of the semester, and three numbers that each open the list behind them (Y-7.6.b2)."""
    listing, terms = Listing(request, COURSES), terms_of(request)
    form = CourseFilter(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {}
    lines, only_tasks = lines_of(request, terms.shown), wanted.get("show") == "tasks"
    found = [line for line in lines if line.task_problems or not only_tasks]
    if wanted.get("q"):
        fitting = Course.objects.filter(pk__in=[line.course.pk for line in found]).matching(wanted["q"])
        keys = set(fitting.order_by().values_list("pk", flat=True))
        found = [line for line in found if line.course.pk in keys]
    numbers = _numbers(request, lines, only_tasks)
    frame = {"terms": terms, "numbers": numbers, "main_act": _first(numbers)}
    return listing.answer(found, form, "teacher/home.html", **frame)


def _numbers(request: ActingRequest, lines: list[Line], only_tasks: bool) -> list[Number]:
    untested = sum(len(line.untested) for line in lines)
    without = sum(bool(line.task_problems) for line in lines)
    endangered = sum(len(line.endangered) for line in lines)
    tasks = address(request, "teacher:home", show="tasks")
    missing = ngettext(
        "test of the last finished week not entered", "tests of the last finished week not entered", untested
    )
    incomplete = ngettext(
        "course whose tasks are missing or do not add up",
        "courses whose tasks are missing or do not add up",
        without,
    )
    worry = ngettext(
        "student in danger of not being admitted", "students in danger of not being admitted", endangered
    )
    return [
        Number(
            "tests",
            untested,
            missing,
            address(request, "teacher:tests"),
            "Y-6.4",
        ),
        Number("tasks", without, incomplete, tasks, "Y-6.4", current=only_tasks),
        Number(
            "danger",
            endangered,
            worry,
            address(request, "teacher:danger"),
            "Y-6.7",
        ),
    ]


def _first(numbers: list[Number]) -> MainAct | None:
    tests, tasks, danger = numbers
    return first_of(
        [
            (tests.value, MainAct(_("Enter the tests"), tests.href)),
            (tasks.value, MainAct(_("Set the tasks"), tasks.href)),
            (danger.value, MainAct(_("See who is in danger"), danger.href)),
        ]
    )


@needs("score.enter_work")
def danger(request: ActingRequest) -> HttpResponse:
    """Students whose admission is out of reach or in danger, the worst first (Y-6.7)."""
    listing, terms = Listing(request, DANGER), terms_of(request)
    form = WordsForm(listing.query)
    rows = [row for line in lines_of(request, terms.shown) for row in line.endangered]
    rows.sort(key=lambda row: (row.needed is not None, row.reachable_admission))
    found = lines_found(rows, _text(form), lambda row: row.sheet)
    return listing.answer(found, form, "teacher/danger.html", terms=terms)


def _text(form: WordsForm) -> str:
    return form.cleaned_data["q"] if form.is_valid() else ""


@needs("score.enter_work")
def tests(request: ActingRequest) -> HttpResponse:
    """Students without a test of the last finished week."""
    listing, terms = Listing(request, TESTS), terms_of(request)
    form = WordsForm(listing.query)
    rows = [(line, row) for line in lines_of(request, terms.shown) for row in line.untested]
    found = lines_found(rows, _text(form), lambda pair: pair[1].sheet)
    return listing.answer(found, form, "teacher/tests.html", terms=terms)


@needs("score.enter_work")
def tasks(request: ActingRequest, pk: int) -> HttpResponse:
    """The independent-work tasks of a course: enough for each rating period (Y-6.4)."""
    courses = request.reachable(Course, "score.enter_work").select_related("term", "university", "department")
    course = get_object_or_404(courses, pk=pk)
    book = books_of([course], request.who.at).get(course.pk)
    if book is None:
        return render(request, "sheets/not_issued.html", {"course": course})
    data = request.POST if request.method == "POST" else None
    periods, problems = period_forms(book, data), list[Problem]()
    adding = any(period.grown for period in periods)
    if data is not None and not adding and all(period.is_valid() for period in periods):
        try:
            plan = [task for period in periods for task in period.plan]
            set_iws_tasks(course, plan, **request.who.acting("score.enter_work", course))
            messages.success(request, _("The tasks are saved."))
            return redirect("teacher:home")
        except Refused as refusal:
            problems = refusal.problems
    wrong = [
        field for period in periods for form in period.forms for field in form if not adding and field.errors
    ]
    frame = {
        "course": course,
        "periods": periods,
        "fewest": book.course.term.regulation.fewest_tasks,
        "problems": problems,
        "wrong": wrong,
        "adding": adding,
        "sign": get_format("DECIMAL_SEPARATOR"),
    }
    return render(request, "teacher/tasks.html", frame, status=422 if problems or wrong else 200)
