"""Sealing personal numbers: AES-GCM at rest, a keyed hash to find them by."""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


@lru_cache(maxsize=8)
def _derived(key: str, purpose: bytes) -> bytes:
    return hmac.new(bytes.fromhex(key), purpose, hashlib.sha256).digest()


def _key(purpose: bytes) -> bytes:
    return _derived(settings.FIELD_KEY, purpose)


def seal(text: str) -> bytes:
    """`text` encrypted with a fresh nonce; 28 bytes longer than its UTF-8 form."""
    return seal_bytes(text.encode())


def seal_bytes(data: bytes) -> bytes:
    """`data` encrypted with a fresh nonce; 28 bytes longer."""
    nonce = os.urandom(12)
    return nonce + AESGCM(_key(b"seal")).encrypt(nonce, data, None)


def unseal(sealed: bytes) -> str:
    """The text behind `seal`. Raises `cryptography.exceptions.InvalidTag` for a foreign key or a changed byte."""
    return unseal_bytes(bytes(sealed)).decode()


def unseal_bytes(sealed: bytes) -> bytes:
    """The bytes behind `seal_bytes`; raises as `unseal` does."""
    return AESGCM(_key(b"seal")).decrypt(sealed[:12], sealed[12:], None)


def blind_index(text: str) -> str:
    """Keyed hash (64 hex digits): equal numbers meet, and nobody without the key can try them all."""
    return hmac.new(_key(b"index"), text.encode(), hashlib.sha256).hexdigest()
