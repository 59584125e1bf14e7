"""Cutting, joining and ordering what was read, and deciding it: places, versions, words so far and events stay true."""

from __future__ import annotations

from typing import Any

import pytest

from heed.intake.models import Import, Proposal
from heed.intake.operations import (
    ask_again,
    correct_proposal,
    decide_findings,
    decide_sure,
    fail_import,
    join_with_next,
    move_proposal,
    split_proposal,
)
from heed.intake.types import Decision, ImportState
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.models import Revision
from heed.platform.jobs.models import Job
from tests.cast import AT, Answer, Ask, Cast, Learned, Promise, Written, bring_in, bring_in_and_read

PIECES = ["Hold core groups on time.", "Record who came.", "Tell the school."]
WRITTEN = Written(
    "Learning from Dale",
    (
        Ask(
            "1",
            " ".join(PIECES),
            theme="Together",
            parts=("a part", "another"),
            answers=(Answer("Done."), Answer("Agreed.")),
            promises=(Promise("A list goes out."),),
        ),
        Ask("2", "Ask the child.", sure=0.4, promises=(Promise("A form is made."),)),
        Ask("3", "Ask the father."),
    ),
    learned=(Learned("Nobody asked."), Learned("Somebody did.", kind="good practice")),
    pages=True,
)


@pytest.fixture
def dale(cast: Cast) -> Import:
    return bring_in_and_read(cast.manager, "dale.pdf", WRITTEN)


def asks(row: Import) -> list[Proposal]:
    return list(row.proposals.filter(kind="recommendation").order_by("position"))


def texts(rows: list[Proposal]) -> list[str]:
    return [each.values["text"] for each in rows]


def last_event(row: Import, kind: str) -> dict[str, Any]:
    return dict(
        Event.objects.filter(kind=kind, subject_kind="import", subject_ref=row.public_id).latest("pk").facts
    )


def split(cast: Cast, row: Proposal, pieces: list[str]) -> list[Proposal]:
    return split_proposal(cast.manager, ref=row.public_id, pieces=pieces, version=row.version, at=AT)


def test_pieces_stand_in_their_own_places_and_what_belonged_stays_with_the_first(
    dale: Import, cast: Cast
) -> None:
    first = asks(dale)[0]
    children = set(first.children.values_list("pk", flat=True))
    assert dale.reading is not None
    made = split(cast, first, ["  ", *PIECES, ""])
    assert len(made) == 3
    rows = asks(dale)
    assert texts(rows) == [*PIECES, "Ask the child.", "Ask the father."]
    assert [each.pk for each in made] == [each.pk for each in rows[:3]]
    assert len({each.position for each in rows}) == 5
    for row, piece in zip(rows, PIECES, strict=False):
        [[start, end, page]] = row.spans
        assert dale.reading.text[start:end] == piece
        assert page == 1
        assert row.values["parts"] == []
    assert [each.values["label"] for each in rows[:3]] == ["1", "", ""]
    assert {each.theme for each in rows[:3]} == {first.theme}
    assert {each.sure for each in rows[:3]} == {first.sure}
    assert [each.found is None for each in rows[:3]] == [False, True, True]
    assert rows[1].why == [f"split off by {cast.manager.name}"]
    assert set(rows[0].children.values_list("pk", flat=True)) == children
    assert rows[0].version == first.version + 1
    assert last_event(dale, "proposal.split") == {"pieces": 3}
    assert Revision.objects.filter(subject_ref=first.public_id).exists()


def test_the_last_of_all_can_be_cut_and_an_answer_keeps_its_parent(dale: Import, cast: Cast) -> None:
    split(cast, asks(dale)[-1], ["Ask the", "father."])
    assert texts(asks(dale))[-2:] == ["Ask the", "father."]
    answer = dale.proposals.get(kind="response", values__text="Agreed.")
    answer_split = dale.proposals.get(kind="action", values__text="A list goes out.")
    made = split(cast, answer_split, ["A list", "goes out."])
    assert [each.parent_id for each in made] == [answer.parent_id] * 2


@pytest.mark.parametrize(
    "pieces", [["Hold core groups on time."], ["", "  "], [PIECES[1], PIECES[0]], [PIECES[0], "New."]]
)
def test_only_its_own_words_in_their_order_and_at_least_two_pieces(
    pieces: list[str], dale: Import, cast: Cast
) -> None:
    with pytest.raises(Invalid) as refused:
        split(cast, asks(dale)[0], pieces)
    assert list(refused.value.fields) == ["pieces"]
    assert len(asks(dale)) == 3


def test_joining_puts_words_places_parts_and_children_together(dale: Import, cast: Cast) -> None:
    first, second, third = asks(dale)
    children = {*first.children.values_list("pk", flat=True), *second.children.values_list("pk", flat=True)}
    joined = join_with_next(cast.manager, ref=first.public_id, version=first.version, at=AT)
    assert texts(asks(dale)) == [f"{' '.join(PIECES)} Ask the child.", "Ask the father."]
    assert joined.spans == [*first.spans, *second.spans]
    assert joined.values["parts"] == ["a part", "another"]
    assert set(joined.children.values_list("pk", flat=True)) == children
    assert {each.subject_ref for each in Revision.objects.all()} >= {first.public_id, second.public_id}
    assert last_event(dale, "proposal.joined") == {}
    with pytest.raises(NotNow, match="nothing after it"):
        join_with_next(cast.manager, ref=third.public_id, version=third.version, at=AT)


def test_what_was_rejected_is_passed_over(dale: Import, cast: Cast) -> None:
    first, second, third = asks(dale)
    Proposal.objects.filter(pk=second.pk).update(decision=Decision.REJECTED)
    move_proposal(cast.manager, ref=first.public_id, down=True, at=AT)
    assert [each.pk for each in asks(dale)] == [third.pk, second.pk, first.pk]
    assert last_event(dale, "proposal.moved") == {"down": True}
    move_proposal(cast.manager, ref=first.public_id, down=False, at=AT)
    assert [each.pk for each in asks(dale)] == [first.pk, second.pk, third.pk]
    events = Event.objects.filter(kind="proposal.moved").count()
    move_proposal(cast.manager, ref=first.public_id, down=False, at=AT)
    move_proposal(cast.manager, ref=third.public_id, down=True, at=AT)
    assert [each.pk for each in asks(dale)] == [first.pk, second.pk, third.pk]
    assert Event.objects.filter(kind="proposal.moved").count() == events


def test_an_answer_changes_places_only_within_its_recommendation(dale: Import, cast: Cast) -> None:
    done, agreed = dale.proposals.filter(kind="response").order_by("position")
    move_proposal(cast.manager, ref=done.public_id, down=True, at=AT)
    assert list(dale.proposals.filter(kind="response").order_by("position")) == [agreed, done]
    action = dale.proposals.get(kind="action", values__text="A list goes out.")
    with pytest.raises(NotNow):
        join_with_next(cast.manager, ref=action.public_id, version=action.version, at=AT)


def test_deciding_many_counts_them_raises_their_versions_and_is_one_event(dale: Import, cast: Cast) -> None:
    before = dict(dale.proposals.values_list("pk", "version"))
    assert decide_findings(cast.manager, import_ref=dale.public_id, decision=Decision.REJECTED, at=AT) == 2
    assert last_event(dale, "proposal.decided") == {"proposals": 2, "decision": "rejected"}
    assert decide_sure(cast.manager, import_ref=dale.public_id, at=AT) == 2
    assert last_event(dale, "proposal.decided") == {"proposals": 2, "decision": "accepted"}
    decided = dale.proposals.exclude(decision=Decision.OPEN)
    assert decided.count() == 4
    for row in dale.proposals.all():
        assert row.version == before[row.pk] + (row.decision != Decision.OPEN)


def test_corrected_words_move_to_where_they_stand_and_keep_their_place_elsewhere(
    dale: Import, cast: Cast
) -> None:
    second = asks(dale)[1]
    third = asks(dale)[2]
    moved = correct_proposal(
        cast.manager, ref=second.public_id, values={"text": "Ask the father."}, version=second.version, at=AT
    )
    assert [span[:2] for span in moved.spans] == [span[:2] for span in third.spans]
    assert moved.spans[0][2] == 1
    kept = correct_proposal(
        cast.manager, ref=second.public_id, values={"text": "Words of nobody."}, version=moved.version, at=AT
    )
    assert kept.spans == moved.spans
    assert last_event(dale, "proposal.corrected") == {"proposal": second.public_id}
    assert Revision.objects.filter(subject_ref=second.public_id).count() == 2


def test_a_document_is_read_again_only_after_a_first_time_and_fails_only_while_it_is_read(
    dale: Import, cast: Cast
) -> None:
    waiting = bring_in(cast.manager, "waits.txt")
    jobs = Job.objects.count()
    with pytest.raises(NotNow, match="first time"):
        ask_again(cast.manager, ref=waiting.public_id, at=AT)
    assert Job.objects.count() == jobs
    ask_again(cast.manager, ref=dale.public_id, at=AT)
    assert Job.objects.count() == jobs + 1
    assert last_event(dale, "import.asked_again") == {"document": dale.document.public_id}
    fail_import(cast.manager, ref=dale.public_id, sentence="x" * 400, code="odd", at=AT)
    dale.refresh_from_db()
    assert dale.state == ImportState.OPEN
    fail_import(cast.manager, ref=waiting.public_id, sentence="x" * 400, code="odd", at=AT)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (ImportState.FAILED, "x" * 300)
    assert last_event(waiting, "import.failed") == {"code": "odd"}
