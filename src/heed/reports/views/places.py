"""One place of a report: what is written there by hand, and what is decided about what the register says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import Run, bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reports.forms import LeaveOutForm, ParagraphForm, SettleForm, SignForm, StatementForm
from heed.reports.operations import settle_place, sign_statement, write_words
from heed.reports.operations.settling import Settled
from heed.reports.policies import check_can_write, is_theirs, writes
from heed.reports.presenters.pages import place_page
from heed.reports.queries.drafts import find_report, hash_of, places_of, statements_of
from heed.reports.rules.places import Place, sources_of_places
from heed.reports.types import Gap


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """One place of a report."""
    actor = actor_of_request(request)
    row = find_report(actor, ref)
    found = next((each for each in places_of(actor, row) if each.says.key == key), None)
    if found is None:
        raise NotVisible
    for kind, refs in sources_of_places([found]).items():
        note_shown(kind, refs)
    statement = statements_of(actor, row).get(key)
    signs = statement is not None and statement.signed_at is None and is_theirs(actor, statement)
    if not signs:
        check_can_write(actor)
    doings = _doings(request, row, found, statement, signs=signs, may_write=writes(actor))
    if done := carry_out(request, doings, _runs(actor, ref, key, doings)):
        return done
    page = place_page(row, found, statement, doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(
    request: HttpRequest, row: Any, found: Place, statement: Any, *, signs: bool, may_write: bool
) -> tuple[Doing, ...]:
    doings = []
    if signs:
        form = bound(request, "sign", SignForm, initial={"words_seen": hash_of(statement)})
        lead = "You sign the words as they stand here. Whoever changes them later takes your signature away."
        doings.append(
            Doing(key="sign", title="Sign it", button="Sign it", form=form, lead=lead, tone="primary")
        )
    if may_write and isinstance(found.says, Gap):
        doings.append(_writing(request, found.says, statement))
    if may_write:
        doings += _settling(request, row, found)
    return tuple(doings)


def _writing(request: HttpRequest, gap: Gap, statement: Any) -> Doing:
    kind = StatementForm if gap.statement else ParagraphForm
    initial = {"version": 0, "as_at": clock.today()}
    if statement is not None:
        names = ("text", "by_name", "by_role", "as_at", "version")
        initial = {name: getattr(statement, name) for name in names}
    form = bound(request, "write", kind, initial=initial)
    return Doing(key="write", title="Write it", button="Save", form=form, tone="primary")


_TITLES = {
    Settled.TAKE: ("Take the new words", "Take the new words"),
    Settled.KEEP: ("Keep what stands here", "Keep"),
    Settled.LEAVE_OUT: ("Leave it out of this report", "Leave it out"),
    Settled.PUT_BACK: ("Put it back", "Put it back"),
}


def _settling(request: HttpRequest, row: Any, found: Place) -> list[Doing]:
    ways = [Settled.TAKE, Settled.KEEP] if found.differs else []
    if not found.new:
        ways.append(Settled.PUT_BACK if found.out else Settled.LEAVE_OUT)
    return [
        Doing(
            key=each.value,
            title=_TITLES[each][0],
            button=_TITLES[each][1],
            form=bound(
                request,
                each.value,
                LeaveOutForm if each is Settled.LEAVE_OUT else SettleForm,
                initial={"version": row.version},
            ),
        )
        for each in ways
    ]


def _runs(actor: Actor, ref: str, key: str, doings: tuple[Doing, ...]) -> dict[str, Run]:
    forms = {each.key: each.form for each in doings}

    def write(given: dict[str, Any]) -> str:
        words = forms["write"].words(given)
        write_words(actor, ref=ref, place=key, words=words, version=given["version"], at=clock.now())
        return "Saved."

    def sign(given: dict[str, Any]) -> str:
        sign_statement(actor, ref=ref, place=key, words_seen=given["words_seen"], at=clock.now())
        return "Signed."

    def settle(way: Settled) -> Run:
        def run(given: dict[str, Any]) -> str:
            why = given.get("why", "")
            version = given["version"]
            settle_place(actor, ref=ref, key=key, settled=way, why=why, version=version, at=clock.now())
            return "Kept."

        return run

    return {"write": write, "sign": sign, **{each.value: settle(each) for each in Settled}}
