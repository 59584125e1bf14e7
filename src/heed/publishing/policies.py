"""What stops a publication: everything that is to be done before it comes out, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from heed.platform.access.types import Actor
from heed.platform.approvals.types import JointView
from heed.platform.approvals.types import State as Approval
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.ui.wording import count, day, words
from heed.publishing.models import Edition, Publication
from heed.publishing.queries.dates import refused
from heed.publishing.queries.publications import approval_of, calendar, kinds, tellings, unanswered
from heed.publishing.rules import last_day_to_tell
from heed.reviews.queries.proceedings import blocked_steps

_ACCEPTED = ("accepted", "published", "withheld", "closed")
PEOPLE = 2
"""How many different people approve at least."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be so before a publication comes out; `key` says what it is about."""

    key: str
    what: str
    met: bool
    why: str = ""


def conditions(actor: Actor, publication: Publication, edition: Edition, *, on: date) -> list[Condition]:
    """All of them, met or not, for publishing on this day."""
    view = approval_of(actor, edition)
    left = unanswered(edition)
    found = [
        Condition(
            "check",
            "Everything the check found is answered, and the files are made",
            bool(edition.checked_at),
            f"{count(left, 'place', 'places')} not answered"
            if left
            else "Finish the check"
            if edition.words
            else "There is no text yet",
        ),
        _accepted(publication),
        _approved(view),
        Condition(
            "impact",
            "What publication may do to people is noted",
            bool(publication.impact),
            "Say it under “How it comes out”",
        ),
        Condition(
            "public_until",
            "It is decided how long the public copy stays",
            bool(publication.public_until and publication.public_until > on),
            "Say it under “How it comes out”",
        ),
        *_told(publication, on),
        _free(actor, publication),
    ]
    why = refused(actor, publication, on)
    found.append(Condition("day", f"Nothing forbids {day(on)}", not why, why))
    return [each for each in found if each is not None]


def _accepted(publication: Publication) -> Condition | None:
    if not kinds()[publication.kind].accepted:
        return None
    review = publication.review
    met = review is not None and review.state in _ACCEPTED
    return Condition("accepted", "The review's report is accepted", met, "It is not accepted yet")


def _approved(view: JointView | None) -> Condition:
    what = "It is approved, exactly as it is, by all who decide"
    if view is None:
        return Condition("approval", what, False, "It was put to nobody yet")
    if not view.current:
        return Condition("approval", what, False, "It was changed since: put it to them again")
    if view.state is Approval.REFUSED:
        return Condition("approval", what, False, "One of them said no")
    if not view.approved:
        waits = words([each.agency or each.name for each in view.waits_for])
        return Condition("approval", what, False, f"Waits for {waits}")
    people = {each.given.name.casefold() for each in view.seats if each.given}
    return Condition(
        "approval", what, len(people) >= PEOPLE, f"At least {PEOPLE} different people approve, and it was one"
    )


def _told(publication: Publication, on: date) -> list[Condition]:
    rules = tellings()
    found = []
    for row in publication.tellings.all():
        rule = rules.get(row.key)
        if rule is None or publication.first_published_at:
            continue
        last = last_day_to_tell(rule, on, calendar())
        late = row.done_on is not None and row.done_on > last
        why = (
            f"Done on {day(row.done_on)}; for {day(on)} it had to be by {day(last)}"
            if late
            else f"By {day(last)}, or set it aside with the reason"
        )
        met = row.set_aside or (row.done_on is not None and not late)
        found.append(Condition(f"telling-{row.key}", rule.name, met, why))
    return found


def _free(actor: Actor, publication: Publication) -> Condition | None:
    if publication.review_id is None:
        return None
    held = [each for each in blocked_steps(actor, publication.review_id) if each.step == "publication"]
    why = "; ".join(f"{words(each.by)}, since {day(each.since)}" for each in held)
    return Condition("proceedings", "No proceedings hold publication up", not held, why)


def check_day(actor: Actor, publication: Publication, on: date) -> None:
    """Raise `Invalid` where the day is forbidden, with the reason that was kept."""
    if why := refused(actor, publication, on):
        raise Invalid(f"It cannot come out on {day(on)}. {why}.", fields={"publish_on": why})


def check_comes_out(actor: Actor, publication: Publication, edition: Edition, *, on: date) -> None:
    """Raise while anything stops it: `Invalid` for the day, `NotNow` for the rest."""
    check_day(actor, publication, on)
    open_ = [each for each in conditions(actor, publication, edition, on=on) if not each.met]
    if open_:
        raise NotNow(" ".join(f"{each.what}: {each.why}." for each in open_))
