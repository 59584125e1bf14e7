"""Named people in two partnerships, and documents in each state of their way in: made by Heed's own operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from django.dispatch import receiver
from django.test import Client
from django.test.client import ClientHandler
from django.test.signals import setting_changed
from django.utils import timezone

from heed.intake.models import Import
from heed.intake.operations import accept_import, begin_import, decide, keep_what_was_read
from heed.intake.queries import JOB, find_import, import_for_job, list_proposals
from heed.intake.types import Decision, ImportState, ReviewChoice
from heed.learning.models import Finding, Recommendation
from heed.library.types import BroughtIn
from heed.plans.models import Action
from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.entrance.setup import FirstRun, set_up
from heed.platform.jobs.types import KINDS, GiveUp, Handle
from heed.platform.jobs.worker import work
from heed.platform.partnerships.models import Agency, Area, Membership, Partnership
from heed.platform.partnerships.operations import add_agency, add_member
from heed.reviews.models import Review

PASSWORD = "correct horse battery"
BEGAN = date(2020, 1, 1)
AT = datetime(2025, 3, 4, 10, 30, tzinfo=UTC)
"""The moment at which tests act, where no other is said."""

NAMES: dict[Role, str] = {
    Role.ADMINISTRATOR: "Agnes Ackroyd",
    Role.BUSINESS_MANAGER: "Bola Bexley",
    Role.OFFICER: "Osman Oakes",
    Role.INDEPENDENT_CHAIR: "Ivy Irwin",
    Role.INDEPENDENT_SCRUTINEER: "Idris Ingham",
    Role.LEAD_SAFEGUARDING_PARTNER: "Lena Lockwood",
    Role.DELEGATED_SAFEGUARDING_PARTNER: "Dev Dhillon",
    Role.GROUP_MEMBER: "Gwen Garrow",
    Role.AGENCY_LEAD: "Aled Avery",
    Role.AGENCY_CONTRIBUTOR: "Cora Coyle",
    Role.LEAD_REVIEWER: "Rafe Rutter",
    Role.REVIEW_PANEL_MEMBER: "Petra Pike",
    Role.QUALITY_AND_AUDIT_OFFICER: "Quentin Quill",
    Role.ANALYST: "Anoushka Ames",
    Role.INFORMATION_GOVERNANCE_LEAD: "Gita Gomez",
    Role.READER: "Rosa Reade",
    Role.AGENCY_EXECUTIVE: "Elin Ellwood",
}
_WHERE = {Role.AGENCY_EXECUTIVE: 2}
"""Whoever does not act for the agency whose turn it is: the executive director is the Trust's, as its lead is."""
OUTSIDER = "Olive Outram"
"""Business manager of the other partnership: may do everything there, and sees nothing of Westmere."""
STRANGER = "Stan Strang"
"""Has an account and no membership."""
FORMER = "Fay Fenwick"
"""Was a business manager of Westmere until the end of 2024."""

AGENCIES = ("Westmere Council", "Westmere Police", "Vale NHS Trust")
KINDS_OF_AGENCIES = ("council", "police", "health_commissioner")
"""They are the three safeguarding partners."""


@dataclass(frozen=True)
class Cast:
    """Actors by role in Westmere, and those who must see nothing of it."""

    of: Mapping[Role, Actor]
    outsider: Actor

    @property
    def manager(self) -> Actor:
        return self.of[Role.BUSINESS_MANAGER]

    @property
    def officer(self) -> Actor:
        return self.of[Role.OFFICER]

    @property
    def reader(self) -> Actor:
        return self.of[Role.READER]

    @property
    def analyst(self) -> Actor:
        return self.of[Role.ANALYST]

    @property
    def administrator(self) -> Actor:
        return self.of[Role.ADMINISTRATOR]


@dataclass(frozen=True)
class Register:
    """Imports of Westmere by state, and the records of the accepted one."""

    reading: Import
    open: Import
    failed: Import
    accepted: Import
    review: Review
    recommendations: Mapping[str, Recommendation]
    """By label as printed."""
    actions: tuple[Action, ...]
    findings: tuple[Finding, ...]


def make() -> Cast:
    """The whole cast and its register, by the operations that people use."""
    cast = _people()
    _imports(cast.manager)
    return cast


def _people() -> Cast:
    set_up(
        FirstRun(
            partnership="Westmere Safeguarding Children Partnership",
            area="Westmere",
            agencies=AGENCIES,
            own_agency=AGENCIES[0],
            name="Nadia Nightingale",
            email="nadia.nightingale@westmere.example",
            password=PASSWORD,
        ),
        at=AT,
    )
    westmere = Partnership.objects.get()
    agencies = list(westmere.agencies.order_by("pk"))
    for agency, kind in zip(agencies, KINDS_OF_AGENCIES, strict=True):
        Agency.objects.filter(pk=agency.pk).update(kind=kind)
    for order, (role, name) in enumerate(NAMES.items()):
        add_member(
            westmere,
            person=_person(name),
            agency=agencies[_WHERE.get(role, order) % len(agencies)],
            roles=[role],
            starts_on=BEGAN,
        )
    former = add_member(
        westmere,
        person=_person(FORMER),
        agency=agencies[0],
        roles=[Role.BUSINESS_MANAGER],
        starts_on=BEGAN,
    )
    Membership.objects.filter(pk=former.pk).update(ends_on=date(2024, 12, 31))
    _person(STRANGER)
    # The first run makes the first partnership; there is no page yet that makes a second.
    harrowdale = Partnership.objects.create(name="Harrowdale Safeguarding Children Partnership")
    Area.objects.create(partnership=harrowdale, name="Harrowdale")
    own = add_agency(harrowdale, name="Harrowdale Council", kind="council")
    add_member(
        harrowdale, person=_person(OUTSIDER), agency=own, roles=[Role.BUSINESS_MANAGER], starts_on=BEGAN
    )
    found = find()
    assert found is not None
    return found


def _person(name: str) -> Person:
    return Person.objects.create_person(email=email_of(name), name=name, password=PASSWORD)


def email_of(name: str) -> str:
    return f"{name.casefold().replace(' ', '.')}@westmere.example"


def find() -> Cast | None:
    """The cast as it is in the database; None where it is not."""
    memberships = Membership.objects.select_related("person", "partnership", "agency")
    actors = {each.person.name: actor_of(each.person, each) for each in memberships}
    if OUTSIDER not in actors:
        return None
    return Cast(of={role: actors[name] for role, name in NAMES.items()}, outsider=actors[OUTSIDER])


def client_of(actor: Actor) -> Client:
    """A browser in which this person is signed in, in this membership."""
    client = browser()
    client.force_login(Person.objects.get(pk=actor.person_id))
    session = client.session
    session["membership"] = Membership.objects.get(pk=actor.membership_id).public_id
    session.save()
    return client


def browser() -> Client:
    """A browser in which nobody is signed in. All of them ask one chain of middleware, which takes long to load and
    is loaded again when a setting changes."""
    client = Client(raise_request_exception=False)
    if not _chain:
        _chain.append(ClientHandler(enforce_csrf_checks=False))
    client.handler = _chain[0]
    return client


_chain: list[ClientHandler] = []


@receiver(setting_changed)
def _load_the_chain_again(**_: Any) -> None:
    _chain.clear()


# Documents, as a reader would have found them.


@dataclass(frozen=True)
class Answer:
    text: str
    agency: str = ""


@dataclass(frozen=True)
class Promise:
    """An action as a document states it: `status` is planned, taken, in_place or stalled."""

    text: str
    status: str = "planned"
    agency: str = ""
    owner: str = ""
    due: tuple[str, str, str] | None = None
    """As printed, the first day it can mean and the last."""


@dataclass(frozen=True)
class Ask:
    """A recommendation with what belongs to it."""

    label: str
    text: str
    theme: str = ""
    to: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    withheld: bool = False
    sure: float = 1.0
    source: str = ""
    answers: tuple[Answer, ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A theme with an answer and actions of its own."""

    name: str
    answer: str = ""
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class Learned:
    """A finding; `label` is its number as printed."""

    text: str
    kind: str = "weakness"
    label: str = ""
    section: str = "Findings"


@dataclass(frozen=True)
class Written:
    """What a document says."""

    title: str
    asks: tuple[Ask, ...]
    headings: tuple[Heading, ...] = ()
    pages: bool = False
    learned: tuple[Learned, ...] = ()
    kind: str = ""


SHARED = Promise(
    text="Hold a learning day on core groups for all agencies.",
    agency="the Westmere Council",
    owner="Head of Service",
    due=("autumn 2025", "2025-09-01", "2025-11-30"),
)
ALDER = Written(
    title="Learning from Alder",
    pages=True,
    asks=(
        Ask(
            label="1",
            text="The Council and the Police should hold core groups on time and record who came.",
            theme="Working together",
            to=("The Westmere Council", "Westmere Police"),
            parts=("hold core groups on time", "record who came"),
            answers=(
                Answer("We have changed how core groups are booked.", "Westmere Council"),
                Answer("Cover is arranged when an officer is away."),
            ),
            promises=(
                SHARED,
                Promise(
                    "A weekly list of core groups goes to team managers.", "in_place", "Westmere Council"
                ),
            ),
        ),
        Ask(
            label="2a",
            text="Every agency should ask what daily life is like for the child.",
            theme="Working together",
            to=("All agencies",),
            promises=(SHARED, Promise("Supervision notes were changed.", "taken", "Vale NHS Trust")),
        ),
        Ask(label="3", text="[This recommendation was withheld from publication.]", withheld=True),
        Ask(
            label="4",
            text="The Trust should tell the partnership when a visit did not take place.",
            sure=0.4,
            source="IMR",
            to=("the Vale NHS Trust",),
            answers=(Answer("Agreed.", "Vale NHS Trust"),),
            promises=(Promise("A new form is being written.", "stalled"),),
        ),
    ),
    headings=(
        Heading(
            "Working together",
            answer="The partnership accepts what was learned about working together.",
            promises=(Promise("Publish a short guide to core groups.", owner="Business Manager"),),
        ),
    ),
    learned=(
        Learned("Core groups were late, and nobody said so. See recommendation 1.", label="1"),
        Learned("The health visitor went on asking until she was heard.", kind="good practice"),
    ),
)
BIRCH = Written(
    title="Learning from Birch",
    asks=(
        Ask("1", "Schools should be asked to every strategy meeting.", answers=(Answer("Accepted."),)),
        Ask("2", "Escalation should be recorded, with its effect for the child.", sure=0.5),
    ),
    learned=(
        Learned("Meetings were short of people who knew the child.", label="1"),
        Learned("Records were kept by each agency for itself."),
    ),
)


@dataclass
class _Composer:
    """Gathers a text while it remembers where everything stands."""

    paged: bool
    text: str = ""
    blocks: list[dict[str, object]] = field(default_factory=list)

    def add(self, words: str, kind: str = "paragraph") -> list[dict[str, int]]:
        start = len(self.text)
        self.text += f"{words}\n"
        span: dict[str, int] = {"start": start, "end": start + len(words)}
        if self.paged:
            span["page"] = 1
        self.blocks.append(
            {
                "kind": kind,
                "level": 0,
                "marker": "",
                "spans": [[span["start"], span["end"], span.get("page")]],
            }
        )
        return [span]


def compose(written: Written) -> BroughtIn:
    """What a reader that makes no mistake finds in a document that says this."""
    on = _Composer(paged=written.pages)
    on.add(written.title, "heading")
    recommendations = [_ask(on, each) for each in written.asks]
    themes = [_heading(on, each) for each in written.headings]
    findings = [_learned(on, each) for each in written.learned]
    return BroughtIn(
        reader="cast 1",
        kind="pdf" if written.pages else "text",
        title=written.title,
        text=on.text,
        blocks=on.blocks,
        found={
            "title": written.title,
            "document_kind": written.kind,
            "recommendations": recommendations,
            "themes": themes,
            "findings": findings,
        },
        page_count=1 if written.pages else None,
        pages=[(1, 595.0, 842.0, list(_words(on.text)))] if written.pages else [],
    )


def _ask(on: _Composer, ask: Ask) -> dict[str, Any]:
    return {
        "label": ask.label,
        "kind": "recommendation",
        "text": ask.text,
        "section": "Recommendations",
        "theme": ask.theme or None,
        "source": ask.source or None,
        "addressed_to": list(ask.to),
        "parts": list(ask.parts),
        "withheld": ask.withheld,
        "spans": on.add(ask.text),
        "sure": ask.sure,
        "why": [] if ask.sure == 1 else ["the label is unusual"],
        "responses": [
            {
                "agency": each.agency or None,
                "text": each.text,
                "spans": on.add(each.text),
                "sure": 1.0,
                "why": [],
            }
            for each in ask.answers
        ],
        "actions": [_promise(on, each) for each in ask.promises],
    }


def _heading(on: _Composer, heading: Heading) -> dict[str, Any]:
    return {
        "name": heading.name,
        "response": heading.answer or None,
        "spans": on.add(heading.answer or heading.name),
        "actions": [_promise(on, each) for each in heading.promises],
    }


def _learned(on: _Composer, learned: Learned) -> dict[str, Any]:
    return {
        "text": learned.text,
        "kind": learned.kind,
        "label": learned.label,
        "section": learned.section,
        "spans": on.add(learned.text),
    }


def _promise(on: _Composer, promise: Promise) -> dict[str, Any]:
    due = dict(zip(("text", "earliest", "latest"), promise.due, strict=True)) if promise.due else None
    return {
        "text": promise.text,
        "status": promise.status,
        "agency": promise.agency or None,
        "owner": promise.owner or None,
        "due": due,
        "spans": on.add(promise.text),
        "sure": 1.0,
        "why": [],
    }


def _words(text: str) -> Iterator[list[float]]:
    """Each word in a box of its own, ten points high, a line for each line of the text."""
    start = 0
    for row, line in enumerate(text.splitlines()):
        at = start
        for word in line.split(" "):
            yield [
                at,
                at + len(word),
                50.0 + (at - start) * 3,
                60.0 + row * 20,
                50.0 + (at - start + len(word)) * 3,
                70.0 + row * 20,
            ]
            at += len(word) + 1
        start += len(line) + 1


# Documents on their way in.


@contextmanager
def reader_that(finds: Callable[[Handle], None]) -> Iterator[None]:
    """Jobs that read documents do this instead; queue, lease and worker are the real ones."""
    real = KINDS[JOB]
    KINDS[JOB] = replace(real, run=finds)
    try:
        yield
    finally:
        KINDS[JOB] = real


def bring_in(actor: Actor, name: str, content: bytes = b"") -> Import:
    """An import whose document waits to be read; bytes that no other document of this name's has."""
    content = content or f"Words of no particular document, called {name}.".encode()
    return begin_import(actor, name=name, size=len(content), chunks=[content], at=timezone.now())


def bring_in_and_read(actor: Actor, name: str, written: Written) -> Import:
    """An import whose document was read by a reader that makes no mistake: open."""

    def finds(handle: Handle) -> None:
        keep_what_was_read(
            handle.actor, row=import_for_job(handle.subject_ref), read=compose(written), at=timezone.now()
        )

    row = bring_in(actor, name, f"{compose(written).text}\n{name}".encode())
    with reader_that(finds):
        work(until_empty=True)
    return find_import(actor, row.public_id)


def bring_in_and_fail(actor: Actor, name: str) -> Import:
    """An import whose document could not be read."""

    def gives_up(_: Handle) -> None:
        raise GiveUp("This file is protected with a password. Save it without one, and bring it in again.")

    row = bring_in(actor, name)
    with reader_that(gives_up):
        work(until_empty=True)
    return find_import(actor, row.public_id)


def accept_everything(actor: Actor, row: Import, *, review: str, at: datetime = AT) -> Review:
    """Every proposal accepted, and put into the register under a new review."""
    for proposal in list_proposals(row):
        if proposal.parent_id is None:
            decide(actor, ref=proposal.public_id, decision=Decision.ACCEPTED, at=at)
    return accept_import(actor, ref=row.public_id, choice=choice_of(review), at=at)


def choice_of(name: str) -> ReviewChoice:
    """A new review of this name, published in March 2024."""
    return ReviewChoice(
        name=name,
        kind="local child safeguarding practice review",
        area="Westmere",
        body="Westmere Safeguarding Children Partnership",
        published_text="March 2024",
        published_earliest="2024-03-01",
        published_latest="2024-03-31",
    )


def register_of(actor: Actor, written: Written, *, review: str) -> Review:
    """A document brought in, read, accepted and in the register."""
    return accept_everything(actor, bring_in_and_read(actor, f"{review}.pdf", written), review=review)


ALONE = Written(
    title="Learning from Laurel",
    asks=(Ask("1", "Nurseries should ask who collects a child each day."),),
)


def nobody_built_on(manager: Actor) -> Import:
    """An accepted document and its review on which no other record stands."""
    read = compose(ALONE)
    row = bring_in(manager, "laurel.txt", read.text.encode())
    keep_what_was_read(manager, row=import_for_job(row.public_id), read=read, at=timezone.now())
    accept_everything(manager, find_import(manager, row.public_id), review="Laurel")
    return find_import(manager, row.public_id)


def _imports(manager: Actor) -> None:
    accept_everything(manager, bring_in_and_read(manager, "alder.pdf", ALDER), review="Alder")
    bring_in_and_read(manager, "birch.txt", BIRCH)
    bring_in_and_fail(manager, "locked.pdf")
    bring_in(manager, "waiting.txt")


def find_register(cast: Cast) -> Register:
    """Westmere's register as it is in the database."""
    manager = cast.manager
    imports = {
        ImportState(each.state): each
        for each in _oldest_last(
            Import.objects.visible_to(manager).select_related("document", "reading", "review")
        )
    }
    review = imports[ImportState.ACCEPTED].review
    assert review is not None
    rows = Recommendation.objects.visible_to(manager).filter(review=review)
    return Register(
        reading=imports[ImportState.READING],
        open=imports[ImportState.OPEN],
        failed=imports[ImportState.FAILED],
        accepted=imports[ImportState.ACCEPTED],
        review=review,
        recommendations={each.label: each for each in rows},
        actions=tuple(Action.objects.visible_to(manager).filter(review=review).order_by("position")),
        findings=tuple(Finding.objects.visible_to(manager).filter(review=review).order_by("position")),
    )


def _oldest_last(rows: Any) -> Iterable[Import]:
    return rows.order_by("-pk")  # type: ignore[no-any-return]
