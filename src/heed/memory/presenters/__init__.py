"""Recommended before, pairs, lessons and drafts as pages show them."""

from heed.memory.presenters.before import searched_words

__all__ = ["searched_words"]
