"""People and firms across files: a score with reasons, a question where two are equally good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qosqanat.spreadsheets.firms import Firm, Firms, firm_score
from qosqanat.spreadsheets.kinds.partners import EnterpriseRecord, MentorRecord
from qosqanat.spreadsheets.matching import ASK, LIKELY, Known, People, Verdict, score
from qosqanat.spreadsheets.spelling import one_slip
from qosqanat.spreadsheets.values.people import Name, name
from tests.spreadsheets import kit

STUDENTS = [record for record in kit.contingent().records if record.duplicate_of is None]
BY_ID = {record.ais_id: record for record in STUDENTS}
EVERYBODY = People(
    Known(r.ais_id, r.name, frozenset(key for key in (r.ais_id, r.iin, *r.phones) if key), r.group)
    for r in STUDENTS
)
NAMES = st.sampled_from([record.name for record in STUDENTS])


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Дүйсенов Қайрат", "ДҮЙСЕНОВ ҚАЙРАТ", None),
        ("Турсын Магжан Тилегенулы", "Тұрсын Мағжан Тілегенұлы", None),
        ("Кyлмагамбетов Айдос", "Кулмагамбетов Айдос", None),
        ("Сейткалиева Гульжан", "Сейтқалиева Гүлжан", "spelling"),
        ("Отеген Асан", "Өтеген Асан", None),
        ("Утегенов Асан", "Өтегенов Асан", "spelling"),
        ("Tolegenov Shyngys", "Төлегенов Шыңғыс", "spelling"),
        ("Шыңғыс Төлегенов", "Төлегенов Шыңғыс Айдынұлы", "order"),
        ("Төлегенов Ш.А.", "Төлегенов Шыңғыс Айдынұлы", "initials"),
        ("Ш. А. Төлегенов", "Төлегенов Шыңғыс Айдынұлы", "initials"),
        ("Төлегенов Шыңғыс", "Төлегенов Шыңғыс Айдынұлы", "no_patronymic"),
        ("Төлеген Шыңғыс", "Төлегенов Шыңғыс", "ending"),
        ("Кузнец Милана", "Кузнецова Милана", "ending"),
        ("Төлегенов Шыңғыс Айдынович", "Төлегенов Шыңғыс Айдынұлы", "ending"),
        ("Көшребай Бейбарыс", "Көшербай Бейбарыс", "typo"),
        ("Қаржаоув Сұңқар", "Қаржауов Сұңқар", "spelling"),
        ("Кобевеа Диана", "Кобеева Диана", "typo"),
        ("Үмебтов Бейбарыс", "Үмбетов Бейбарыс", "typo"),
    ],
)
def test_one_person_written_in_two_ways(one, other, reason):
    match = score(name(one), name(other))
    assert match.score >= LIKELY
    assert match.reasons == () if reason is None else reason in match.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ахметова Гүлнар Серікқызы", "Ахметова Гаухар Сәбитқызы"),
        ("Ахметов Асан", "Ахметов Ерлан"),
        ("Ахметов А.С.", "Ахметов Б.С."),
        ("Ким Артур", "Цой Артур"),
        ("Оспан Диас", "Аспан Диас Ерланұлы Оспан"),
        ("Қожахмет Балжан Ғалымқызы", "Қожахмет Нұрбол Берикович"),
    ],
)
def test_two_persons(one, other):
    assert score(name(one), name(other)).score < LIKELY


def test_another_father_is_another_person():
    assert score(name("Ким Артур Олегович"), name("Ким Артур Сергеевич")).score <= ASK


@given(NAMES)
def test_everybody_is_like_himself_and_the_score_has_no_direction(one):
    assert score(one, one).score == 1.0
    other = STUDENTS[0].name
    assert score(one, other).score == pytest.approx(score(other, one).score)


@given(NAMES)
def test_nobody_is_taken_for_another_by_name(one):
    decision = EVERYBODY.decide(one)
    if decision.verdict is Verdict.EXACT:
        assert str(BY_ID[decision.id].name) == str(one)
    else:
        assert decision.verdict in (Verdict.ASK, Verdict.LIKELY)


@given(st.text("абвгд", min_size=4, max_size=8), st.integers(0, 7))
def test_one_slip_is_found_in_both_directions(word, at):
    shorter = word[:at] + word[at + 1 :]
    if shorter != word:
        assert one_slip(word, shorter)
        assert one_slip(shorter, word)
    assert not one_slip(word, word)
    assert not one_slip(word, word + "xy")


def test_students_of_all_sheets_are_found_by_key_and_the_name_agrees():
    for course in ("BES3309", "PLB3303", "RQA3308", "STZh3310", "UBT3305", "WQA3301"):
        record = kit.sheet(course)
        for row in record.rows:
            by_key = EVERYBODY.decide(row.name, [row.key], record.groups[0])
            by_name = EVERYBODY.decide(row.name, [], record.groups[0])
            assert by_key.verdict is not Verdict.NONE
            if row.key and by_name.id:
                assert by_key.id == by_name.id


def test_a_late_joiner_without_a_key_is_proposed_and_never_merged_silently():
    row = kit.sheet("WQA3301").rows[-1]
    decision = EVERYBODY.decide(row.name, [row.key], "ИС-24-2")
    assert (row.typed_name, decision.verdict, decision.id) == ("Үмебтов Бейбарыс", Verdict.LIKELY, "42549")


def test_a_student_of_another_group_is_a_question():
    row = next(r for r in kit.sheet("WQA3301").rows if r.note == "из АЖ-24-1")
    decision = EVERYBODY.decide(row.name, [], "ИС-24-2")
    assert (decision.verdict, decision.matches[0].id) == (Verdict.ASK, row.key)


def test_gradebook_rows_are_found_by_name_even_with_the_patronymic_first():
    for course in ("RQA3308", "UBT3305", "WQA3301"):
        for row in kit.gradebook(course).rows:
            decision = EVERYBODY.decide(row.name, [], row.sections[0])
            assert decision.verdict in (Verdict.EXACT, Verdict.LIKELY)
            assert not row.sis_id or decision.id == row.sis_id


def test_a_key_that_belongs_to_somebody_else_is_a_question():
    decision = EVERYBODY.decide(Name("Ким", "Артур"), ["41202"])
    assert decision.verdict is Verdict.ASK
    assert decision.matches[0].reasons[-1] == "key_other"
    assert decision.id is None


def test_two_equally_good_candidates_are_a_question():
    pool = People([Known(1, name("Ахметова Гүлнар Серікқызы")), Known(2, name("Ахметова Гаухар Сәбитқызы"))])
    decision = pool.decide(name("Ахметова Г.С."))
    assert (decision.verdict, {m.id for m in decision.matches}) == (Verdict.ASK, {1, 2})


def test_two_persons_with_one_full_name_are_a_question_unless_the_place_decides():
    mentors = [r for r in kit.partners().records if isinstance(r, MentorRecord)]
    pool = People(Known(r.source.row, r.name, frozenset(r.phones), r.partner) for r in mentors)
    twin = name("Ғұмаров Құрманғазы Орынбаевич")
    assert pool.decide(twin).verdict is Verdict.ASK
    assert pool.decide(twin, ["+77780017046"]).id == 45
    assert pool.decide(twin, group="ТОО Устюрт Ойл Сервис").id == 10


def test_nobody():
    assert EVERYBODY.decide(Name("Небывалов", "Никто")).verdict is Verdict.NONE


REGISTER = [r for r in kit.partners().records if isinstance(r, EnterpriseRecord)]
FIRMS = Firms(Firm(r.name_ru, (r.name_ru, r.name_kk), r.number or "") for r in REGISTER)


def test_every_partner_of_the_load_and_of_the_mentors_is_found_or_asked_about():
    named = {r.partner for r in kit.load().records} | {
        r.partner for r in kit.partners().records if not isinstance(r, EnterpriseRecord)
    }
    decisions = {partner: FIRMS.decide(partner) for partner in named if partner}
    asked = sorted(
        partner for partner, decision in decisions.items() if decision.verdict is not Verdict.EXACT
    )
    assert asked == ["«Ақтау Жылу-Су Сервис» ЖШС", "Ақтау Жылу-Су Сервис ЖШС"]
    assert decisions[asked[0]].verdict is Verdict.ASK


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("АҚ «Маңғыстау Мұнай Дайындау»", "АО «Мангистау Нефтеподготовка»"),
        ("Общеобразовательная школа № 58 г. Актау", "КГУ Общеобразовательная школа № 58 г. Актау"),
        ("Ақтау қаласының №58 жалпы білім беретін мектебі", "КГУ Общеобразовательная школа № 58 г. Актау"),
        ("ЖШС Баутин Порт Сервис", "ТОО «Баутин Порт Сервис»"),
        ("баутин порт-сервис", "ТОО «Баутин Порт Сервис»"),
        ("Kaspiy Didzhital Khab LLP", "ТОО «Каспий Диджитал Хаб»"),
    ],
)
def test_firms_in_many_spellings(typed, found):
    assert FIRMS.decide(typed).id == found


def test_a_firm_by_its_number_unless_the_name_speaks_against_it():
    assert FIRMS.decide("Порт", "070340943073").verdict is Verdict.ASK
    assert FIRMS.decide("", "070340943073").id == "ТОО «Баутин Порт Сервис»"
    assert FIRMS.decide("Баутин Порт Сервис", "070340943073").verdict is Verdict.EXACT


def test_schools_with_other_numbers_are_other_schools():
    assert firm_score("Школа № 58", "Школа № 61").score == 0
