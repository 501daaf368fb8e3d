"""Why a paper cannot be issued, or what will be missing on it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem
from qosqanat.grading.models import Sheet
from qosqanat.regulation.lifecycles import DOCUMENT, find
from qosqanat.studies.models import Course

from .enums import DocumentState, Form, LeftOut, PaperLanguage
from .models import BatchRow, Document
from .papers.render import LONGEST_TEXT, PaperRefused

MOST_AT_ONCE = 500


def problems_of_paper(form: str, course: Course, language: str) -> Iterator[Problem]:
    """Why `form` of `course` cannot be printed (Y-6.3, Y-7.4.b1); a missing official name only warns."""
    if not Sheet.objects.live().filter(course=course).exists():
        text = _("%(course)s has no sheets yet: the head of department issues them first.")
        yield Problem(text % {"course": course.title}, "Y-6.5.1")
    yield from missing_names(course, language, with_partner=form != Form.EXAM_SHEET)


def missing_names(course: Course, language: str, *, with_partner: bool = True) -> Iterator[Problem]:
    """Names that the paper will show in another language than its own."""
    named = [course.university, course.department, course, *([course.enterprise] if with_partner else [])]
    wanted = (PaperLanguage.KAZAKH, PaperLanguage.RUSSIAN) if language == PaperLanguage.BOTH else (language,)
    texts = {
        PaperLanguage.KAZAKH: _("“%(name)s” has no Kazakh name: the paper shows the one that is known."),
        PaperLanguage.RUSSIAN: _("“%(name)s” has no Russian name: the paper shows the one that is known."),
    }
    for thing in named:
        for one in wanted:
            if thing and one in thing.missing_names:
                yield Problem(texts[PaperLanguage(one)] % {"name": thing.name}, blocking=False)


def unprintable(refusal: PaperRefused) -> Problem:
    """The sentence of a text that no form can print."""
    if refusal.reason == "length":
        text = _(
            "The text “%(start)s…” has %(count)s characters; a form prints at most %(most)s. Shorten it and print again."
        )
        return Problem(text % {"start": refusal.text[:40], "count": len(refusal.text), "most": LONGEST_TEXT})
    signs = ", ".join(f"U+{ord(letter):04X}" for letter in refusal.text)
    text = _(
        "The letter “%(letter)s” (%(code)s) is not in the font of the official forms. Correct the text and print again."
    )
    return Problem(text % {"letter": refusal.text, "code": signs})


def problems_of_batch(count: int) -> Iterator[Problem]:
    """Why `count` papers cannot be prepared at once."""
    if not count:
        yield Problem(_("Nothing to print was chosen: choose a course that has sheets."))
    elif count > MOST_AT_ONCE:
        text = _("%(count)s papers were chosen; at most %(most)s are prepared at once. Choose fewer courses.")
        yield Problem(text % {"count": count, "most": MOST_AT_ONCE})


def why_left_out(row: BatchRow) -> Problem | None:
    """The sentence of a row that was not printed."""
    if row.left_out in {LeftOut.LETTER, LeftOut.LENGTH}:
        return unprintable(
            PaperRefused("letter" if row.left_out == LeftOut.LETTER else "length", row.offender)
        )
    texts = {
        LeftOut.NOTHING: _("There is nothing to print: the sheet was withdrawn, or none was issued."),
        LeftOut.RIGHT: _(
            "You have no right to issue this paper any more: ask the head of department or the registrar."
        ),
    }
    return Problem(texts[LeftOut(row.left_out)]) if row.left_out else None


def problems_of_revoking(document: Document, reason: str) -> Iterator[Problem]:
    """Only a valid paper is revoked, with a reason."""
    if document.state not in find(DOCUMENT, "revoke").sources:
        text = _("The paper is %(state)s already: only a valid one can be revoked.")
        yield Problem(text % {"state": DocumentState(document.state).label})
    if not reason.strip():
        yield Problem(_("Write why the paper is revoked."), field="reason")
    elif len(reason.strip()) > 300:
        yield Problem(_("The reason has more than 300 characters: shorten it."), field="reason")
