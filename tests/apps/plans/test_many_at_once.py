"""Actions are changed together: in the rows of a table or all alike, each as far as one may; and it is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.plans.models import Action, BulkChange, DateMove
from heed.plans.operations import (
    MOST,
    RowChange,
    change_actions,
    close_action,
    decide_move,
    start_work,
    undo_change,
)
from heed.plans.queries import ActionFilter, filter_actions, find_change
from heed.plans.types import ActionState, MoveDecision
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.partnerships.models import Agency
from tests import cast_plans
from tests.cast import AT, Ask, Cast, Promise, Register, Written, register_of
from tests.house_rules.test_stored_states import differences

Browser = Callable[[Actor], Client]
MANY = 120
LATER = date(2025, 12, 1)


@pytest.fixture
def many(cast: Cast) -> str:
    """A review with more actions, all with nobody named, than two pages of the register hold."""
    promises = tuple(Promise(f"Write to family number {number}.") for number in range(MANY))
    asks = (Ask(label="1", text="Write to all families.", promises=promises),)
    return register_of(cast.manager, Written(title="Letters", asks=asks), review="Letters").public_id


def agency(cast: Cast, name: str = "Westmere Police") -> Agency:
    return Agency.objects.get(partnerships=cast.manager.partnership_id, name=name)


def of(cast: Cast, review: str) -> list[Action]:
    rows = Action.objects.visible_to(cast.manager).filter(review__public_id=review)
    return list(rows.select_related("agency").order_by("position"))


def wanted(row: Action, **more: Any) -> RowChange:
    return RowChange(row.public_id, cast_plans.again(row).version, **more)


def change(actor: Actor, *changes: RowChange, reason: str = "") -> BulkChange:
    made = change_actions(actor, changes=changes, reason=reason, at=AT)
    assert made is not None
    return made


def left(made: BulkChange) -> dict[str, str]:
    return dict(made.items.filter(left=True).values_list("action__reference", "said"))


def as_kept(row: Action) -> dict[str, Any]:
    now = cast_plans.again(row)
    names = ("agency_id", "owner_post_id", "theme_id", "due_latest", "due_earliest", "first_due", "state")
    return {name: getattr(now, name) for name in (*names, "details_due")}


def test_owner_date_theme_and_state_are_changed_in_one_go_with_an_event_for_each(
    register: Register, cast: Cast
) -> None:
    rows = [cast_plans.proposed(cast, register.recommendations["1"]) for _ in range(3)]
    before = Event.objects.count()
    made = change(
        cast.manager,
        *(wanted(each, owner="Head of Audit", due=LATER, theme="Core groups", step="agree") for each in rows),
    )
    assert not left(made)
    for each in map(cast_plans.again, rows):
        assert each.owner_post is not None
        assert each.theme is not None
        assert (each.owner_post.title, each.owner_post.agency.name) == ("Head of Audit", "Vale NHS Trust")
        assert (each.due_latest, each.theme.name, each.state) == (LATER, "Core groups", ActionState.AGREED)
    events = Event.objects.order_by("pk")[before:]
    for each in rows:
        kinds = [event.kind for event in events if event.subject_ref == each.public_id]
        assert kinds == ["action.changed", "action.moved_on"]
    (whole,) = [event for event in events if event.subject_kind == "bulk_change"]
    assert (whole.kind, whole.facts["changed"], whole.facts["left"]) == ("actions.changed", 3, 0)
    kept = Revision.objects.filter(subject_ref=rows[0].public_id).values_list("field", "words")
    assert ("owner", "Named Nurse") in kept
    assert filter_actions(cast.manager, ActionFilter(theme="Core groups")).count() == 3


def test_it_is_undone_as_it_was_and_only_once(register: Register, cast: Cast) -> None:
    rows = [cast_plans.proposed(cast, register.recommendations["1"]), cast_plans.in_principle(cast)]
    before, threads = [as_kept(each) for each in rows], thread_of(register, cast)
    made = change(
        cast.manager,
        *(wanted(each, owner="Head of Audit", due=LATER, step="agree") for each in rows),
        wanted(register.actions[0], agency_ref=agency(cast).public_id),
    )
    assert not left(made)
    assert thread_of(register, cast) != threads
    start = Event.objects.count()
    assert undo_change(cast.manager, ref=made.public_id, at=AT) == (3, 0)
    assert [as_kept(each) for each in rows] == before
    assert thread_of(register, cast) == threads
    events = Event.objects.order_by("pk")[start:]
    assert {each.subject_ref for each in events} == {
        *(each.public_id for each in (*rows, register.actions[0])),
        made.public_id,
    }
    steps = cast_plans.again(rows[0]).steps
    assert [each.to_state for each in steps.all()] == ["proposed", "agreed", "proposed"]
    with pytest.raises(NotNow, match="undone already"):
        undo_change(cast.manager, ref=made.public_id, at=AT)


def test_what_a_group_closed_is_closed_again_once_opening_it_is_undone(
    register: Register, cast: Cast
) -> None:
    row = cast_plans.verified(cast)
    closed = close_action(cast.manager, ref=row.public_id, group="Case review group", on=AT.date(), at=AT)
    made = change(cast.manager, wanted(closed, step="reopen"), reason="It stopped")
    assert cast_plans.again(row).closed_on is None
    assert undo_change(cast.manager, ref=made.public_id, at=AT) == (1, 0)
    now = cast_plans.again(row)
    assert (now.state, now.closed_on, now.closed_by) == ("verified", AT.date(), "Case review group")


def thread_of(register: Register, cast: Cast) -> Any:
    return Recommendation.objects.visible_to(cast.manager).get(pk=register.recommendations["1"].pk).thread


def test_threads_are_written_once_however_many_actions_change(many: str, cast: Cast) -> None:
    steps = [wanted(each, step="withdraw") for each in of(cast, many)[:12]]
    with CaptureQueriesContext(connection) as asked:
        made = change(cast.manager, *steps, reason="Not needed")
    assert sum('UPDATE "learning_recommendation"' in each["sql"] for each in asked) == 1
    assert not left(made)
    assert not differences()
    undo_change(cast.manager, ref=made.public_id, at=AT)
    assert not differences()


def test_what_somebody_changed_meanwhile_is_named_and_left(register: Register, cast: Cast) -> None:
    one, other = cast_plans.proposed(cast), cast_plans.proposed(cast)
    seen = [wanted(one, owner="Head of Audit"), wanted(other, owner="Head of Audit")]
    change(cast.officer, wanted(one, owner="Named Doctor"))
    made = change(cast.manager, *seen)
    assert left(made) == {
        one.reference: "Somebody changed it meanwhile: "
        "Owner is “Named Doctor” now, and you wanted “Head of Audit”."
    }
    owners = [each.owner_post.title for each in map(cast_plans.again, (one, other)) if each.owner_post]
    assert owners == ["Named Doctor", "Head of Audit"]


def test_sent_twice_it_is_done_once(register: Register, cast: Cast) -> None:
    row = cast_plans.proposed(cast)
    asked = wanted(row, owner="Head of Audit")
    change(cast.manager, asked)
    assert change_actions(cast.manager, changes=[asked], reason="", at=AT) is None
    assert BulkChange.objects.count() == 1


def test_an_agreed_date_is_asked_for_with_one_reason_and_one_request_for_each(
    register: Register, cast: Cast
) -> None:
    rows = [cast_plans.agreed(cast), cast_plans.agreed(cast)]
    asked = [wanted(each, due=LATER) for each in rows]
    with pytest.raises(Invalid) as refusal:
        change_actions(cast.officer, changes=asked, reason=" ", at=AT)
    assert refusal.value.fields == {"reason": "Say why the date should move"}
    made = change(cast.officer, *asked, reason="Two are ill")
    assert not left(made)
    assert {as_kept(each)["due_latest"] for each in rows} == {cast_plans.DUE}
    moves = DateMove.objects.filter(action__in=rows)
    assert [(each.wanted, each.reason, each.decision) for each in moves] == [
        (LATER, "Two are ill", "waiting")
    ] * 2
    decide_move(cast.manager, ref=moves[0].public_id, decision=MoveDecision.APPROVED, reason="", at=AT)
    assert undo_change(cast.officer, ref=made.public_id, at=AT) == (1, 1)
    assert left(made) == {rows[0].reference: "Somebody has changed the same since, so it stays."}
    assert as_kept(rows[0])["due_latest"] == LATER
    assert cast_plans.again(rows[1]).state == ActionState.AGREED
    assert rows[1].date_moves.get().decision == MoveDecision.LAPSED


def test_only_steps_that_an_action_can_take_are_taken(register: Register, cast: Cast) -> None:
    ready, bare = cast_plans.proposed(cast), cast_plans.proposed(cast, owner="", due=None)
    done, stalled = cast_plans.verified(cast), cast_plans.stalled(cast)
    made = change(cast.manager, *(wanted(each, step="agree") for each in (ready, bare, done)))
    assert set(left(made)) == {bare.reference, done.reference}
    assert "the owner and the date are missing" in left(made)[bare.reference]
    assert "is verified" in left(made)[done.reference]
    made = change(cast.manager, wanted(stalled, step="withdraw"), reason="Not needed")
    assert "on its own page" in left(made)[stalled.reference]
    made = change(cast.manager, wanted(done, owner="Head of Audit"))
    assert "stays as it was" in left(made)[done.reference]
    with pytest.raises(Invalid, match="Say why"):
        change_actions(cast.manager, changes=[wanted(ready, step="withdraw")], reason="", at=AT)


def test_what_went_on_since_is_not_taken_back(register: Register, cast: Cast) -> None:
    row = cast_plans.proposed(cast)
    made = change(cast.manager, wanted(row, step="agree"))
    start_work(cast.officer, ref=row.public_id, at=AT + timedelta(hours=1))
    assert undo_change(cast.manager, ref=made.public_id, at=AT) == (0, 1)
    assert cast_plans.again(row).state == ActionState.UNDER_WAY


def test_a_day_or_a_theme_that_cannot_be_is_said_of_its_row(register: Register, cast: Cast) -> None:
    alone, dated = cast_plans.proposed(cast), cast_plans.proposed(cast)
    nobody = cast_plans.proposed(cast, agency_ref="", owner="")
    made = change(
        cast.manager,
        wanted(alone, theme="Core groups"),
        wanted(dated, due=date(2025, 3, 3)),
        wanted(nobody, owner="Head of Audit"),
    )
    assert left(made) == {
        alone.reference: "It belongs to no review, and a theme is a heading of one.",
        dated.reference: "3 March 2025 is over. Give a day that is still to come.",
        nobody.reference: "An owner is a post in an agency: say first which agency it is for.",
    }


def test_an_agency_that_ended_is_given_nothing_and_its_successor_is_named(
    register: Register, cast: Cast
) -> None:
    police, trust = agency(cast), agency(cast, "Vale NHS Trust")
    Agency.objects.filter(pk=police.pk).update(ended_on=date(2025, 1, 1), successor=trust)
    row = cast_plans.proposed(cast)
    made = change(cast.manager, wanted(row, agency_ref=police.public_id))
    assert left(made) == {row.reference: "Westmere Police has ended: its work is done by Vale NHS Trust now."}


def test_a_post_of_the_other_agency_does_not_go_along(register: Register, cast: Cast) -> None:
    row = cast_plans.proposed(cast)
    made = change(cast.manager, wanted(row, agency_ref=agency(cast).public_id))
    assert cast_plans.again(row).owner_post is None
    undo_change(cast.manager, ref=made.public_id, at=AT)
    assert cast_plans.again(row).owner_post is not None


def test_each_changes_as_far_as_they_may(register: Register, cast: Cast) -> None:
    own, others = (
        cast_plans.proposed(cast),
        cast_plans.proposed(cast, agency_ref=cast_plans.agency_ref("Westmere Police")),
    )
    contributor = cast.of[Role.AGENCY_CONTRIBUTOR]
    assert contributor.agency_name != "Vale NHS Trust"
    lead = cast.of[Role.AGENCY_LEAD]
    made = change(lead, wanted(own, owner="Head of Audit"), wanted(others, owner="Head of Audit"))
    assert set(left(made)) == {others.reference}
    assert "You plan for Vale NHS Trust" in left(made)[others.reference]
    made = change(lead, wanted(own, step="agree"))
    assert set(left(made)) == {own.reference}
    with pytest.raises(NotAllowed):
        change_actions(cast.reader, changes=[wanted(own, owner="X")], reason="", at=AT)
    assert change_actions(cast.outsider, changes=[wanted(own, owner="X")], reason="", at=AT) is None
    with pytest.raises(Invalid, match=f"At most {MOST}"):
        change_actions(cast.manager, changes=[wanted(own)] * (MOST + 1), reason="", at=AT)


def test_only_who_made_a_change_sees_and_undoes_it(register: Register, cast: Cast) -> None:
    made = change(cast.officer, wanted(cast_plans.proposed(cast), owner="Head of Audit"))
    with pytest.raises(NotVisible):
        find_change(cast.manager, made.public_id)
    with pytest.raises(NotVisible):
        undo_change(cast.outsider, ref=made.public_id, at=AT)


def test_an_excluded_person_finds_nothing_of_a_case_in_their_own_change(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    from heed.platform.people.operations import exclude_person

    row = register.actions[0]
    made = change(cast.officer, wanted(row, agency_ref=agency(cast).public_id))
    assert row.reference in shown(client_of(cast.officer), "plans:change", made.public_id)
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.officer.person_ref,
        reason="Own practice",
        version=0,
        at=AT,
    )
    client = client_of(cast.officer)
    assert row.reference not in shown(client, "plans:change", made.public_id)
    assert undo_change(cast.officer, ref=made.public_id, at=AT) == (0, 1)


def shown(client: Client, name: str, *args: str, **given: Any) -> str:
    return client.get(reverse(name, args=args), given).content.decode()


def test_ticks_are_kept_over_pages(many: str, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.officer)
    refs = [row.public_id for row in of(cast, many)]
    address = reverse("plans:list")
    first = client.get(address, {"review": many}).content.decode()
    assert "Keep what is ticked and go to the next page" in first
    second = client.get(address, {"review": many, "of": "ticked", "chosen": refs[:3], "page": "2"})
    page = second.content.decode()
    assert "3 ticked, 3 of them on other pages" in page
    assert refs[60] in page
    assert f'type="hidden" name="chosen" value="{refs[0]}"' in page
    third = client.get(address, {"review": many, "chosen": [*refs[:3], refs[55]], "page": "2"})
    assert f'value="{refs[55]}" checked' in third.content.decode()
    rows = client.get(address, {"of": "ticked", "chosen": [refs[0], refs[110]], "download": "csv"})
    words = b"".join(rows).decode()  # type: ignore[arg-type]
    assert words.count("Write to family") == 2
    every = client.get(address, {"of": "all", "review": many, "chosen": refs[:1], "download": "csv"})
    assert b"".join(every).decode().count("Write to family") == MANY  # type: ignore[arg-type]


def hidden(page: str, name: str) -> str:
    """What a hidden field of a page holds."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_the_page_asks_which_and_changes_them_alike(many: str, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.officer)
    refs = [row.public_id for row in of(cast, many)]
    address = reverse("plans:together")
    page = client.get(address, {"review": many, "chosen": refs[:2]}).content.decode()
    assert "The 2 actions ticked" in page
    assert f"The first {MOST} of the {MANY} actions that match, on all pages" in page
    assert len(hidden(page, "seen_all").split()) == MOST
    assert hidden(page, "seen_ticked") == f"{refs[0]}:1 {refs[1]}:1"
    sent = {"review": many, "chosen": refs[:2], "seen_ticked": hidden(page, "seen_ticked")}
    refused = client.post(address, {**sent, "new-which": "ticked"})
    assert refused.status_code == 422
    assert "Choose what to change" in refused.content.decode()
    police = agency(cast).public_id
    answer = client.post(address, {**sent, "new-which": "ticked", "new-agency": police})
    assert answer.status_code == 302
    assert [row.agency is not None for row in of(cast, many)[:3]] == [True, True, False]
    undo = answer["Location"]
    page = client.get(undo).content.decode()
    assert "2 actions changed" in page
    assert "Agency: Westmere Police (was: none)" in page
    again = client.post(address, {**sent, "new-which": "ticked", "new-agency": police})
    assert "nothing differs" in again.content.decode()
    assert client.post(undo).status_code == 302
    assert {row.agency for row in of(cast, many)} == {None}
    assert client.post(address, {**sent, "new-which": "others"}).status_code == 422
    assert "undone" in client.get(reverse("plans:changes")).content.decode()


def test_only_those_with_nobody_named(register: Register, cast: Cast, client_of: Browser) -> None:
    client, address = client_of(cast.officer), reverse("plans:together")
    nobody = [row for row in register.actions if row.agency is None]
    assert 0 < len(nobody) < len(register.actions)
    page = client.get(address).content.decode()
    assert f"The {len(nobody)} action{'s' if len(nobody) > 1 else ''} that match and have no agency" in page
    sent = {
        "new-which": "nobody",
        "seen_nobody": hidden(page, "seen_nobody"),
        "new-agency": agency(cast, "Vale NHS Trust").public_id,
    }
    assert client.post(address, sent).status_code == 302
    before = {row.pk: row.agency_id for row in register.actions if row.agency}
    after = {row.pk: row.agency_id for row in of(cast, register.review.public_id)}
    assert {pk: after[pk] for pk in before} == before
    assert None not in after.values()


def fields(page: str) -> dict[str, Any]:
    """What the table's form would send, untouched."""
    from selectolax.lexbor import LexborHTMLParser

    sent: dict[str, Any] = {"row": []}
    tree = LexborHTMLParser(page).css_first("form.heed-typed")
    assert tree is not None
    for each in tree.css("input, select"):
        name, value = each.attributes.get("name") or "", each.attributes.get("value") or ""
        if each.tag == "select":
            chosen = each.css_first("option[selected]")
            value = (chosen.attributes.get("value") or "") if chosen else ""
        if name == "row":
            sent["row"].append(value)
        elif name and name != "csrfmiddlewaretoken":
            sent[name] = value
    return sent


def test_rows_are_changed_in_the_table(register: Register, cast: Cast, client_of: Browser) -> None:
    rows = [cast_plans.proposed(cast, register.recommendations["1"]) for _ in range(2)]
    client, address = client_of(cast.manager), reverse("plans:table")
    page = client.get(address, {"chosen": [each.public_id for each in rows]}).content.decode()
    sent, one = fields(page), rows[0].public_id
    assert sorted(sent["row"]) == sorted(each.public_id for each in rows)
    assert client.post(address, sent).status_code == 302
    assert not BulkChange.objects.exists()
    sent |= {f"{one}-owner": "Head of Audit", f"{one}-due": "1/12/2025", f"{one}-step": "agree"}
    wrong = client.post(address, {**sent, f"{one}-due": "31 February 2026"})
    assert wrong.status_code == 422
    said = wrong.content.decode()
    assert "“31 February 2026” is no day" in said
    assert 'value="Head of Audit"' in said
    late = client.post(address, {**sent, f"{one}-due": "1 June 2001"}).content.decode()
    assert f"{rows[0].reference}: 1 June 2001 is over" in late
    future = f"1 December {clock.today().year + 1}"
    assert client.post(address, {**sent, f"{one}-due": future}).status_code == 302
    now = cast_plans.again(rows[0])
    assert now.owner_post is not None
    assert (now.owner_post.title, now.state) == ("Head of Audit", ActionState.AGREED)
    assert cast_plans.again(rows[1]).version == rows[1].version
    assert "Your last change" in client.get(address).content.decode()


def test_a_row_that_changed_meanwhile_is_shown_with_both_values(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    rows = [cast_plans.proposed(cast) for _ in range(2)]
    client, address = client_of(cast.manager), reverse("plans:table")
    sent = fields(client.get(address, {"chosen": [each.public_id for each in rows]}).content.decode())
    change(cast.officer, wanted(rows[0], owner="Named Doctor"))
    sent |= {f"{each.public_id}-owner": "Head of Audit" for each in rows}
    answer = client.post(address, sent)
    page = client.get(answer["Location"]).content.decode()
    assert "Owner is “Named Doctor” now, and you wanted “Head of Audit”" in page
    assert "1 action changed" in page
    assert "Open these in the table" in page


def test_a_row_offers_what_one_may_change_of_it(register: Register, cast: Cast, client_of: Browser) -> None:
    own = cast_plans.agreed(cast)
    others = cast_plans.agreed(cast, agency_ref=cast_plans.agency_ref("Westmere Police"))
    done = cast_plans.verified(cast)
    refs = [own.public_id, others.public_id, done.public_id]
    lead = fields(shown(client_of(cast.of[Role.AGENCY_LEAD]), "plans:table", chosen=refs))
    assert lead["row"] == [own.public_id]
    assert f"{own.public_id}-agency" not in lead
    manager = fields(shown(client_of(cast.manager), "plans:table", chosen=refs))
    assert set(manager["row"]) == set(refs)
    assert f"{done.public_id}-owner" not in manager
    assert f"{done.public_id}-step" in manager


def test_readers_are_offered_no_change(register: Register, cast: Cast, client_of: Browser) -> None:
    page = client_of(cast.reader).get(reverse("plans:list")).content.decode()
    assert "In the table" not in page
    assert client_of(cast.reader).get(reverse("plans:table")).status_code == 403
