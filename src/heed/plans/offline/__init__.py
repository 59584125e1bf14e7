"""An agency's actions as a workbook to fill offline, and what that says when it comes back; without a database."""

from heed.plans.offline.book import PROMISE, BookRow, as_book
from heed.plans.offline.returned import Promised, read_returned

__all__ = ["PROMISE", "BookRow", "Promised", "as_book", "read_returned"]
