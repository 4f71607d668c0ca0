"""Keys and their hashes."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe

#: As hard to guess as the hash is to reverse.
KEY_BYTES = 32


def new_key() -> tuple[str, str]:
    """A key for a client, and its hash for the service."""
    key = token_urlsafe(KEY_BYTES)
    return key, hash_of(key)


def hash_of(key: str) -> str:
    """SHA-256 in hexadecimal digits; keys are long and random, so nothing slower is needed."""
    return sha256(key.encode()).hexdigest()
