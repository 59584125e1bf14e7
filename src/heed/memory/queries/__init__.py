"""What the memory answers: a module for each question."""

from heed.memory.queries.before import list_recommended_before, remembered_rows

__all__ = ["list_recommended_before", "remembered_rows"]
