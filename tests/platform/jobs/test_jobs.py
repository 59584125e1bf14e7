"""Work in the background: done once, taken from workers that died, and given up with a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from heed.intake.models import Import
from heed.intake.queries import find_import
from heed.intake.types import ImportState
from heed.platform.base.errors import NotAllowed
from heed.platform.jobs.models import Job
from heed.platform.jobs.operations import enqueue, run_job, sweep
from heed.platform.jobs.queries import list_jobs
from heed.platform.jobs.types import KINDS, LEASE, GiveUp, Handle, JobKind
from heed.platform.jobs.types import register as register_kind
from heed.platform.jobs.worker import work
from heed.platform.partnerships.models import Membership
from tests import cast as the_cast
from tests.cast import AT, Cast, Register, bring_in

KIND = "test.work"


class Work:
    """A kind of job whose runs and failures are remembered."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.failures: list[str] = []
        self.does: Callable[[Handle], None] = lambda _: None

    def run(self, handle: Handle) -> None:
        self.runs.append(handle.actor.name)
        self.does(handle)


@pytest.fixture
def jobs() -> Iterator[Work]:
    of_test = Work()
    register_kind(
        JobKind(
            name=KIND,
            title="Something",
            run=of_test.run,
            failed=lambda ref, sentence: of_test.failures.append(sentence),
        )
    )
    yield of_test
    KINDS.pop(KIND)


def ask(cast: Cast) -> Job:
    return enqueue(cast.manager, kind=KIND, subject_ref="abc", at=AT)


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def test_it_is_done_once_for_whoever_asked(jobs: Work, cast: Cast) -> None:
    job = ask(cast)
    work(until_empty=True)
    assert jobs.runs == [cast.manager.name]
    assert again(job).state == Job.State.DONE
    run_job.func(job.public_id)
    assert jobs.runs == [cast.manager.name], "a job that is done is left alone"


def test_a_job_asked_for_in_a_change_that_is_undone_was_never_asked(jobs: Work, cast: Cast) -> None:
    with transaction.atomic():
        ask(cast)
        transaction.set_rollback(True)
    work(until_empty=True)
    assert jobs.runs == []


def test_it_says_how_far_it_is_and_renews_its_lease(jobs: Work, cast: Cast) -> None:
    seen: list[tuple[str, int, int, bool]] = []

    def does(handle: Handle) -> None:
        handle.say("Half way", done=1, total=2)
        job = Job.objects.get(public_id=handle.ref)
        leased = job.leased_until is not None and job.leased_until > timezone.now() + LEASE / 2
        seen.append((job.step, job.done, job.total, leased))

    jobs.does = does
    ask(cast)
    work(until_empty=True)
    assert seen == [("Half way", 1, 2, True)]


def lose(job: Job) -> None:
    """The worker took the job and died: the lease runs out."""
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, attempts=1, leased_until=timezone.now() - timedelta(seconds=1)
    )


def test_a_job_whose_worker_died_is_taken_back_and_run_again(jobs: Work, cast: Cast) -> None:
    job = ask(cast)
    lose(job)
    assert sweep(at=timezone.now()) == 1
    assert again(job).state == Job.State.WAITING
    run_job.func(job.public_id)
    assert again(job).state == Job.State.DONE
    assert again(job).attempts == 2


def test_a_job_whose_lease_holds_is_left_to_its_worker(jobs: Work, cast: Cast) -> None:
    job = ask(cast)
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, attempts=1, leased_until=timezone.now() + LEASE
    )
    assert sweep(at=timezone.now()) == 0
    run_job.func(job.public_id)
    assert jobs.runs == []


def test_after_three_failures_it_is_given_up_with_a_sentence(jobs: Work, cast: Cast) -> None:
    def breaks(_: Handle) -> None:
        raise ZeroDivisionError("a secret of the code")

    jobs.does = breaks
    job = ask(cast)
    for _ in range(5):
        run_job.func(job.public_id)
    assert len(jobs.runs) == 3
    assert again(job).state == Job.State.FAILED
    assert again(job).error.endswith(".")
    assert "secret" not in again(job).error
    assert jobs.failures == [again(job).error]


def test_what_no_attempt_can_help_is_given_up_at_once(jobs: Work, cast: Cast) -> None:
    def gives_up(_: Handle) -> None:
        raise GiveUp("This file is damaged.")

    jobs.does = gives_up
    job = ask(cast)
    work(until_empty=True)
    assert (again(job).state, again(job).attempts, again(job).error) == ("failed", 1, "This file is damaged.")
    assert jobs.failures == ["This file is damaged."]


def test_a_dead_workers_last_attempt_is_given_up(jobs: Work, cast: Cast) -> None:
    job = ask(cast)
    lose(job)
    Job.objects.filter(pk=job.pk).update(attempts=3)
    sweep(at=timezone.now())
    assert again(job).state == Job.State.FAILED
    assert len(jobs.failures) == 1


def test_work_asked_for_by_somebody_who_has_left_is_not_done(jobs: Work, cast: Cast) -> None:
    job = ask(cast)
    Membership.objects.filter(pk=cast.manager.membership_id).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    work(until_empty=True)
    assert jobs.runs == []
    assert again(job).state == Job.State.FAILED
    assert "no longer a member" in again(job).error


def test_work_is_done_with_the_roles_of_today(jobs: Work, cast: Cast) -> None:
    seen: list[frozenset[str]] = []
    jobs.does = lambda handle: seen.append(frozenset(handle.actor.roles))
    ask(cast)
    Membership.objects.filter(pk=cast.manager.membership_id).update(roles=["reader"])
    work(until_empty=True)
    assert seen == [{"reader"}]


def test_a_document_asked_for_by_somebody_whose_role_was_withdrawn_says_so(cast: Cast) -> None:
    row = bring_in(cast.manager, "withdrawn.txt")
    Membership.objects.filter(pk=cast.manager.membership_id).update(ends_on="2020-01-02")
    work(until_empty=True)
    stored = Import.objects.for_everyone(because="a test").get(pk=row.pk)
    assert stored.state == ImportState.FAILED
    assert "no longer a member" in stored.error


def test_those_who_may_see_the_jobs_of_their_own_partnership(register: Register, cast: Cast) -> None:
    assert {job.kind for job in list_jobs(cast.administrator)} == {"intake.read"}
    assert list_jobs(cast.outsider) == []
    with pytest.raises(NotAllowed):
        list_jobs(cast.reader)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_half_way_loses_nothing_another_finishes(tmp_path: Path) -> None:
    """A process of its own takes a job, is killed without a word, and the next worker completes it once."""
    cast = the_cast.find() or the_cast.make()
    work(until_empty=True)
    row = bring_in(cast.manager, "killed.txt", b"Recommendation 1: Meet on time.")
    started = tmp_path / "started"
    database = connection.settings_dict
    script = f"""
import os, pathlib, time
from unittest.mock import patch
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database["NAME"]!r}
django.setup()
from heed.platform.jobs import operations
from heed.platform.jobs.worker import work
import heed.intake.reading as reading
def stuck(*_, **__):
    pathlib.Path({str(started)!r}).touch()
    time.sleep(60)
with patch.object(reading, "read_document", stuck):
    work(until_empty=True)
"""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"src{os.pathsep}.",
    }
    worker = subprocess.Popen([sys.executable, "-c", script], cwd=settings.HOUSE, env=environment)
    try:
        for _ in range(200):
            if started.exists():
                break
            time.sleep(0.1)
        assert started.exists(), "the worker never took the job"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    job = Job.objects.get(subject_ref=row.public_id)
    assert job.state == Job.State.RUNNING
    sweep(at=timezone.now())
    assert again(job).state == Job.State.RUNNING, "its lease has not run out yet"
    sweep(at=timezone.now() + LEASE * 2)
    assert again(job).state == Job.State.WAITING
    run_job.func(job.public_id)
    assert again(job).state == Job.State.DONE
    assert find_import(cast.manager, row.public_id).state == ImportState.OPEN
    assert row.document.readings.count() == 1
