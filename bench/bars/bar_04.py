"""Withdrawals: a role, a place, a case, an account, taken away at random, and gone with the next request.

Each time the person has two sessions open, download links in hand (a document's, and that of a file that came in with
the case), a half-typed form about the case and work waiting in the background. Before the withdrawal all of it must
work, or nothing was withdrawn; afterwards none of it may, from the very next request.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.bars.house import house
from bench.bars.types import BOTH, Outcome, Size

TITLE = "What is withdrawn from somebody is gone with their next request: other sessions, links and waiting work too."
DATABASES = BOTH
WITHDRAWALS = {Size.USUAL: 60, Size.FULL: 500}
HALF_TYPED = "Answer on Alder"
"""What the page of a half-typed form is called."""


@dataclass
class Held:
    """What somebody has before something is taken from them."""

    cast: Any
    register: Any
    actor: Any
    clients: list[Any]
    job: Any
    attachment: str


def run(size: Size) -> Outcome:
    with house() as cast:
        from bench.bars.cases import worker_in_our_transaction

        draw = random.Random(20261121)
        done: dict[str, int] = dict.fromkeys(KINDS, 0)
        wrong: list[str] = []
        with worker_in_our_transaction():
            for number in range(WITHDRAWALS[size]):
                kind = draw.choice(sorted(KINDS))
                problem = one(cast, kind, draw)
                done[kind] += 1
                if problem:
                    wrong.append(f"{number} ({kind}): {problem}")
    at_once = sum(done.values()) - len(wrong)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(done.items()))
    figure = f"{at_once} of {sum(done.values())} withdrawals effective with the next request ({kinds})"
    return Outcome(not wrong and all(done.values()), "; ".join([figure, *wrong[:3]]))


def one(cast: Any, kind: str, draw: random.Random) -> str:
    """One withdrawal, undone afterwards; what was wrong, or ""."""
    from django.db import transaction

    with transaction.atomic():
        try:
            return KINDS[kind](cast, draw)
        finally:
            transaction.set_rollback(True)


def _account(cast: Any, draw: random.Random) -> str:
    from heed.platform.accounts.models import Person

    held = hold(cast, draw)
    return check(
        held, lambda: Person.objects.filter(pk=held.actor.person_id).update(is_active=False), (302, 403)
    )


def _place(cast: Any, draw: random.Random) -> str:
    from django.utils import timezone

    from heed.platform.people.operations import end_membership

    held = hold(cast, draw)
    row = place_of(held.actor)
    return check(
        held,
        lambda: end_membership(
            cast.administrator, ref=row.public_id, reason="Left", version=row.version, at=timezone.now()
        ),
        (302, 403),  # with the last place the sessions end: asked to sign in
    )


def _role(cast: Any, draw: random.Random) -> str:
    from django.utils import timezone

    from heed.platform.access.roles import Role
    from heed.platform.people.operations import change_roles

    held = hold(cast, draw)
    row = place_of(held.actor)
    return check(
        held,
        lambda: change_roles(
            cast.manager,
            ref=row.public_id,
            roles=[Role.ADMINISTRATOR],
            version=row.version,
            at=timezone.now(),
        ),
        (403,),
    )


def _named(cast: Any, draw: random.Random) -> str:
    from django.utils import timezone

    from heed.platform.people.operations import restrict_case, take_person_out

    held = hold(cast, draw)
    ref, person = held.register.review.public_id, held.actor.person_ref
    restrict_case(cast.manager, ref=ref, people=[person], reason="A trial", version=0, at=timezone.now())
    return check(
        held,
        lambda: take_person_out(cast.manager, ref=ref, person=person, version=1, at=timezone.now()),
        (404,),
    )


def _excluded(cast: Any, draw: random.Random) -> str:
    from django.utils import timezone

    from heed.platform.people.operations import exclude_person

    held = hold(cast, draw)
    ref, person = held.register.review.public_id, held.actor.person_ref
    return check(
        held,
        lambda: exclude_person(
            cast.manager, ref=ref, person=person, reason="Own practice", version=0, at=timezone.now()
        ),
        (404,),
    )


def _restricted(cast: Any, draw: random.Random) -> str:
    from django.utils import timezone

    from heed.platform.people.operations import restrict_case

    held = hold(cast, draw)
    ref = held.register.review.public_id
    return check(
        held,
        lambda: restrict_case(
            cast.manager, ref=ref, people=[], reason="A trial", version=0, at=timezone.now()
        ),
        (404,),
    )


def _emergency(cast: Any, draw: random.Random) -> str:
    from django.utils import timezone

    from heed.platform.people.operations import (
        ask_emergency_access,
        end_emergency_access,
        grant_emergency_access,
        restrict_case,
    )

    held, now = hold(cast, draw), timezone.now()
    review = held.register.review
    restrict_case(cast.manager, ref=review.public_id, people=[], reason="A trial", version=0, at=now)
    row = ask_emergency_access(held.actor, words=review.reference, reason="Unsafe?", at=now)
    grant_emergency_access(cast.manager, ref=row.public_id, hours=4, at=now)
    return check(
        held,
        lambda: end_emergency_access(cast.manager, ref=row.public_id, at=timezone.now()),
        (404,),
    )


KINDS: dict[str, Callable[[Any, random.Random], str]] = {
    "accounts": _account,
    "places": _place,
    "roles": _role,
    "namings": _named,
    "exclusions": _excluded,
    "restrictions": _restricted,
    "emergencies": _emergency,
}


def hold(cast: Any, draw: random.Random) -> Held:
    """Somebody with two sessions, a link to a file, and a document of the case waiting to be read again for them."""
    from heed.intake.queries import AGAIN_JOB
    from heed.platform.drafts.operations import save_draft
    from heed.platform.jobs.operations import enqueue
    from tests import cast as the_cast

    actor = draw.choice([cast.officer, cast.reader, cast.analyst])
    register = the_cast.find_register(cast)
    row = register.accepted
    job = enqueue(
        actor, kind=AGAIN_JOB, subject_ref=row.public_id, at=the_cast.AT, scope_id=row.document.scope_id
    )
    save_draft(actor, named=half_typed(actor, register), fields={"text": ["Half"]}, at=the_cast.AT)
    clients = [the_cast.client_of(actor) for _ in range(2)]
    return Held(cast, register, actor, clients, job, attached(cast, register.review))


def half_typed(actor: Any, register: Any) -> Any:
    """A form on a page beneath the case's."""
    from django.urls import reverse

    from heed.platform.drafts.named import FormNamed

    address = reverse("reviews:review", args=[register.review.public_id]) + "answer/"
    return FormNamed(actor.person_ref, actor.partnership_id, "answer", "", address, HALF_TYPED)


def attached(cast: Any, review: Any) -> str:
    """A file that came in with the case: its public id."""
    from heed.reviews.models import CaseReferral
    from heed.reviews.operations.attachments import attach_files
    from tests.cast import AT
    from tests.cast_cases import a_referral

    referral = a_referral(cast.officer)
    mine = CaseReferral.objects.visible_to(cast.officer).filter(pk=referral.pk)
    mine.update(review=review, scope=review.scope_id)
    files = [("notes.txt", [b"What we know."])]
    made = attach_files(
        cast.officer, review_ref=review.public_id, about=referral.reference, files=files, at=AT
    )
    return str(made[0].public_id)


def check(held: Held, withdraw: Callable[[], object], refused: tuple[int, ...]) -> str:
    """All works before, nothing after."""
    from django.urls import reverse

    paths = [
        reverse("reviews:review", args=[held.register.review.public_id]),
        reverse("library:file", args=[held.register.accepted.document.public_id]),
        reverse("learning:recommendation", args=[held.register.recommendations["1"].public_id]),
        reverse("reviews:attachment", args=[held.attachment]),
    ]
    drafts = reverse("drafts:list")
    before = [client.get(path).status_code for client in held.clients for path in paths]
    if set(before) != {200}:
        return f"before the withdrawal: {before}"
    if HALF_TYPED not in held.clients[0].get(drafts).content.decode():
        return "before the withdrawal: no draft"
    withdraw()
    after = [client.get(path).status_code for client in held.clients for path in paths]
    if not set(after) <= set(refused):
        return f"after the withdrawal: {after}"
    if HALF_TYPED in held.clients[0].get(drafts).content.decode():
        return "after the withdrawal: the draft is shown"
    return waiting_work(held)


def waiting_work(held: Held) -> str:
    """The work that waits is not done: its turn comes, and it is given up."""
    from dataclasses import replace

    from heed.intake.queries import AGAIN_JOB
    from heed.platform.jobs.models import Job
    from heed.platform.jobs.operations import run_job
    from heed.platform.jobs.types import KINDS as JOBS

    ran = []
    real = JOBS[AGAIN_JOB]
    JOBS[AGAIN_JOB] = replace(real, run=lambda handle: ran.append(handle.actor.may))
    try:
        run_job.func(held.job.public_id)
    finally:
        JOBS[AGAIN_JOB] = real
    state = Job.objects.get(pk=held.job.pk).state
    if ran and place_roles(held) != {"administrator"}:
        return "the work that waited was done"
    return "" if ran or state == Job.State.FAILED else f"the work that waited is {state}"


def place_roles(held: Held) -> set[str]:
    return set(place_of(held.actor).roles)


def place_of(actor: Any) -> Any:
    from heed.platform.partnerships.models import Membership

    return Membership.objects.get(pk=actor.membership_id)
