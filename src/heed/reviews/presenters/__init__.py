"""Reviews as pages show them."""

from heed.reviews.presenters.frame import ReviewFrame, review_frame
from heed.reviews.presenters.part import IntakePage, first_href, intake_words
from heed.reviews.presenters.reviews import DocumentLink, ReviewPage, review_page

__all__ = [
    "DocumentLink",
    "IntakePage",
    "ReviewFrame",
    "ReviewPage",
    "first_href",
    "intake_words",
    "review_frame",
    "review_page",
]
