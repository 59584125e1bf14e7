"""Reviews as pages show them."""

from heed.reviews.presenters.frame import ReviewFrame, review_frame
from heed.reviews.presenters.reviews import DocumentLink, ReviewPage, review_page

__all__ = ["DocumentLink", "ReviewFrame", "ReviewPage", "review_frame", "review_page"]
