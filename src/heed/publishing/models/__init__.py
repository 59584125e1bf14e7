"""What is published, how it was checked and told, and whom it reached."""

from heed.publishing.models.publications import (
    Edition,
    EditionForm,
    Hit,
    Publication,
    PublicLink,
    PublicWord,
    Telling,
)
from heed.publishing.models.reach import Bulletin, Campaign, ForbiddenDate, Reach

__all__ = [
    "Bulletin",
    "Campaign",
    "Edition",
    "EditionForm",
    "ForbiddenDate",
    "Hit",
    "PublicLink",
    "PublicWord",
    "Publication",
    "Reach",
    "Telling",
]
