"""How often a calendar may be fetched without a session, and how many addresses may be tried that lead nowhere."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from heed.platform.notices.operations.calendars import hash_of_secret

WINDOW = 600
"""Seconds in which is counted."""
MOST_FETCHES = 30
MOST_MISSES = 20


def may_fetch(request: HttpRequest, secret: str) -> bool:
    """Whether this calendar, and this place, may ask once more. A fetch is counted, a miss by `note_miss`."""
    fetches = _add(f"calendar {hash_of_secret(secret)}")
    return fetches <= MOST_FETCHES and cache.get(_key(_misses(request)), 0) < MOST_MISSES


def note_miss(request: HttpRequest) -> None:
    """An address was tried that leads nowhere."""
    _add(_misses(request))


def _misses(request: HttpRequest) -> str:
    where = get_adapter().get_client_ip(request) if request.META.get("REMOTE_ADDR") else ""
    return f"calendar missed {hash_of_secret(where)}"


def _add(what: str) -> int:
    key = _key(what)
    number = int(cache.get(key, 0)) + 1
    cache.set(key, number, WINDOW)
    return number


def _key(what: str) -> str:
    return f"heed.{what.replace(' ', '.')}.{int(time.time()) // WINDOW}"
