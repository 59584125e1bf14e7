"""Whether an agency may be changed, as things stand."""

from __future__ import annotations

from heed.agencies.models import AgencyMerge
from heed.agencies.queries import open_merge
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotNow
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import agencies_by_name, fold_name


def check_is_ours_alone(actor: Actor, agency: Agency) -> None:
    """One row serves every partnership that an agency sits in, so none of them changes it for the others."""
    if agency.partnerships.exclude(pk=actor.partnership_id).exists():
        raise NotNow(f"{agency.name} sits in another partnership too, so one alone cannot change it.")


def check_can_undo_merge(actor: Actor, merge: AgencyMerge) -> None:
    """Not while the other was merged further, or one of the names is somebody else's by now."""
    further = open_merge(actor, merge.into)
    if further is not None and further.merged_at >= merge.merged_at:
        raise NotNow(f"{merge.into.name} was merged into {further.into.name} since. Undo that first.")
    names = {fold_name(name): name for name in merge.names}
    if fold_name(merge.into.name) in merge.new_names:
        raise NotNow(
            f"“{merge.into.name}” was a name of {merge.agency.name}. Give the other its own name first."
        )
    by_name = agencies_by_name(actor.partnership_id)
    for folded, name in names.items():
        holder = by_name.get(folded)
        if holder is not None and holder.pk not in (merge.into_id, merge.agency_id):
            raise NotNow(f"“{name}” is a name of {holder.name} by now. Take it away there first.")
