"""Which pages are asked for, how long each takes, and how many queries it makes.

Time is the server's: from the request to the last byte of the page, middleware, sign-in, queries, template and
audit event included; the network is not. Every way of asking is looked at first, which counts its queries and leaves
it warm; the slowest of them are measured.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from math import ceil
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.large.fill import SUBJECTS
from bench.large.processor import judged, seconds
from bench.large.size import LIMIT, LONGEST
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed
from heed.platform.partnerships.models import Agency
from heed.platform.registers.types import Asked, Register
from heed.platform.registers.views import REGISTERS
from heed.reviews.models import Review

TIMES = 20
"""How often each kind of page is asked for, by the slowest ways of asking for it."""
FEW = 5
"""How often a list is asked for that has no more rows than a page: it does not grow with the register."""
MEASURED = 2
"""So many of the slowest filters or orders of a list are measured; the others are only looked at."""


@dataclass(frozen=True)
class Asking:
    """A kind of page, and the ways to ask for it: each a list of addresses that ought to cost the same."""

    name: str
    ways: dict[str, list[str]]
    times: int = TIMES


@dataclass
class Figure:
    """How the slowest way of asking for a kind of page did, in milliseconds.

    `p95` is by the clock; `worked` is what the processors did, Heed's and the database's, at the 95th of 100;
    `judged` is the one of the two that counts.
    """

    way: str = ""
    p95: float = 0
    p50: float = 0
    worked: float = 0
    judged: float = 0
    load: float = 0

    @property
    def over(self) -> bool:
        return self.judged > LIMIT

    @property
    def words(self) -> str:
        """Both, and how busy the machine was: more processes than it has processors slow the clock down."""
        slowest = f"slowest by {self.way}, " if self.way else ""
        return (
            f"{slowest}p95 {self.p95:.0f} ms (limit: {LIMIT} ms; median {self.p50:.0f}), "
            f"processor {self.worked:.0f} ms, load {self.load:.1f}"
        )


def every_page(actor: Actor) -> Iterator[Asking]:
    """What this actor may ask for of the register as it is now."""
    chance = random.Random(3)
    yield Asking("first page", {"": [reverse("home")] * TIMES})
    for register in REGISTERS.values():
        try:
            yield from _of_register(register, actor, chance)
        except NotAllowed:  # a register that this person's role does not open
            continue
    yield from _records(actor, chance)
    yield Asking("agencies", {"": [reverse("agencies:list")] * TIMES})
    agencies = Agency.objects.filter(partnerships=actor.partnership_id).values_list("public_id", flat=True)
    yield Asking("an agency", {"": [reverse("agencies:agency", args=[ref]) for ref in agencies]})
    yield Asking("words of Heed", {"": [reverse("words")] * TIMES})


def _of_register(register: Register, actor: Actor, chance: random.Random) -> Iterator[Asking]:
    """Its pages from first to last, narrowed by each filter, in each order, by words, and with every column."""
    base = reverse(register.url_name)
    _, count = register.page(actor, Asked(), 0, 1)
    last, times = max(-(-count // 50), 1), TIMES if count > 50 else FEW
    pages = [1 + (last - 1) * number // (times - 1) for number in range(times)]
    name = register.title.casefold()
    yield Asking(name, {"": [f"{base}?page={page}" for page in pages]}, times)
    words = [*SUBJECTS, "no such words anywhere", "e"]
    yield Asking(f"{name} by words", {"": [f"{base}?{urlencode({'words': each})}" for each in words]}, times)
    narrowed = {}
    for group in register.filter_groups(actor):
        values = [each.value for each in group.choices if each.value]
        picked = _with_rows(register, actor, group.name, chance.sample(values, min(len(values), TIMES // 3)))
        if picked:
            narrowed[group.name] = [f"{base}?{urlencode({group.name: value})}" for value in picked]
    yield Asking(f"{name} narrowed", narrowed, times)
    orders = {
        order.key: [
            f"{base}?order={order.key}&page={page}" for page in (1, 2, last // 2, last) if page <= last
        ]
        for order in register.orders[1:]
    }
    if any(orders.values()):
        yield Asking(f"{name} in another order", orders, times)
    columns = "&".join(f"column={column.key}" for column in register.columns)
    yield Asking(f"{name}, every column", {"": [f"{base}?{columns}&page={page}" for page in pages]}, times)


def _with_rows(register: Register, actor: Actor, name: str, values: list[str]) -> list[str]:
    """Those of these choices that have something behind them, where any has: an empty list asks for no relations, so
    its queries are no measure for a full one's."""
    full = [value for value in values if register.page(actor, Asked(filters={name: value}), 0, 1)[1]]
    return full or values


def _records(actor: Actor, chance: random.Random) -> Iterator[Asking]:
    """One thing at a time: a recommendation, an action, a review, a document."""
    for key in ("recommendations", "actions", "reviews", "documents"):
        register = REGISTERS[key]
        _, count = register.page(actor, Asked(), 0, 1)
        places = sorted(chance.sample(range(count), min(count, TIMES)))
        rows = [register.page(actor, Asked(), place, 1)[0][0] for place in places]
        yield Asking(f"one of {register.title.casefold()}", {"": [register.href(row) for row in rows]})
        if key == "reviews" and actor.may(Permission.READ_REGISTER):
            seen = [reverse("people:who_can_see", args=["review", row.public_id]) for row in rows]
            yield Asking("who can see a review", {"": seen})
    for row in Review.objects.visible_to(actor).filter(name=f"Review {LONGEST}"):
        yield Asking(
            f"a review of {LONGEST} recommendations",
            {"": [reverse("reviews:review", args=[row.public_id])] * TIMES},
        )


def sign_ins(email: str, password: str) -> Figure:
    """Signing in anew, each time in a new browser of another address, for one that signs in so often is held up; the
    password is checked as in use (Argon2)."""
    taken = []
    for number in range(TIMES):
        client = Client(REMOTE_ADDR=f"10.1.0.{number}")
        client.get(reverse("account_login"))
        began, worked = time.perf_counter(), seconds()
        answer = client.post(reverse("account_login"), {"login": email, "password": password})
        taken.append(((time.perf_counter() - began) * 1000, (seconds() - worked) * 1000))
        if answer.status_code != 302:
            raise SystemExit(f"signing in answered {answer.status_code}")
    return _figure("", taken)


@dataclass(frozen=True)
class Look:
    """What a first look at one way of asking tells: its queries, and about how long it takes."""

    queries: int
    worked: float


def looks(client: Client, asking: Asking, then: Mapping[str, int] = MappingProxyType({})) -> dict[str, Look]:
    """A first look at each way of asking, by two of its addresses. Once a minute a request also keeps when its session
    was last seen, which takes five queries more: one that took more than `then` is asked for again."""
    found = {}
    for way, paths in asking.ways.items():
        two = [_look(client, path, then.get(way, 0)) for path in paths[:2]]
        found[way] = Look(max(each.queries for each in two), two[-1].worked)
    return found


def _look(client: Client, path: str, then: int) -> Look:
    first = _counted(client, path)
    return first if first.queries <= then else min(first, _counted(client, path), key=attrgetter("queries"))


def _counted(client: Client, path: str) -> Look:
    reset_queries()  # Django keeps the last nine thousand, and counts none beyond them
    with CaptureQueriesContext(connection) as seen:
        _, worked = _milliseconds(client, path)
    return Look(len(seen), worked)


def measure(client: Client, asking: Asking, seen: Mapping[str, Look]) -> Figure:
    """The slowest way of asking for this kind of page, of those that a first look found slow."""
    slow = sorted(seen, key=lambda way: seen[way].worked, reverse=True)[:MEASURED]
    figures = []
    for way in slow:
        addresses = islice(cycle(asking.ways[way]), asking.times)
        figures.append(_figure(way, [_milliseconds(client, path) for path in addresses]))
    return max(figures, key=attrgetter("judged"), default=Figure())


def _figure(way: str, taken: list[tuple[float, float]]) -> Figure:
    times = sorted(wall for wall, _ in taken)
    load, _, _ = os.getloadavg()
    worked = p95([processor for _, processor in taken])
    slow = p95(times)
    return Figure(
        way=way, p95=slow, p50=times[len(times) // 2], worked=worked, judged=judged(slow, worked), load=load
    )


def p95(times: list[float]) -> float:
    """What 95 of 100 do not exceed, by nearest rank."""
    return sorted(times)[ceil(len(times) * 0.95) - 1]


def _milliseconds(client: Client, path: str) -> tuple[float, float]:
    """By the clock, and of the processor."""
    began, worked = time.perf_counter(), seconds()
    _get(client, path)
    return (time.perf_counter() - began) * 1000, (seconds() - worked) * 1000


def _get(client: Client, path: str) -> Any:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return answer.content
