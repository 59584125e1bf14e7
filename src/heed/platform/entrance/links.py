"""Addresses that let one person in once. What opens is made from the row and the signing key, never stored."""

from __future__ import annotations

import base64
import hashlib
from typing import Protocol

from django.utils.crypto import constant_time_compare, salted_hmac

_REFERENCE = 12
_PROOF = 32


class Linked(Protocol):
    """A row with a link: a new `nonce` makes the old link open nothing."""

    public_id: str
    nonce: str


def token_of(row: Linked, *, kind: str) -> str:
    """The last part of the row's address: its reference, and 160 bits that only the signing key can make."""
    made = salted_hmac(f"heed link {kind}", f"{row.public_id}.{row.nonce}", algorithm="sha256").digest()
    proof = base64.b32encode(hashlib.sha256(made).digest()[:20]).decode().lower()
    return f"{row.public_id}{proof}"


def reference_in(token: str) -> str:
    """The reference of the row that a token speaks of; "" where it cannot be one."""
    return token[:_REFERENCE] if len(token) == _REFERENCE + _PROOF else ""


def opens(row: Linked | None, token: str, *, kind: str) -> bool:
    """Whether this token is the row's own, compared in the same time however wrong it is."""
    return row is not None and constant_time_compare(token, token_of(row, kind=kind))
