"""What information governance keeps."""

from heed.information.models.access_reviews import AccessReview, ConfirmedPerson
from heed.information.models.agreements import Agreement, Assessment, AssessmentVersion, Party
from heed.information.models.releases import AgencyRecord, ReleasedFile, ReleaseRequest
from heed.information.models.requests import InformationRequest, Mention, Search
from heed.information.models.retention import Disposal, Hold

__all__ = [
    "AccessReview",
    "AgencyRecord",
    "Agreement",
    "Assessment",
    "AssessmentVersion",
    "ConfirmedPerson",
    "Disposal",
    "Hold",
    "InformationRequest",
    "Mention",
    "Party",
    "ReleaseRequest",
    "ReleasedFile",
    "Search",
]
