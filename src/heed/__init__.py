"""Heed: from a safeguarding review to proof that practice changed."""

__version__ = "0.1.0"
