"""Reviews and what belongs to them, for those who may see them."""

from heed.reviews.queries.closing import register_keeps_open
from heed.reviews.queries.reviews import (
    ReviewChoices,
    ReviewFilter,
    case_titles,
    cases_with_own_access,
    filter_reviews,
    find_case,
    find_review,
    is_review,
    labels_of_reviews,
    list_reviews,
    match_review,
    newest_reviews,
    review_choices,
    review_rows,
    reviews_of_documents,
    with_days,
)

__all__ = [
    "ReviewChoices",
    "ReviewFilter",
    "case_titles",
    "cases_with_own_access",
    "filter_reviews",
    "find_case",
    "find_review",
    "is_review",
    "labels_of_reviews",
    "list_reviews",
    "match_review",
    "newest_reviews",
    "register_keeps_open",
    "review_choices",
    "review_rows",
    "reviews_of_documents",
    "with_days",
]
