"""Finding a record by the beginning of any word of its names, however they are spelt."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from qosqanat.core.bulk import insert
from qosqanat.people.reach import ReachableQuerySet
from qosqanat.regulation import kz

LONGEST = 40
MOST_WORDS = 6
Row = TypeVar("Row", bound=models.Model)


def folded(text: str) -> set[str]:
    """The different words of `text` in their search form, each cut to LONGEST."""
    return {word[:LONGEST] for word in kz.fold(text).split()}


class Word(models.Model):
    """One folded word of a record's names; `text` is bytes, which every database compares alike in every collation."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    text = models.BinaryField(max_length=4 * LONGEST)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "text", "subject_id"], name="word_once")
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="word_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} {bytes(self.text).decode()}"


def with_word(model: type[models.Model], word: str) -> models.QuerySet[Word, Any]:
    """Keys of the rows of `model` that have a word beginning with `word`: one range of an index."""
    first = word[:LONGEST].encode()
    after = first[:-1] + bytes([first[-1] + 1])
    rows = Word.objects.filter(subject_type=model._meta.label_lower, text__gte=first, text__lt=after)
    return rows.values("subject_id")


class FindableQuerySet(ReachableQuerySet[Row]):
    """Rows that `matching` finds by words; rows written in bulk are found as well."""

    def matching(self, text: str) -> "FindableQuerySet[Row]":
        """Rows that every word of `text` finds, in any Kazakh, Russian or Latin spelling; all of them for no words."""
        model: Any = self.model
        found = self
        for word in kz.fold(text).split()[:MOST_WORDS]:
            found = found.filter(model.found_by(word))
        return found

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        rows = super().bulk_create(objs, *args, **kwargs)
        write_words(rows)
        return rows

    def bulk_update(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        changed = super().bulk_update(rows, *args, **kwargs)
        keep_words(rows)
        return changed


class Findable(models.Model):
    """A model whose rows keep their words: `names` says which texts they come from."""

    class Meta:
        abstract = True

    def names(self) -> Iterable[str]:
        """The texts by which this row is found."""
        raise NotImplementedError

    @classmethod
    def found_by(cls, word: str) -> models.Q:
        """Rows that `word` finds: their own words; a model widens it by those of its relations."""
        return models.Q(pk__in=with_word(cls, word))

    def save(self, *args: Any, **kwargs: Any) -> None:
        new = self._state.adding
        super().save(*args, **kwargs)
        if new:
            write_words([self])
        else:
            keep_words([self])


def words_of(row: Any) -> set[str]:
    """The words by which a row is found."""
    return folded(" ".join(filter(None, row.names())))


def keep_words(rows: Iterable[Any]) -> None:
    """Bring the words of saved rows of one model up to date: one read, and writes for those that differ."""
    rows = list(rows)
    if not rows:
        return
    kept: dict[int, set[str]] = {}
    words = Word.objects.filter(
        subject_type=rows[0]._meta.label_lower, subject_id__in=[row.pk for row in rows]
    )
    for subject_id, text in words.values_list("subject_id", "text"):
        kept.setdefault(subject_id, set()).add(bytes(text).decode())
    stale = [row for row in rows if kept.get(row.pk, set()) != words_of(row)]
    if stale:
        words.filter(subject_id__in=[row.pk for row in stale]).delete()
        write_words(stale)


def write_words(rows: Iterable[Any], known: Iterable[set[str]] | None = None) -> None:
    """The words of new rows, which are in the database already; `known` if they were worked out before (`words_of`)."""
    rows = list(rows)
    found = map(words_of, rows) if known is None else known
    lines = [
        (row._meta.label_lower, row.pk, word.encode())
        for row, words in zip(rows, found, strict=True)
        for word in sorted(words)
    ]
    insert(Word, ["subject_type", "subject_id", "text"], lines)
