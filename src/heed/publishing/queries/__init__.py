"""Publications, for those who may see them, and what is published, for everybody."""

from heed.publishing.queries.publications import (
    APPROVED,
    calendar,
    find_edition_for_approval,
    find_publication,
    kinds,
    list_publications,
    tellings,
)

__all__ = [
    "APPROVED",
    "calendar",
    "find_edition_for_approval",
    "find_publication",
    "kinds",
    "list_publications",
    "tellings",
]
