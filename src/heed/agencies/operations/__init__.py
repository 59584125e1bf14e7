"""Agencies over time: what changes them, merges them and gives work from one to another."""

from heed.agencies.operations.changing import add_agency, change_agency, say_who_is_meant
from heed.agencies.operations.merging import merge_agencies, undo_merge
from heed.agencies.operations.names import put_name_back, set_name_aside
from heed.agencies.operations.passing import when_work_passes

__all__ = [
    "add_agency",
    "change_agency",
    "merge_agencies",
    "put_name_back",
    "say_who_is_meant",
    "set_name_aside",
    "undo_merge",
    "when_work_passes",
]
