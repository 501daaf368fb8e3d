"""A run from upload to confirmation, with small files."""

from datetime import date

import pytest

from qosqanat.core.problems import Refused
from qosqanat.files.models import StoredFile
from qosqanat.intake import actions, vault
from qosqanat.intake.draft import Draft
from qosqanat.intake.enums import RunState
from qosqanat.intake.models import ColumnMapping, ImportRun
from qosqanat.people.models import Act, Person, Unit
from qosqanat.spreadsheets.refusal import FileRefused
from qosqanat.studies.models import Group, Programme, Student

from .conftest import AT, Bring, Empty

HEAD = "ID в АИС;Группа;Курс;Шифр ОП;ФИО;ИИН;Дата рождения;Телефон;Кафедра;Факультет\n"
ROWS = (
    "41201;МГІ-24-1;3;6B07201;Айдынұлы Шыңғыс;;04.02.2008;8 702 004 69 30;Мұнай-газ ісі;Инжиниринг\n"
    "41202;МГІ-24-1;3;6B07201;Ілиясова Әлия Қанатқызы;;05.02.2008;;Мұнай-газ ісі;Инжиниринг\n"
)


def listed(rows: str = ROWS) -> bytes:
    return (HEAD + rows).encode()


def verdicts(run: ImportRun) -> dict[str, str]:
    return {
        row.title: row.verdict
        for row in actions.outcome_of(run).rows
        if row.key.startswith(("student", "row"))
    }


def test_nothing_but_the_run_is_written_before_confirmation(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed())
    assert verdicts(run) == {"Айдынұлы Шыңғыс": "new", "Ілиясова Әлия Қанатқызы": "new"}
    assert not Student.objects.exists() and not Group.objects.exists() and not Act.objects.exists()
    actions.apply(run, by=bare.office, at=AT)
    assert Student.objects.count() == 2, "the control: confirmation does write"
    assert Act.objects.filter(action="import.apply").count() == 1


def test_every_record_that_came_or_changed_has_the_file_in_its_history(bare: Empty, bring: Bring) -> None:
    actions.apply(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    came = Act.objects.filter(action="import.create")
    assert set(came.values_list("subject_type", "subject_id")) == {
        ("studies.student", student.pk) for student in Student.objects.all()
    }
    assert {(act.by, act.university, act.detail["file"]) for act in came} == {
        (bare.office, bare.university, "list.csv")
    }
    changed = listed(ROWS.replace("Айдынұлы", "Айдынов"))
    actions.apply(bring("contingent", "later.csv", changed), by=bare.office, at=AT)
    act = Act.objects.get(action="import.change")
    assert act.subject_id == Student.objects.get(number="41201").person_id
    assert act.detail == {"file": "later.csv", "changed": {"surname": ["Айдынұлы", "Айдынов"]}}


@pytest.mark.parametrize(
    ("name", "counted_in"),
    [("list.csv", "2026-2027"), ("контингент 2025-2026.csv", "2025-2026")],
)
def test_a_year_of_study_is_told_with_its_academic_year(
    bare: Empty, bring: Bring, name: str, counted_in: str
) -> None:
    actions.apply(bring("contingent", name, listed()), by=bare.office, at=AT)
    group = Group.objects.get()
    assert (group.year, group.counted_in) == (3, counted_in)
    assert group.year_in("2024-2025") == 3 - (int(counted_in[:4]) - 2024)


def test_the_file_lies_sealed(bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed())
    assert "Айдынұлы".encode() not in run.file.read() and "Айдынұлы".encode() not in run.plan.read()  # type: ignore[union-attr]
    assert vault.bring(run.file) == listed()


def test_a_changed_row_says_old_and_new(bare: Empty, bring: Bring) -> None:
    actions.apply(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    run = bring("contingent", "list.csv", listed(ROWS.replace("Айдынұлы", "Айдынов")))
    assert verdicts(run) == {"Айдынов Шыңғыс": "changed", "Ілиясова Әлия Қанатқызы": "unchanged"}
    changes = actions.outcome_of(run).with_verdict("changed")[0].changes
    assert [(change.name, change.old, change.new) for change in changes] == [
        ("surname", "Айдынұлы", "Айдынов")
    ]
    actions.apply(run, by=bare.office, at=AT)
    assert Person.objects.get(surname="Айдынов").sort_key > ""


def test_an_empty_cell_wipes_nothing(bare: Empty, bring: Bring) -> None:
    actions.apply(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    run = bring("contingent", "list.csv", listed(ROWS.replace("8 702 004 69 30", "")))
    assert run.counts["changed"] == 0
    assert Person.objects.get(surname="Айдынұлы").phone == "+77020046930"


def test_an_error_in_the_middle_undoes_the_whole_file(
    bare: Empty, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = bring("contingent", "list.csv", listed())
    save_new = Draft._save_new

    def fail_at_students(self: Draft, model: type) -> None:
        if model is Student:
            raise Refused([])
        save_new(self, model)

    monkeypatch.setattr(Draft, "_save_new", fail_at_students)
    with pytest.raises(Refused):
        actions.apply(run, by=bare.office, at=AT)
    run.refresh_from_db()
    assert run.state == RunState.PLANNED and run.applied_at is None
    assert not Group.objects.exists() and not Programme.objects.exists() and Person.objects.count() == 1
    assert Unit.objects.count() == 1


def test_rows_changed_meanwhile_are_seen_at_confirmation(bare: Empty, bring: Bring) -> None:
    early, late = bring("contingent", "list.csv", listed()), bring("contingent", "list.csv", listed())
    actions.apply(early, by=bare.office, at=AT)
    done = actions.apply(late, by=bare.office, at=AT)
    assert done.counts["new"] == 0 and Student.objects.count() == 2


def test_a_run_is_written_once(bare: Empty, bring: Bring) -> None:
    run = actions.apply(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    with pytest.raises(Refused, match="already written"):
        actions.apply(run, by=bare.office, at=AT)
    with pytest.raises(Refused, match="cannot be discarded"):
        actions.discard(run, by=bare.office, at=AT)


def test_a_discarded_run_writes_nothing(bare: Empty, bring: Bring) -> None:
    run = actions.discard(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    with pytest.raises(Refused):
        actions.apply(run, by=bare.office, at=AT)
    assert not Student.objects.exists()


def test_a_file_that_cannot_be_read_leaves_no_run(bring: Bring) -> None:
    with pytest.raises(FileRefused):
        bring("contingent", "list.xlsx", b"not a workbook")
    assert not ImportRun.objects.exists() and not StoredFile.objects.exists()


def test_a_wrong_iin_is_asked_masked_and_left_out(bare: Empty, bring: Bring) -> None:
    rows = ROWS.replace("Шыңғыс;;", "Шыңғыс;080204582349;")
    run = bring("contingent", "list.csv", listed(rows))
    asked = actions.outcome_of(run).questions
    assert [row.question.key for row in asked if row.question] == ["student:41201/iin"]
    assert str(asked[0].reasons[0]) == (
        "The IIN “••••••••2349” fails its check digit. Check it in the identity card."
    )
    actions.apply(run, by=bare.office, at=AT)
    assert Person.objects.get(surname="Айдынұлы").iin_index is None


def test_a_typed_answer_is_used_and_a_typed_iin_kept_sealed(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed(ROWS.replace("Шыңғыс;;", "Шыңғыс;080204582349;")))
    run = actions.answer(run, {"student:41201/iin": "=080204582348"}, at=AT)
    assert run.counts["ask"] == 0 and "080204582348" not in str(run.answers)
    actions.apply(run, by=bare.office, at=AT)
    assert Person.objects.get(surname="Айдынұлы").reveal_iin() == "080204582348"


def test_an_answer_that_is_wrong_too_is_asked_again(bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed(ROWS.replace("8 702 004 69 30", "8 702 004 69 3")))
    run = actions.answer(run, {"student:41201/phone": "=none of your business"}, at=AT)
    reasons = actions.outcome_of(run).questions[0].reasons
    assert str(reasons[-1]) == "“none of your business” was not understood. Type it again."


def test_a_row_left_out_stays_out(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed(ROWS.replace("8 702 004 69 30", "8 702 004 69 3")))
    run = actions.answer(run, {"student:41201/phone": "skip"}, at=AT)
    actions.apply(run, by=bare.office, at=AT)
    assert [student.number for student in Student.objects.all()] == ["41202"]


def test_two_who_answer_at_once_lose_no_answer(bring: Bring) -> None:
    wrong = ROWS.replace("8 702 004 69 30", "8 702 004 69 3").replace("05.02.2008;;", "05.02.2008;8 702;")
    run = bring("contingent", "list.csv", listed(wrong))
    another, third = (ImportRun.objects.get(pk=run.pk) for _one in range(2))
    actions.answer(run, {"student:41201/phone": "skip"}, at=AT)
    actions.answer(another, {"student:41202/phone": "=8 702 004 69 31"}, at=AT)
    actions.accept_proposals(third, at=AT)
    kept = ImportRun.objects.get(pk=run.pk)
    assert kept.answers == {"student:41201/phone": "skip", "student:41202/phone": "=8 702 004 69 31"}
    assert kept.counts["ask"] == actions.outcome_of(kept).counts["ask"] == 0


def test_another_group_is_a_question(bare: Empty, bring: Bring) -> None:
    actions.apply(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    moved = ROWS.replace("41201;МГІ-24-1", "41201;НГД-24-2")
    run = bring("contingent", "list.csv", listed(moved))
    assert run.counts["ask"] == 1
    actions.apply(run, by=bare.office, at=AT)
    assert Student.objects.get(number="41201").group.code == "МГІ-24-1", "unanswered: nothing moves"
    run = actions.answer(
        bring("contingent", "list.csv", listed(moved)), {"student:41201/group": "yes"}, at=AT
    )
    actions.apply(run, by=bare.office, at=AT)
    assert Student.objects.get(number="41201").group.code == "НГД-24-2"


def test_the_same_name_and_birthday_under_another_number_is_a_question(bare: Empty, bring: Bring) -> None:
    actions.apply(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    again = "50001;МГІ-24-1;3;6B07201;Айдынұлы Шыңғыс;;04.02.2008;;Мұнай-газ ісі;Инжиниринг\n"
    run = bring("contingent", "list.csv", listed(again))
    question = actions.outcome_of(run).questions[0].question
    assert question and [option.value for option in question.options][1] == "new"
    actions.apply(run, by=bare.office, at=AT)
    assert not Student.objects.filter(number="50001").exists()
    one = actions.answer(
        bring("contingent", "list.csv", listed(again)), {question.key: question.options[0].value}, at=AT
    )
    actions.apply(one, by=bare.office, at=AT)
    assert Student.objects.get(number="50001").person == Student.objects.get(number="41201").person


def test_a_correction_of_columns_is_remembered_for_the_university(bare: Empty, bring: Bring) -> None:
    strange = listed().decode().replace("ФИО", "Кто")
    run = bring("contingent", "list.csv", strange.encode())
    assert not any(
        row.verdict == "new" and row.key.startswith("student") for row in actions.outcome_of(run).rows
    )
    run = actions.correct_columns(run, {"name": "Кто"}, by=bare.office, at=AT)
    assert set(verdicts(run).values()) == {"new"}
    assert ColumnMapping.objects.get().columns == {"name": "Кто"}
    assert set(verdicts(bring("contingent", "list.csv", strange.encode())).values()) == {"new"}


def test_a_new_term_begins_on_the_usual_day_unless_told_otherwise(bare: Empty, bring: Bring) -> None:
    actions.apply(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    load = "2026-2027 оқу жылының күзгі семестрі;;;\nПән коды;Пәннің атауы;Топ;Кредит саны\nUBT 3305;Ұңғымаларды бұрғылау;МГІ-24-1;5\n"
    run = bring("load", "load.csv", load.encode())
    term = next(row for row in actions.outcome_of(run).rows if row.key == "term/starts_on")
    assert "01.09.2026" in str(term.reasons[0])
    run = actions.answer(run, {"term/starts_on": "=07.09.2026"}, at=AT)
    actions.apply(run, by=bare.office, at=AT)
    assert bare.university.terms.get().starts_on == date(2026, 9, 7)


def test_a_text_without_room_is_named_and_holds_the_whole_file(bare: Empty, bring: Bring) -> None:
    """PostgreSQL would answer with an error, SQLite would take it: here both say the same before anything is written."""
    run = bring("contingent", "list.csv", listed(ROWS.replace("Айдынұлы", "Ай" * 51)))
    refused = actions.outcome_of(run).with_verdict("refused")
    assert [str(reason) for reason in refused[0].reasons] == [
        "surname",
        f"“{'Ай' * 30}…” is longer than 100 characters. Shorten it in the file and bring the file again: "
        "until then nothing of it can be written.",
    ]
    with pytest.raises(Refused, match="too long"):
        actions.apply(run, by=bare.office, at=AT)
    assert not Person.objects.filter(surname__startswith="АйАй").exists() and not Student.objects.exists()


def test_a_text_that_just_fits_is_written(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed(ROWS.replace("Айдынұлы", "Ай" * 50)))
    actions.apply(run, by=bare.office, at=AT)
    assert Person.objects.get(surname="Ай" * 50)
