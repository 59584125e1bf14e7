"""Two people save the same thing at one moment, through real web processes: one is first, the other sees both texts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bench.bars.racing import race_operations
from bench.bars.serving import Answer, Browser, serving
from bench.bars.types import BOTH, Outcome, Size

TITLE = (
    "For every editable thing, racing pairs: exactly one wins, the other gets 409 with both texts; of racing accepts "
    "exactly one has an effect; nothing is saved over in silence."
)
DATABASES = BOTH
TIMED_ALONE = True
PAIRS = {Size.USUAL: 10, Size.FULL: 200}
RACED = {Size.USUAL: 40, Size.FULL: 1_000}
"""Operations raced beneath the pages, of all those that are told which version was seen."""
LEAST_RACED = 80
"""Fewer kinds than this at full size, and the list was not found."""
ACCEPTS = {Size.USUAL: 3, Size.FULL: 50}


@dataclass
class Thing:
    """Something that two people can edit: where, what is sent for a text, what is stored now, and its version."""

    name: str
    path: str
    fields: Callable[[str, int], dict[str, str]]
    stored: Callable[[], tuple[str, int]]
    texts: Callable[[int], tuple[str, str]] = field(
        default=lambda n: (f"Text of the first, {n}", f"Words of the second, {n}")
    )
    shown: Callable[[str], str] = str
    same_person: bool = False


def run(size: Size) -> Outcome:
    beneath: list[tuple[int, list[str]]] = []
    with serving(workers=3, before=lambda cast: beneath.append(race_operations(cast, RACED[size]))) as (
        cast,
        port,
        _,
    ):
        manager, officer = Browser(cast.manager, port), Browser(cast.officer, port)
        counted, wrong = 0, []
        things = _things(cast)
        for thing in things:
            for number in range(PAIRS[size]):
                counted += 1
                pair = (manager, manager if thing.same_person else officer)
                if problem := _race(thing, number, pair):
                    wrong.append(f"{thing.name}: {problem}")
        effects = [_accepts(cast, (manager, officer), number) for number in range(ACCEPTS[size])]
    [(raced, beneath_wrong)] = beneath
    wrong += [*(each for each in effects if each), *beneath_wrong]
    figure = (
        f"{counted} pairs of {len(things)} kinds over HTTP, {raced} kinds of saving raced beneath the pages, "
        f"{len(wrong)} not as they must be; {len(effects)} racing accepts, "
        f"{sum(not each for each in effects)} with exactly one effect"
    )
    passed = not wrong and len(things) >= 7 and raced >= min(RACED[size], LEAST_RACED)
    return Outcome(passed, figure + (f" ({'; '.join(wrong[:4])})" if wrong else ""))


def _together(*deeds: Callable[[], Answer]) -> list[Answer]:
    gate = threading.Barrier(len(deeds))
    answers: list[Any] = [None] * len(deeds)

    def act(at: int) -> None:
        gate.wait()
        answers[at] = deeds[at]()

    threads = [threading.Thread(target=act, args=[at]) for at in range(len(deeds))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def _race(thing: Thing, number: int, pair: tuple[Browser, Browser]) -> str:
    """What went otherwise than it must; "" where all is well."""
    _, version = thing.stored()
    texts = thing.texts(number)
    first, second = _together(
        lambda: pair[0].post(thing.path, thing.fields(texts[0], version)),
        lambda: pair[1].post(thing.path, thing.fields(texts[1], version)),
    )
    statuses = sorted([first.status, second.status])
    if statuses != [302, 409]:
        return f"answers {statuses}"
    won, lost = (0, 1) if first.status == 302 else (1, 0)
    stored, after = thing.stored()
    if stored != texts[won]:
        return f"stored {stored!r}, the winner wrote {texts[won]!r}"
    if after != version + 1:
        return f"version {version} became {after}"
    page = unescape((first, second)[lost].body)
    if not all(thing.shown(text) in page for text in texts):
        return "the refusal does not show both texts"
    return ""


def _things(cast: Any) -> list[Thing]:
    from django.urls import reverse

    from heed.intake.queries import list_proposals
    from heed.platform.partnerships.models import Agency, Membership
    from heed.platform.registers.models import SavedView
    from heed.platform.registers.operations import save_view
    from heed.platform.rules.queries import find_edition
    from tests.cast import AT, find_register

    register = find_register(cast)
    row, proposal = register.recommendations["1"], list_proposals(register.open)[0]
    agency = Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[0]
    save_view(cast.manager, register="actions", name="Mine", query="", shared=False, at=AT)
    first_words = _teachable()

    def recommendation() -> tuple[str, int]:
        row.refresh_from_db(from_queryset=type(row).objects.visible_to(cast.manager))
        return row.short_name, row.version

    def words_of(kind: str) -> tuple[str, int]:
        proposal.refresh_from_db()
        value = proposal.values["text"] if kind == "text" else proposal.decision
        return str(value), proposal.version

    def edition() -> tuple[str, int]:
        from django.utils import timezone

        found = find_edition(cast.manager, "reading", on=timezone.localdate())
        return "\n".join(found.content.get(first_words, [])), found.number

    def stored_agency() -> tuple[str, int]:
        agency.refresh_from_db()
        return agency.name, agency.version

    def view() -> tuple[str, int]:
        found = SavedView.objects.get(owner_id=cast.manager.person_id, name="Mine", register="actions")
        return found.query, found.version

    place = Membership.objects.select_related("person").get(pk=cast.reader.membership_id)

    def roles() -> tuple[str, int]:
        place.refresh_from_db()
        return ",".join(place.roles), place.version

    edit = [register.open.public_id, proposal.public_id]
    return [
        Thing(
            "short name",
            reverse("learning:name", args=[row.public_id]),
            lambda text, version: {"short_name": text, "version": str(version)},
            recommendation,
        ),
        Thing(
            "correction",
            reverse("intake:edit", args=edit),
            lambda text, version: {"kind": "recommendation", "text": text, "version": str(version)},
            lambda: words_of("text"),
        ),
        Thing(
            "decision",
            reverse("intake:decide", args=edit),
            lambda text, version: {"decision": text, "version": str(version)},
            lambda: words_of("decision"),
            texts=lambda n: ("accepted", "rejected"),
            shown=str.capitalize,
        ),
        Thing(
            "agency",
            reverse("agencies:agency", args=[agency.public_id]),
            lambda text, version: {
                "name": text, "kind": "council", "other_names": "", "ended_on": "", "successor": "",
                "version": str(version),
            },
            stored_agency,
        ),
        Thing(
            "roles of a place",
            reverse("people:person", args=[place.person.public_id]),
            lambda text, version: {
                "do": "roles", "place": place.public_id, "roles": text, "version": str(version),
            },
            roles,
            texts=lambda n: ("reader", "analyst") if n % 2 else ("officer", "lead_reviewer"),
            shown=lambda role: role.replace("_", " "),
            same_person=True,
        ),
        Thing(
            "rules",
            reverse("intake:words"),
            lambda text, version: {first_words: text, "after": str(version)},
            edition,
            same_person=True,
        ),
        Thing(
            "saved view",
            reverse("registers:save", args=["actions"]),
            lambda text, version: {"name": "Mine", "query": text, "version": str(version)},
            view,
            texts=lambda n: (f"words=first{n}", f"words=second{n}"),
            shown=lambda query: query.replace("=", ": "),
            same_person=True,
        ),
    ]  # fmt: skip


def _teachable() -> str:
    from heed.intake.teach import teachables

    return teachables()[0].path


def _accepts(cast: Any, pair: tuple[Browser, Browser], number: int) -> str:
    """Two people put the same document into the register at one moment."""
    from django.urls import reverse

    from heed.intake.forms import NEW_REVIEW
    from heed.intake.operations import decide
    from heed.intake.queries import list_proposals
    from heed.intake.types import Decision
    from heed.platform.audit_log.models import Event
    from heed.reviews.models import Review
    from tests.cast import AT, BIRCH, bring_in_and_read

    row = bring_in_and_read(cast.manager, f"race-{number}.txt", BIRCH)
    for each in list_proposals(row):
        decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    reviews = Review.objects.visible_to(cast.manager)
    before = reviews.count()
    path = reverse("intake:register", args=[row.public_id])
    sent = {"review": NEW_REVIEW, "name": f"Race {number}", "kind": "learning review", "area": "", "body": ""}
    answers = _together(*(lambda each=each: each.post(path, sent) for each in pair))
    statuses = sorted(each.status for each in answers)
    made = reviews.count() - before
    events = Event.objects.filter(kind="import.accepted", subject_ref=row.public_id).count()
    if statuses != [302, 409] or made != 1 or events != 1:
        return f"accept {number}: answers {statuses}, {made} reviews, {events} events"
    return ""
