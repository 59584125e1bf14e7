"""Partnerships, areas and agencies."""

from __future__ import annotations

import unicodedata
from datetime import date

from django.db.models import Q, QuerySet

from heed.platform.partnerships.models import Agency, AgencyName, Area, Deputy, Membership, Post


def fold_name(name: str) -> str:
    """A name without what writers vary: case, quotes, "the", "&", spaces."""
    plain = unicodedata.normalize("NFKC", name).replace("’", "'").replace("&", " and ")
    words = plain.casefold().split()
    return " ".join(words[1:] if words[:1] == ["the"] else words).strip(" .,;:-–")


def list_agencies(partnership_id: int) -> list[Agency]:
    """The agencies that sit in this partnership, by name."""
    return list(Agency.objects.filter(partnerships=partnership_id).order_by("name"))


def agencies_by_name(partnership_id: int) -> dict[str, Agency]:
    """Every folded name and other name of the partnership's agencies; a name that two share is left out."""
    names = AgencyName.objects.filter(agency__partnerships=partnership_id).select_related("agency")
    found: dict[str, Agency] = {}
    shared: set[str] = set()
    for name in names:
        if found.setdefault(name.folded, name.agency).pk != name.agency.pk:
            shared.add(name.folded)
    return {folded: agency for folded, agency in found.items() if folded not in shared}


def agency_now(agency: Agency) -> Agency | None:
    """Who answers for an agency today: itself, or what came after it; None where it ended and nothing did."""
    seen = {agency.pk}
    now = agency
    while now.ended_on is not None and now.successor is not None and now.successor.pk not in seen:
        now = now.successor
        seen.add(now.pk)
    return now if now.ended_on is None else None


def came_before(agency_id: int, *, on: date) -> frozenset[int]:
    """The agencies that had ended by the day and whose work is this one's now, one after another. One query."""
    ended = Agency.objects.filter(ended_on__lte=on, successor__isnull=False)
    after = dict(ended.values_list("pk", "successor"))
    found, newest = frozenset[int](), frozenset({agency_id})
    while newest:
        newest = frozenset(pk for pk, now in after.items() if now in newest) - found - {agency_id}
        found |= newest
    return found


def list_areas(partnership_id: int) -> list[Area]:
    return list(Area.objects.filter(partnership_id=partnership_id))


def get_or_add_area(partnership_id: int, name: str) -> Area:
    """The partnership's area of this name, whatever its case, or a new one."""
    same = Area.objects.filter(Q(partnership_id=partnership_id, name__iexact=name.strip())).first()
    return same or Area.objects.create(partnership_id=partnership_id, name=name.strip()[:120])


def key_of_area(partnership_id: int, name: str) -> int | None:
    """The key of the partnership's area of this name, whatever its case, where there is one."""
    rows = Area.objects.filter(partnership_id=partnership_id, name__iexact=name.strip())
    return rows.values_list("pk", flat=True).first()


def memberships_in_force(on: date) -> QuerySet[Membership]:
    """Memberships that grant something on the day: begun, not over, not ended, of an account that is open."""
    return (
        Membership.objects.filter(person__is_active=True, starts_on__lte=on, ended_at__isnull=True)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("person", "partnership", "agency")
        .order_by("pk")
    )


def holders_in_force(on: date) -> dict[int, int]:
    """Who holds each post on the day: of several, whoever was there first."""
    held = memberships_in_force(on).filter(post__isnull=False).order_by("-pk")
    return dict(held.values_list("post", "person"))  # the last of a post that is read stays


def owners_to_offer(partnership_id: int, *, on: date) -> list[str]:
    """Who can answer for something: each post with its agency, and each person who has a place on the day."""
    posts = Post.objects.filter(agency__partnerships=partnership_id, agency__ended_on__isnull=True)
    titles = [
        str(each) for each in posts.select_related("agency").order_by("title", "agency__name").distinct()
    ]
    people = memberships_in_force(on).filter(partnership=partnership_id).order_by("person__name")
    return list(dict.fromkeys([*titles, *people.values_list("person__name", flat=True)]))


def deputies_in_force(on: date) -> QuerySet[Deputy]:
    """Deputies on the day; both memberships must be in force, so that nobody stands in for a leaver."""
    in_force = memberships_in_force(on).order_by().values("pk")
    return (
        Deputy.objects.filter(starts_on__lte=on, ends_on__gte=on, ended_at__isnull=True)
        .filter(membership__in=in_force, stands_in_for__in=in_force)
        .select_related(
            "membership__person",
            "stands_in_for__person",
            "stands_in_for__partnership",
            "stands_in_for__agency",
        )
        .order_by("pk")
    )
