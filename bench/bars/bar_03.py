"""A crawl for canaries: everybody follows every link, and nobody reads a word that is not theirs.

Each scope and each partnership has a word of its own in every text. Who may read which is worked out here from the
rows of scopes, memberships and names alone, not by the queries that are tried.
"""

from __future__ import annotations

import json
import random
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import quote, urlsplit

from bench.bars.house import house
from bench.bars.types import BOTH, Outcome, Size

TITLE = "Nobody finds a word of what is not theirs, on any page, download, search or refusal."
DATABASES = BOTH
RESPONSES = {Size.USUAL: 2_000, Size.FULL: 50_000}
TRIED = {Size.USUAL: 2, Size.FULL: 8}
"""Things that each address is asked for by each person who asks it."""
ONE_IN = {Size.USUAL: 5, Size.FULL: 1}
"""Of the addresses, each person asks one in so many at the usual size, others than the person before."""
LINK = re.compile(rb'(?:href|action|src|hx-get)="(/[^"#]*)')
LEFT_OUT = ("/sign-out", "/static/", "/account/membership", "/sign-in/as")
"""What would end the visit, or belongs to nobody."""
LEAST_OWN = 200
"""Fewer answers than this with a word that is rightly seen, and the crawl has looked at nothing."""


@dataclass
class Visit:
    """What somebody was answered."""

    who: str
    client: Any
    may: frozenset[str]
    responses: int = 0
    own: int = 0
    leaks: list[str] = field(default_factory=list)

    def look(self, path: str, answer: Any) -> bytes:
        from bench.bars.canaries import seen_in

        content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
        sent = content + str(dict(answer.headers)).encode()
        seen = seen_in(sent)
        self.responses += 1
        self.own += bool(seen & self.may)
        if foreign := seen - self.may - asked_for(path):
            self.leaks.append(f"{self.who} saw {sorted(foreign)[0]} at {path[:120]}")
        if answer.status_code >= 500:
            self.leaks.append(f"{self.who} got {answer.status_code} at {path[:120]}")
        return content


def asked_for(path: str) -> set[str]:
    """What somebody typed may be said back to them."""
    from bench.bars.canaries import seen_in

    return seen_in(path.encode())


def run(size: Size) -> Outcome:
    with house() as cast:
        from bench.bars.canaries import every_canary, plant

        things = prepare(cast)
        planted = plant()
        words = every_canary()
        visits = list(visitors(words))
        limit = RESPONSES[size] // len(visits)
        for number, visit in enumerate(visits):
            crawl(visit, sorted(words), limit)
            ask_for_everything(
                visit, things, each=TRIED[size], first=number % ONE_IN[size], step=ONE_IN[size]
            )
        wrong_counts = [each for visit in visits for each in count(visit)]
    leaks = [leak for visit in visits for leak in visit.leaks] + wrong_counts
    responses, own = (sum(getattr(visit, name) for visit in visits) for name in ("responses", "own"))
    figure = (
        f"{responses:,} answers to {len(visits)} people, {planted:,} texts marked, {own:,} answers with words of "
        f"their own, {len(leaks)} leaks"
    )
    return Outcome(not leaks and own >= LEAST_OWN, "; ".join([figure, *leaks[:3]]))


def prepare(cast: Any) -> list[dict[str, str]]:
    """A register for the other partnership too, and one of everything that the permission table points at, most of it
    of a case that somebody is excluded from; what there is to ask for, by its partnership."""
    from django.apps import apps

    from heed.platform.access.models import Record
    from tests import cast as the_cast
    from tests.house_rules.conftest import make_things

    register = the_cast.find_register(cast)
    make_things(register, cast)
    exclude(cast, register.review.public_id, cast.analyst)
    the_cast.accept_everything(
        cast.outsider, the_cast.bring_in_and_read(cast.outsider, "elm.pdf", the_cast.ALDER), review="Elm"
    )
    the_cast.bring_in_and_read(cast.outsider, "fir.txt", the_cast.BIRCH)
    restrict(cast)
    refs: list[dict[str, str]] = []
    for model in (each for each in apps.get_models() if issubclass(each, Record)):
        rows = model.objects.for_everyone(because="a bar asks for what everybody has").order_by("pk")[:40]
        refs += [{"kind": model._meta.model_name or "", "ref": row.public_id} for row in rows]
    return refs


def restrict(cast: Any) -> None:
    """A case that only named people may see, one that is one agency's, and one that somebody is excluded from, with all
    that is theirs."""
    from heed.platform.access.roles import Role
    from heed.platform.people.operations.restrictions import restrict_case, set_case_level
    from tests import cast as the_cast

    for name in ("Yew", "Oak", "Ash"):
        found = the_cast.bring_in_and_read(cast.manager, f"{name}.pdf", the_cast.ALDER)
        review = the_cast.accept_everything(cast.manager, found, review=name)
        if name == "Yew":
            people = [cast.officer.person_ref, cast.of[Role.LEAD_REVIEWER].person_ref]
            restrict_case(
                cast.manager, ref=review.public_id, people=people, reason="A trial", version=0, at=the_cast.AT
            )
        elif name == "Ash":
            set_case_level(
                cast.manager,
                ref=review.public_id,
                level="agency",
                agency_ref=cast.officer.agency_ref,
                reason="A trial",
                version=0,
                at=the_cast.AT,
            )
        else:
            exclude(cast, review.public_id, cast.reader)


def exclude(cast: Any, ref: str, actor: Any) -> None:
    from heed.platform.people.operations.restrictions import exclude_person
    from tests.cast import AT

    exclude_person(cast.manager, ref=ref, person=actor.person_ref, reason="Own practice", version=0, at=AT)


def visitors(words: dict[str, Any]) -> Iterator[Visit]:
    """Everybody with an account, in each membership in force; and somebody without one."""
    from django.test import Client

    from bench.bars.canaries import public_canaries
    from heed.platform.accounts.models import Person
    from tests.cast import client_of

    public = public_canaries()
    yield Visit("a visitor", Client(raise_request_exception=False), public)
    for person in Person.objects.prefetch_related("memberships"):
        actors = list(actors_of(person))
        for actor in actors:
            may = permitted(actor, words) | public
            yield Visit(f"{actor.name} ({actor.role_name})", client_of(actor), may)
        if not actors:
            client = Client(raise_request_exception=False)
            client.force_login(person)
            yield Visit(f"{person.name} (no membership)", client, own_name(person, words) | public)


def actors_of(person: Any) -> Iterator[Any]:
    from django.utils import timezone

    from heed.platform.access.queries import actor_of

    today = timezone.localdate()
    for membership in person.memberships.select_related("partnership", "agency", "person"):
        if membership.starts_on <= today and (membership.ends_on is None or membership.ends_on >= today):
            yield actor_of(person, membership)


def own_name(person: Any, words: dict[str, Any]) -> frozenset[str]:
    from bench.bars.canaries import seen_in

    return frozenset(seen_in(person.name.encode()) & set(words))


def permitted(actor: Any, words: dict[str, Any]) -> frozenset[str]:
    """The words that this actor may read, from the rows of who is named, excluded and employed where."""
    from heed.platform.partnerships.models import Partnership

    return frozenset(
        word
        for word, owner in words.items()
        if (owner.pk == actor.partnership_id if isinstance(owner, Partnership) else sees(actor, owner))
    )


def sees(actor: Any, scope: Any) -> bool:
    from heed.platform.access.models import Exclusion, NamedPerson
    from heed.platform.access.roles import Permission

    of_person = {"person_id": actor.person_id, "ended_at": None}
    if (
        scope.partnership_id != actor.partnership_id
        or Exclusion.objects.filter(scope=scope, **of_person).exists()
    ):
        return False
    if scope.level == "agency":
        guards = bool(scope.case_ref) and actor.may(Permission.RESTRICT_CASES)
        return guards or bool(scope.agency_id == actor.agency_id)
    if scope.level == "restricted":
        named = NamedPerson.objects.filter(restriction__scope=scope, restriction__ended_at=None, **of_person)
        return named.exists()
    return scope.level in ("published", "partnership")


def crawl(visit: Visit, words: list[str], limit: int) -> None:
    """Every page that links lead to, each once, then pages and searches drawn by a fixed seed."""
    seen, waiting, lists = {"/"}, deque(["/"]), set()
    asked = 0
    while waiting and asked < limit:
        path = waiting.popleft()
        content = visit.look(path, visit.client.get(path))
        asked += 1
        if b'name="words"' in content:
            lists.add(path.split("?")[0])
        for found in LINK.findall(content):
            link = found.decode().replace("&amp;", "&")
            if link not in seen and not link.startswith(LEFT_OUT) and urlsplit(link).path.count("/") < 9:
                seen.add(link)
                waiting.append(link)
    searches = [f"{path}?words={quote(word)}" for path, word in product(sorted(lists), words)]
    searches += [
        f"{path}?download={form}" for path, form in product(sorted(lists), ("csv", "json", "xlsx", "docx"))
    ]
    random.Random(3).shuffle(searches)
    for path in searches[: max(limit - asked, 40)]:
        visit.look(path, visit.client.get(path))


def ask_for_everything(
    visit: Visit, things: list[dict[str, str]], *, each: int, first: int, step: int
) -> None:
    """Every address of Heed, or every so many, with things of any kind, whosever they are, read and written."""
    from django.db import transaction
    from django.urls import NoReverseMatch, reverse

    from tests.house_rules.permission_table import read_table

    rows, _ = read_table()
    for row in [each for each in rows if not each.house and len(each.at or ()) == 1][first::step]:
        [name] = row.at
        for thing in random.Random(f"{row}{visit.who}").sample(things, min(each, len(things))):
            try:
                path = reverse(row.url, kwargs={**row.path, name: thing["ref"]})
            except NoReverseMatch:
                continue
            with transaction.atomic():
                send = visit.client.get if row.method == "GET" else visit.client.post
                visit.look(path, send(path, row.post if row.method != "GET" else {}))
                transaction.set_rollback(True)


def count(visit: Visit) -> Iterator[str]:
    """Registers whose count is not that of the rows this person may see."""
    from django.urls import reverse

    from heed.platform.registers.views import REGISTERS

    if not visit.may:
        return
    for register in REGISTERS.values():
        answer = visit.client.get(reverse(register.url_name))
        if answer.status_code != 200:
            continue
        download = visit.client.get(reverse(register.url_name), {"download": "json"})
        taken = len(json.loads(b"".join(download.streaming_content))["rows"])
        stem = register.one.removesuffix("y")  # one agency, several agencies
        said = re.search(rf"([\d,]+) {stem}".encode(), answer.content)
        shown = int(said.group(1).replace(b",", b"")) if said else 0
        if shown != taken:
            yield f"{visit.who}: {register.key} says {shown} and gives {taken}"
