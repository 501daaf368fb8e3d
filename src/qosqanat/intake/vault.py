"""Files of an import hold personal numbers, so they lie sealed on the disk."""

import base64
import re
from datetime import datetime

from qosqanat.core.seal import seal, seal_bytes, unseal, unseal_bytes
from qosqanat.files.models import StoredFile, store

SEALED = "application/vnd.qosqanat.sealed"


def keep(data: bytes, *, name: str, at: datetime) -> StoredFile:
    """Store `data` (not empty) encrypted; the same bytes twice are two files, as each has its own nonce."""
    return store(seal_bytes(data), name=name, media_type=SEALED, at=at)


def bring(file: StoredFile) -> bytes:
    """The bytes that `keep` was given."""
    return unseal_bytes(file.read())


SECRET = "sealed:"


def hide(text: str) -> str:
    """`text` sealed, for a JSON field."""
    return SECRET + base64.b85encode(seal(text)).decode()


def show(text: str) -> str:
    """What `hide` was given; other text stays as it is."""
    return unseal(base64.b85decode(text.removeprefix(SECRET))) if text.startswith(SECRET) else text


def masked(text: str) -> str:
    """A personal number for a screen: the last four signs only, spaces kept."""
    return re.sub(r"\S", "•", text[:-4]) + text[-4:] if len(text) > 4 else text
