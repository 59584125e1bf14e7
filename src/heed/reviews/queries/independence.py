"""Who is not independent of a case: whoever is employed by, or acts for, an agency in it, or is excluded from it."""

from __future__ import annotations

from datetime import date

from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import memberships_in_force
from heed.reviews.models import (
    AgencyAsked,
    Appointment,
    CaseReferral,
    PanelMember,
    Review,
    Reviewer,
    Submission,
    Terms,
)
from heed.reviews.queries.submissions import excluded_from

_BECAUSE = "who is independent follows from the whole case, whoever asks"


def agencies_in_case(review: Review, *, on: date) -> dict[int, str]:
    """The agencies that the case is about, by key: those that put it forward, were asked, stand in its terms, or sit on
    its panel; of somebody on the panel, whoever employs them too."""
    keys: set[int | None] = set()
    for model in (CaseReferral, AgencyAsked, Submission):
        rows = model.objects.for_everyone(because=_BECAUSE).filter(review=review)
        keys |= set(rows.values_list("agency_id", flat=True))
    terms = Terms.objects.for_everyone(because=_BECAUSE).filter(review=review, withdrawn_at__isnull=True)
    keys |= set(terms.values_list("agencies", flat=True))
    keys |= _bodies_on_panel(review, on)
    bodies = Agency.objects.filter(pk__in=[each for each in keys if each]).exclude(kind="partnership")
    return dict(bodies.values_list("pk", "name"))


def employed_in_case(review: Review, reviewer: Reviewer, *, on: date) -> str:
    """The agency of the case by which a reviewer is employed or for which they act, by their account or their firm's
    name; "" where there is none."""
    known = agencies_in_case(review, on=on)
    firm = reviewer.firm.strip().casefold()
    named = next((name for name in known.values() if firm and name.casefold() == firm), "")
    if named or reviewer.person_id is None:
        return named
    bodies = _bodies_of({reviewer.person_id}, on)
    return next((name for key, name in known.items() if key in bodies), "")


def _bodies_on_panel(review: Review, on: date) -> set[int | None]:
    """For whom those who sit on the panel sit there, and who employs them."""
    rows = PanelMember.objects.for_everyone(because=_BECAUSE).filter(review=review, left_on__isnull=True)
    seats = list(rows.values_list("agency_id", "person_id"))
    return {agency for agency, _ in seats} | _bodies_of({person for _, person in seats if person}, on)


def _bodies_of(people: set[int], on: date) -> set[int | None]:
    """For which agencies these people act that day, and who employs them."""
    rows = memberships_in_force(on).filter(person_id__in=people).order_by()
    return {each for pair in rows.values_list("agency_id", "employer_id") for each in pair}


def is_excluded(review: Review, *, person_id: int | None, name: str) -> bool:
    """Whether somebody is excluded from the case, by their account or, typed, by the name of one who is."""
    out = excluded_from(review.public_id)
    return _is_out(out, _names(out), person_id, name)


def excluded_reviewers(review: Review, appointed: list[Appointment]) -> list[Appointment]:
    """Those who have a part in the review and are excluded from its case now."""
    out = excluded_from(review.public_id)
    names = _names(out)
    serving = [each for each in appointed if each.ended_on is None]
    return [each for each in serving if _is_out(out, names, each.reviewer.person_id, each.reviewer.name)]


def _names(out: frozenset[int]) -> list[str]:
    return list(Person.objects.filter(pk__in=out).values_list("name", flat=True)) if out else []


def _is_out(out: frozenset[int], names: list[str], person_id: int | None, typed: str) -> bool:
    if person_id is not None:
        return person_id in out
    said = f" {' '.join(typed.replace(',', ' ').split()).casefold()} "
    return any(f" {' '.join(each.split()).casefold()} " in said for each in names)
