"""Partnerships, areas and agencies."""

from __future__ import annotations

import unicodedata

from django.db.models import Q

from heed.platform.partnerships.models import Agency, AgencyName, Area


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


def list_areas(partnership_id: int) -> list[Area]:
    return list(Area.objects.filter(partnership_id=partnership_id))


def get_or_add_area(partnership_id: int, name: str) -> Area:
    """The partnership's area of this name, whatever its case, or a new one."""
    same = Area.objects.filter(Q(partnership_id=partnership_id, name__iexact=name.strip())).first()
    return same or Area.objects.create(partnership_id=partnership_id, name=name.strip()[:120])
