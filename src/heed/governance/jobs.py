"""What is made in the background: the pack of each member."""

from __future__ import annotations

from heed.governance.operations.packs import JOB, keep_sent_pack
from heed.governance.presenters.files import bytes_of
from heed.governance.presenters.pack import pack_document
from heed.governance.queries.meetings import find_meeting
from heed.governance.queries.pack import cases_of, pack_of, readers_of
from heed.platform.base import clock
from heed.platform.base.errors import Refusal
from heed.platform.jobs.types import GiveUp, Handle, JobKind


def make_packs(job: Handle) -> None:
    """Each member's own pack as PDF; made again after a worker died, nobody gets two."""
    try:
        meeting = find_meeting(job.actor, job.subject_ref)
        readers = readers_of(meeting, on=clock.today())
        for number, reader in enumerate(readers):
            job.say(f"Pack for {reader.name}", done=number, total=len(readers))
            pack = pack_of(reader, meeting)
            keep_sent_pack(
                job.actor,
                ref=job.subject_ref,
                batch=job.ref,
                reader=reader,
                cases=cases_of(pack),
                data=bytes_of(pack_document(pack), "pdf"),
                at=clock.now(),
            )
    except Refusal as refusal:
        raise GiveUp(refusal.sentence) from refusal


def _gave_up(ref: str, reason: str) -> None:
    """Nothing to undo: packs that were made stay, and the job itself says why."""


packs_job = JobKind(name=JOB, title="Make the packs of a meeting", run=make_packs, failed=_gave_up)
