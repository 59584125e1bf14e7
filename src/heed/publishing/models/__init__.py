"""What is published, how it was checked and told, and whom it reached."""

from heed.publishing.models.publications import Edition, EditionForm, Hit, Publication, PublicWord, Telling
from heed.publishing.models.reach import Campaign, ForbiddenDate, Reach

__all__ = [
    "Campaign",
    "Edition",
    "EditionForm",
    "ForbiddenDate",
    "Hit",
    "PublicWord",
    "Publication",
    "Reach",
    "Telling",
]
