"""Where the practice of a course is: the enterprise and the mentors that the row of a load names."""

from datetime import date

from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import CREATE, NOTHING, SKIP, Option, Sentence, say
from qosqanat.partners.models import Enterprise, Post
from qosqanat.people.models import Person
from qosqanat.spreadsheets.kinds.load import CourseRecord
from qosqanat.spreadsheets.values.people import Name

from .base import LEAVE_EMPTY, Planner
from .firms import UNKNOWN, Register
from .likeness import create_option, name_of, named, options, proposal, reasons, short, token
from .mentors import Mentors, recognised_as

WHICH_MENTOR = _("Who is the mentor “%(name)s”?")
ELSEWHERE = _("Who is the mentor “%(name)s”? Nobody of that name is a mentor of %(enterprise)s.")
NEW_MENTOR = _("A new mentor of %(enterprise)s")


class Practice:
    """Finds them among those known, asks once about each doubt; a course is written without what stays open."""

    def __init__(self, planner: Planner, starts_on: date):
        self.planner, self.starts_on = planner, starts_on
        self.register, self.mentors = Register(planner), Mentors(planner)

    def enterprise(self, record: CourseRecord, title: str) -> Enterprise | None:
        if not record.partner:
            return None
        enterprise, how = self.register.named(record.partner, record.source, holds=False)
        if how == "unknown":
            choices = [Option(NOTHING, LEAVE_EMPTY)]
            key = f"firm:{record.partner}"
            self._ask_once(record, key, title, say(UNKNOWN, name=record.partner), choices, proposed=NOTHING)
        return enterprise

    def posts(self, record: CourseRecord, enterprise: Enterprise | None) -> list[Post]:
        found = [self._post(person.name, enterprise, record) for person in record.mentors]
        return list(dict.fromkeys(post for post in found if post is not None))

    def _post(self, who: Name, enterprise: Enterprise | None, record: CourseRecord) -> Post | None:
        place = enterprise.name_in("kk") if enterprise else ""
        key = f"mentor:{who}:{place}"
        answer = self.planner.answer(key)
        if answer == NOTHING:
            return None
        if answer == CREATE and enterprise:
            return self._new_post(who, enterprise, key, record)
        inside = self.mentors.decide(who, (), enterprise)
        decision = inside if inside.matches else self.mentors.decide(who)
        by_token = {token(pk): pk for pk in self.mentors.posts}
        chosen = by_token.get(answer or "", inside.id if enterprise else None)
        choices = options(decision.matches, self.mentors.described)
        if enterprise:
            choices.append(create_option(NEW_MENTOR, enterprise=place))
        choices.append(Option(NOTHING, LEAVE_EMPTY))
        if chosen is None:
            text = WHICH_MENTOR if inside.matches else ELSEWHERE
            why = say(text, name=short(who), enterprise=place)
            self._ask_once(record, key, short(who), why, choices, proposed=proposal(decision))
            return None
        post = self.mentors.posts[chosen]
        match = next((m for m in decision.matches if m.id == chosen), None)
        if match and match.score < 1 and not self._shown(key):
            words = [recognised_as(who, post), *reasons(match)]
            self.planner.recognised(record.source, key, short(who), (match.score, words), choices)
        return post

    def _new_post(self, who: Name, enterprise: Enterprise, key: str, record: CourseRecord) -> Post:
        known = [
            self.mentors.posts[pk]
            for pk in self.mentors.of(enterprise)
            if name_of(self.mentors.posts[pk].person) == who
        ]
        if known:
            return known[0]
        person = self.planner.draft.create(Person(**named(who)))
        self.planner.settled(record.source, f"{key}/new", str(who), is_new=True, changes=[], reasons=[])
        return self.mentors.new_post(person, enterprise, starts_on=self.starts_on)

    def _shown(self, key: str) -> bool:
        return any(row.key == key for row in self.planner.outcome.matches)

    def _ask_once(
        self,
        record: CourseRecord,
        key: str,
        title: str,
        why: Sentence,
        choices: list[Option],
        *,
        proposed: str,
    ) -> None:
        if self.planner.answer(key) in {NOTHING, SKIP} or any(row.key == key for row in self.planner.rows):
            return
        self.planner.ask(
            record.source, key, title, [why], choices, proposed=proposed, holds=False, record=record
        )
