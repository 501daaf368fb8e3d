"""Mentors of enterprises, found by names that are written in many ways."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import Sentence, say
from qosqanat.partners.enums import PostKind
from qosqanat.partners.models import Enterprise, Post
from qosqanat.people.models import Person
from qosqanat.spreadsheets.matching import EXACT, Decision, Known, People, Verdict
from qosqanat.spreadsheets.values.people import Name

from .base import Planner
from .likeness import name_of, short

IS = _("%(file)s is %(name)s, %(enterprise)s")


class Mentors:
    """Posts of mentors at the university's enterprises; new ones are learned as they are planned."""

    def __init__(self, planner: Planner):
        self.planner = planner
        mine = Post.objects.mentors().filter(enterprise__agreements__university=planner.university)
        self.posts: dict[Hashable, Post] = {}
        self.at: dict[int, list[Hashable]] = defaultdict(list)
        for post in mine.select_related("person", "enterprise").distinct().order_by("pk"):
            self.learn(post)

    def learn(self, post: Post) -> Hashable:
        key: Hashable = post.pk or f"new:{post.person.full_name}:{post.enterprise.name_in('kk')}"
        self.posts[key] = post
        self.at[_place(post.enterprise)].append(key)
        return key

    def of(self, enterprise: Enterprise) -> list[Hashable]:
        return self.at[_place(enterprise)]

    def decide(self, who: Name, phones: Iterable[str] = (), enterprise: Enterprise | None = None) -> Decision:
        """Among the mentors of one enterprise, or among all."""
        keys = self.of(enterprise) if enterprise else list(self.posts)
        people = People(
            Known(
                key, name_of(self.posts[key].person), frozenset(filter(None, [self.posts[key].person.phone]))
            )
            for key in keys
        )
        decision = people.decide(who, phones)
        if (
            decision.verdict == Verdict.ASK
            and decision.matches
            and "key_other" in decision.matches[0].reasons
        ):
            return people.decide(who)
        return decision

    def same_person(self, who: Name, phones: Iterable[str]) -> Person | None:
        """A mentor of another enterprise with the same name and telephone."""
        known = set(phones)
        for post in self.posts.values():
            if post.person.phone in known and known and _fits(who, post.person):
                return post.person
        return None

    def described(self, key: Hashable) -> str:
        post = self.posts[key]
        return f"{post.person.full_name}, {post.enterprise.name_in('kk')}"

    def new_post(self, person: Person, enterprise: Enterprise, **values: object) -> Post:
        post = Post(person=person, enterprise=enterprise, kind=PostKind.MENTOR, **values)
        self.learn(post)
        return self.planner.draft.create(post)


def _place(enterprise: Enterprise) -> int:
    return enterprise.pk or -id(enterprise)


def _fits(who: Name, person: Person) -> bool:
    decision = People([Known(1, name_of(person))]).decide(who)
    return bool(decision.matches) and decision.matches[0].score >= EXACT


def recognised_as(file: Name, post: Post) -> Sentence:
    """Who of the file is which mentor."""
    return say(IS, file=short(file), name=post.person.full_name, enterprise=post.enterprise.name_in("kk"))
