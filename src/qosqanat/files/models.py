"""Stored bytes: written once, named by their hash."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """Bytes on disk under their SHA-256; the same bytes are kept once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField(_("size, bytes"))
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="file_has_bytes")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return path_of(self.sha256)

    def read(self) -> bytes:
        return self.path.read_bytes()

    def is_intact(self) -> bool:
        """Whether the bytes on disk still have the hash that was recorded."""
        return self.path.exists() and hashlib.sha256(self.read()).hexdigest() == self.sha256


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def store(data: bytes, *, name: str, media_type: str, at: datetime) -> StoredFile:
    """Keep `data` durably (file and folder synced before the row exists) and return its record."""
    digest = write(data)
    file, _created = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={"size": len(data), "name": name[:200], "media_type": media_type, "stored_at": at},
    )
    return file


def write(data: bytes) -> str:
    """Put `data` on the disk durably without a record, and return its hash: the part of `store` that needs no database."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        _write_durably(path, data)
    return digest


def discard(file: StoredFile) -> None:
    """Forget a file that nothing refers to any more; its bytes go when that is certain."""
    path = file.path
    file.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _write_durably(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}")
    with open(draft, "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
