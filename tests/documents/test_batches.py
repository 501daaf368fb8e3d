"""Papers in number: asked for once, printed once, whatever happens to the worker in between."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from qosqanat.core.problems import Refused
from qosqanat.documents import actions, tasks
from qosqanat.documents.actions import batches
from qosqanat.documents.models import Batch, Document
from qosqanat.documents.problems import why_left_out
from qosqanat.files.models import StoredFile
from qosqanat.grading.models import Sheet
from qosqanat.people.models import Act, Role
from tests.cast import AT, House
from tests.web.desks import another_course

LATER = AT + timedelta(days=8)


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """The worker reads the clock: it stands at the cast's moment."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Jobs are noted instead of done: the test is the worker."""
    jobs: list[tuple[str, int]] = []
    monkeypatch.setattr(batches, "enqueue", lambda path, pk: jobs.append((path, pk)))
    return jobs


def asked(house: House, **how: Any) -> Batch:
    how = {"language": "kk", "bundle": "zip", "by": house.registrar, "at": AT} | how
    form, subjects = how.pop("form", "sheet_student"), how.pop("subjects", None) or house.sheets
    return actions.ask(form, subjects, **how)


def outcome(batch: Batch) -> list[str]:
    return [row.left_out or ("printed" if row.document_id else "waits") for row in batch.rows.all()]


def papers_in(batch: Batch) -> list[str]:
    assert batch.file
    return zipfile.ZipFile(io.BytesIO(batch.file.read())).namelist()


def test_every_sheet_is_printed_and_handed_over_in_order(house: House) -> None:
    batch = asked(house, language="kk+ru")
    batch.refresh_from_db()
    assert (batch.state, outcome(batch)) == ("ready", ["printed"] * 3)
    names = papers_in(batch)
    assert [name.split(",")[0] for name in names] == [
        "UBT 3305/001 Айдынұлы Шыңғыс",
        "UBT 3305/002 Ілиясова Әлия Қанатқызы",
        "UBT 3305/003 Юсупов Тимур Рустамович",
    ]
    assert {paper.language for paper in Document.objects.all()} == {"kk+ru"}
    assert {act.action for act in Act.objects.filter(by=house.registrar)} == {
        "document.ask",
        "document.issue",
    }


def test_one_pdf_has_the_pages_of_every_paper(house: House) -> None:
    batch = asked(house, bundle="pdf")
    batch.refresh_from_db()
    assert batch.file and batch.file.media_type == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(batch.file.read())).pages]
    assert len(pages) == 3
    assert "Айдынұлы" in pages[0] and "Ілиясова" in pages[1] and "Юсупов" in pages[2]


def test_a_killed_job_goes_on_where_it_stopped(
    house: House, queued: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SLICE", 1)
    batch = asked(house)
    assert queued == [(batches.JOB, batch.pk)]
    assert actions.print_some(batch, at=AT)
    assert outcome(batch) == ["printed", "waits", "waits"]
    first = Document.objects.get()

    def killed(*args: object, **how: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(batches, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.prepare(batch.pk)
    assert outcome(batch) == ["printed", "waits", "waits"] and Document.objects.count() == 1
    tasks.prepare(batch.pk)
    tasks.prepare(batch.pk)
    assert outcome(batch) == ["printed"] * 3
    assert Document.objects.count() == 3 and Document.objects.first() != first
    assert Act.objects.filter(action="document.issue").count() == 3


def test_asking_again_prints_nothing_again(house: House) -> None:
    first, second = asked(house), asked(house)
    assert Document.objects.count() == 3
    assert [row.document_id for row in first.rows.all()] == [row.document_id for row in second.rows.all()]
    files = {batch.file_id for batch in Batch.objects.all()}
    assert len(files) == 2 and None not in files


def test_what_cannot_be_printed_is_left_out_with_its_reason(
    house: House, queued: list[tuple[str, int]]
) -> None:
    batch = asked(house)
    horse, gone, _good = house.sheets
    person = horse.student.person
    person.given_name = "Шыңғыс 🐎"
    person.save()
    Sheet.objects.filter(pk=gone.pk).update(state="withdrawn")
    tasks.prepare(batch.pk)
    assert outcome(batch) == ["letter", "nothing", "printed"]
    reasons = [str(why_left_out(row)) for row in batch.rows.all()]
    assert "The letter “🐎” (U+1F40E)" in reasons[0] and "nothing to print" in reasons[1]
    batch.refresh_from_db()
    assert batch.state == "ready" and len(papers_in(batch)) == 1


def test_who_lost_the_right_prints_no_more(house: House, queued: list[tuple[str, int]]) -> None:
    batch = asked(house)
    Role.objects.filter(person=house.registrar).update(ends_on=AT.date() - timedelta(days=1))
    tasks.prepare(batch.pk)
    batch.refresh_from_db()
    assert outcome(batch) == ["right"] * 3 and batch.file is None and not Document.objects.exists()


def test_cancelling_stops_and_keeps_what_is_printed(
    house: House, queued: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SLICE", 2)
    batch = asked(house)
    actions.print_some(batch, at=AT)
    actions.cancel(batch, by=house.registrar, at=AT)
    tasks.prepare(batch.pk)
    batch.refresh_from_db()
    assert outcome(batch) == ["printed", "printed", "waits"] and batch.file is None
    assert {paper.state for paper in Document.objects.all()} == {"valid"}
    actions.cancel(batch, by=house.registrar, at=LATER)
    batch.refresh_from_db()
    assert batch.ended_at == AT


def test_a_paper_printed_meanwhile_is_taken_as_it_is(
    house: House, queued: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = asked(house)
    sheet = house.sheets[0]
    drafts = batches.drafts_of

    def and_then_somebody_prints(*args: Any) -> Any:
        found = drafts(*args)
        if not Document.objects.exists():
            actions.issue("sheet_student", sheet, language="kk", by=house.head, at=AT)
        return found

    monkeypatch.setattr(batches, "drafts_of", and_then_somebody_prints)
    tasks.prepare(batch.pk)
    assert outcome(batch) == ["printed"] * 3 and Document.objects.count() == 3
    assert Document.objects.get(sheet=sheet).issued_by == house.head


def test_the_file_is_forgotten_when_its_time_is_over(house: House) -> None:
    batch = asked(house)
    batch.refresh_from_db()
    file = batch.file
    assert file and batch.offers_file(AT) and not batch.offers_file(LATER)
    assert actions.forget_expired(at=AT) == 0
    assert actions.forget_expired(at=LATER) == 1
    batch.refresh_from_db()
    assert batch.file is None and not StoredFile.objects.filter(pk=file.pk).exists()
    assert all(row.document.file.is_intact() for row in batch.rows.all())


@pytest.mark.django_db(transaction=True)
def test_the_bytes_go_when_the_forgetting_is_committed(transactional_db: None, house: House) -> None:
    batch = asked(house)
    batch.refresh_from_db()
    assert batch.file
    path = batch.file.path
    assert path.exists()
    actions.forget_expired(at=LATER)
    assert not path.exists()


def test_a_batch_that_stands_still_is_set_going_once(house: House, queued: list[tuple[str, int]]) -> None:
    batch = asked(house)
    actions.go_on(batch, by=house.registrar, at=AT + timedelta(minutes=1))
    assert len(queued) == 1
    actions.go_on(batch, by=house.registrar, at=AT + timedelta(minutes=3))
    actions.go_on(batch, by=house.registrar, at=AT + timedelta(minutes=4))
    assert len(queued) == 2


@pytest.mark.parametrize(("count", "words"), [(0, "Nothing to print"), (501, "at most 500")])
def test_nothing_and_too_much_are_refused(house: House, count: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.ask(
            "sheet_student", house.sheets[:1] * count, language="kk", bundle="zip", by=house.head, at=AT
        )
    assert not Batch.objects.exists()


def test_facts_are_read_with_the_same_queries_for_one_course_and_for_six(house: House) -> None:
    def reads(subjects: list[Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            batches.drafts_of("sheet_course", subjects, "kk", AT)
        return len(queries)

    courses = [house.course, *(another_course(house, number) for number in range(5))]
    sheets = list(Sheet.objects.live().select_related("course__term"))
    assert reads(courses[:1]) == reads(courses)

    def of_students(subjects: list[Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            batches.drafts_of("sheet_student", subjects, "kk", AT)
        return len(queries)

    assert len(sheets) == 18 and of_students(sheets[:1]) == of_students(sheets)
