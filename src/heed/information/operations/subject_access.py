"""Subject access: search, mark, and give out what is the person's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from heed.information.events import BundleTaken, MentionMarked, MentionsSeen, RequestSearched
from heed.information.models import InformationRequest, Mention, Search
from heed.information.queries.mentions import Found, names_of, search_everything
from heed.information.queries.requests import find_mention, find_request, mentions_of
from heed.information.types import MARKS, Mark, RequestKind
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import take_version


def search_for_person(actor: Actor, *, ref: str, at: datetime) -> Search:
    """Look for the request's person in everything that the actor may see, and keep a working list.

    A search may be repeated: what was marked before keeps its mark; what is new stands open.
    """
    check_may(actor, Permission.GOVERN_INFORMATION)
    request = find_request(actor, ref)
    if request.kind != RequestKind.SUBJECT_ACCESS:
        raise NotNow("Only a subject access request is about one person.")
    found, looked = search_everything(actor, request)
    with transaction.atomic():
        _keep(actor, request, found)
        search = Search.objects.create(
            request=request,
            names=names_of(request),
            searched=[[each.what, each.rows, each.mentions] for each in looked],
            searched_by=actor.name,
            searched_at=at,
        )
        record(
            actor,
            RequestSearched(rows=sum(each.rows or 0 for each in looked), mentions=len(found)),
            subject_kind="request",
            subject_ref=ref,
            at=at,
        )
    return search


def _keep(actor: Actor, request: InformationRequest, found: Iterable[Found]) -> None:
    """New mentions are added; those that nobody marked and that are no longer there go."""
    known = {(each.model, each.row, each.field, each.start): each for each in mentions_of(actor, request)}
    shared = get_partnership_scope(actor.partnership_id)
    new = []
    for each in found:
        if known.pop((each.label, each.row, each.field, each.start), None) is None:
            new.append(
                Mention(
                    partnership_id=actor.partnership_id,
                    scope_id=each.scope_id or shared.pk,
                    request=request,
                    model=each.label,
                    row=each.row,
                    field=each.field,
                    start=each.start,
                    found=each.words,
                    what=each.what,
                    href=each.href,
                    passage=each.passage,
                )
            )
    gone = [each.pk for each in known.values() if not each.mark]
    mentions_of(actor, request).filter(pk__in=gone).delete()
    Mention.objects.bulk_create(new, batch_size=500)


@transaction.atomic
def mark_mention(
    actor: Actor,
    *,
    ref: str,
    mention_ref: str,
    mark: str,
    reason: str,
    given_out: str,
    version: int,
    at: datetime,
) -> int:
    """Say what a mention is; the same passage elsewhere gets the same mark. Returns how many were marked.

    `given_out` is the passage as it goes to the person, where words about others were taken out of it.
    """
    check_may(actor, Permission.GOVERN_INFORMATION)
    request = find_request(actor, ref)
    if request.outcome:
        raise NotNow("This request was answered already.")
    mention = find_mention(actor, request, mention_ref)
    if mark not in MARKS:
        raise Invalid("Say what it is.", fields={"mark": "Choose one"})
    if mark == Mark.WITHHELD and not reason.strip():
        raise Invalid("Say why it is withheld, with the exemption.", fields={"reason": "Enter the reason"})
    words = given_out.strip() if mark == Mark.ABOUT else ""
    said: dict[str, Any] = {
        "mark": mark,
        "reason": reason.strip()[:300],
        "given_out": "" if words == mention.passage else words,
        "marked_by": actor.name,
        "marked_at": at,
    }
    yours = "; ".join(filter(None, [MARKS[mark], reason.strip()]))
    if not take_version(
        mention,
        version=version,
        among=Mention.objects.visible_to(actor),
        differences=lambda now: [
            Difference(name="", label="What it is", theirs=_as_marked(now), yours=yours, free=False),
            Difference(
                name="given_out", label="The words that go out", theirs=now.given_out, yours=said["given_out"]
            ),
        ],
        by=mention.marked_by,
        **said,
    ):
        return 0
    same = mentions_of(actor, request).filter(passage=mention.passage).exclude(pk=mention.pk)
    number: int = 1 + same.update(**said, version=F("version") + 1)
    record(actor, MentionMarked(mark=mark), subject_kind="request", subject_ref=ref, at=at)
    return number


def _as_marked(now: Mention) -> str:
    return "; ".join(filter(None, [MARKS.get(now.mark, "not looked at"), now.reason]))


@transaction.atomic
def note_mentions_seen(actor: Actor, *, ref: str, mentions: int, at: datetime) -> None:
    """Write down that this actor looked at what was found of a person."""
    record_read(actor, MentionsSeen(mentions=mentions), subject_kind="request", subject_ref=ref, at=at)


@transaction.atomic
def note_bundle_taken(actor: Actor, *, ref: str, form: str, at: datetime) -> list[Mention]:
    """The passages that go out to the person, each once; refused while any mention is open."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    request = find_request(actor, ref)
    rows = mentions_of(actor, request)
    open_ = rows.filter(mark=Mark.OPEN).count()
    if open_:
        raise NotNow(f"Nothing goes out before all is looked at: {open_:,} mentions are still open.")
    if not rows.exists():
        raise NotNow("Nothing was found yet. Search first.")
    own = {each.passage: each for each in rows.filter(mark=Mark.ABOUT)}
    left_out = rows.filter(mark__in=[Mark.THIRD_PARTY, Mark.WITHHELD]).count()
    record_read(
        actor,
        BundleTaken(form=form, mentions=len(own), left_out=left_out),
        subject_kind="request",
        subject_ref=ref,
        at=at,
    )
    return list(own.values())
