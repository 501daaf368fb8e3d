"""Which semester is the current one."""

from datetime import UTC, date, datetime, timedelta

from qosqanat.studies.models import Term
from qosqanat.studies.queries import current_term
from tests.cast import House


def test_the_current_semester_is_the_last_one_begun_at_its_university(campus: House) -> None:
    autumn = campus.term
    spring = Term.objects.create(
        university=campus.university,
        academic_year="2026-2027",
        season="spring",
        starts_on=date(2027, 2, 1),
    )
    terms = Term.objects.select_related("university")
    midnight = datetime(2027, 1, 31, 19, tzinfo=UTC)  # in Aqtau
    assert current_term(terms, midnight - timedelta(seconds=1)) == autumn
    assert current_term(terms, midnight) == spring
    assert current_term(terms, midnight + timedelta(days=1000)) == spring
    assert current_term(terms, midnight - timedelta(days=1000)) == autumn
    assert current_term([], midnight) is None
