"""The registers of reviews and of what belongs to them."""

from heed.reviews.registers.referrals import REFERRALS
from heed.reviews.registers.reviews import REVIEWS

__all__ = ["REFERRALS", "REVIEWS"]
