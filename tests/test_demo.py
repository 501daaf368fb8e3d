"""The demo shows the product: what it makes is there to be looked at, at every desk of every sign-in."""

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from qosqanat import serve
from qosqanat.demo import cast, command, load, marking
from qosqanat.demo.command import OPENS_AT
from qosqanat.documents.enums import BatchState, DocumentState
from qosqanat.documents.models import Batch, Document
from qosqanat.grading.enums import ExamState, SheetState
from qosqanat.grading.models import ExamSheet, IwsTask, Reopening, ScoreEvent, Sheet, WeekHandover
from qosqanat.people.models import Account, SavedView, Token
from qosqanat.web.common.desks import desks_of

# of one adviser's few groups nobody's marks were changed afterwards, and of one enterprise no mentor is late: the page says so
QUIET = {"dulati-adviser: /overview/changes/", "dulati-representative: /overview/mentors/"}


@contextmanager
def _silent(title: str) -> Iterator[object]:
    yield lambda detail: None


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    """The smaller of the two universities, at the moment when the demo opens."""
    monkeypatch.setattr(cast, "UNIVERSITIES", {"dulati": cast.UNIVERSITIES["dulati"]})
    with time_machine.travel(OPENS_AT, tick=False):
        load.load(_silent)  # type: ignore[arg-type]
        yield


def test_every_kind_of_record_is_there_and_no_list_of_any_sign_in_is_empty(demo: None) -> None:
    states = set(Document.objects.values_list("state", flat=True))
    assert states == {DocumentState.VALID, DocumentState.REPLACED, DocumentState.REVOKED}
    for batch in Batch.objects.all():
        assert batch.state == BatchState.READY and batch.offers_file(OPENS_AT)
    assert set(Sheet.objects.values_list("state", flat=True)) == {
        SheetState.ISSUED,
        SheetState.RETURNED,
        SheetState.ARCHIVED,
    }
    assert set(ExamSheet.objects.values_list("kind", "state")) == {
        ("main", ExamState.CLOSED),
        ("retake", ExamState.ISSUED),
    }
    late = [one for one in WeekHandover.objects.all() if one.handed_at > one.course.term.closes_at(one.week)]
    assert 0 < len(late) < WeekHandover.objects.count() / 2
    (reopened,) = Reopening.objects.all()
    assert reopened.until > OPENS_AT and reopened.reason
    assert SavedView.objects.filter(role="registrar").exists() and SavedView.objects.filter(role="").exists()
    assert Token.objects.live(OPENS_AT).count() == 1
    disputed = ScoreEvent.objects.filter(sheet__course=reopened.course, number=reopened.week)
    first, second = disputed.filter(component="practice").order_by("-pk")[:2]
    assert first.sheet_id == second.sheet_id and first.author_id != second.author_id
    assert first.value != second.value
    assert set(marking.TASKS) >= set(IwsTask.objects.exclude(title="").values_list("title", flat=True))
    counts = {place: n for account in Account.objects.all() for place, n in _lists(account)}
    assert len(counts) > 12 and {place for place, n in counts.items() if not n} == QUIET


def _lists(account: Account) -> Iterator[tuple[str, int]]:
    """The lists on the pages of the account's desks, each with its length."""
    client = Client()
    client.force_login(account)
    who = client.get(reverse("home"), follow=True).wsgi_request.who
    for desk in desks_of(who.roles):
        for _label, place in desk.pages_for(who):
            answer = client.get(place, follow=True)
            assert answer.status_code == 200, (account, place)
            page = answer.context.get("page") if answer.context else None
            if hasattr(page, "paginator"):
                yield f"{account.username}: {place}", page.paginator.count


class Begun(Exception):
    """A process that would have begun in place of this one."""


def test_what_serves_the_demo_has_printed_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The printer's threads do not live on in a forked server: printing there would never end."""

    def begin(program: str, words: list[str]) -> NoReturn:
        raise Begun(words[1:4])

    monkeypatch.setenv("QOSQANAT_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(command, "_environment", lambda folder, port: folder.mkdir())
    monkeypatch.setattr(serve, "prepare", lambda: None)
    monkeypatch.setattr(load, "load", lambda step: None)
    monkeypatch.setattr(os, "execv", begin)
    with pytest.raises(Begun, match=r"qosqanat\.cli.*demo"):
        command.run(Namespace(port=1, fresh=False, load_only=False))
    assert (tmp_path / "ready").exists()
