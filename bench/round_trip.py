"""What Heed publishes of the demo reads back as the records it was made from: every review, layout and form.

Each review of the demo partnership is written in every layout that tells of recommendations, as PDF, Word and page,
and read again by `heed.kit.reading`. Compared are labels, kinds, texts, whom they ask, agencies' responses, and
actions with their agency, status and day. Limit: all of them, 100 %.

Run: python bench/round_trip.py [FOLDER]   where FOLDER is the data folder of a demo that is built already.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOUSE / "src"), str(HOUSE)]
ANSWERED = ("by_theme", "by_recommendation", "board_response", "response")
LAYOUTS = (*ANSWERED, "findings_only", "review_report", "synopsis", "briefing", "action_plan")
FORMS = ("pdf", "docx", "html")


def main() -> int:
    with tempfile.TemporaryDirectory() as fresh:
        given = sys.argv[1] if len(sys.argv) > 1 else ""
        os.environ["HEED_DATA"] = given or fresh
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
        os.environ.setdefault("HEED_DEMO", "1")
        import django

        django.setup()
        if not given:
            _build()
        return _compare()


def _build() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from heed.cli.demo import build_demo

    call_command("migrate", verbosity=0)
    build_demo(settings.DEMO if hasattr(settings, "DEMO") else HOUSE / "demo")


def _compare() -> int:
    from heed.kit.reading import read
    from heed.platform.access.queries import find_actor_of_membership
    from heed.platform.base import clock
    from heed.platform.partnerships.models import Membership
    from heed.reports.queries import bytes_of_composed
    from heed.reports.queries.register import OfReview, within
    from heed.reviews.queries import list_reviews

    row = next(each for each in Membership.objects.order_by("pk") if "business_manager" in each.roles)
    actor = find_actor_of_membership(row.pk, on=clock.today())
    assert actor is not None
    counted: Counter[str] = Counter()
    for review in list_reviews(actor):
        of = OfReview(within(actor, review.scope_id), review, clock.today())
        for layout in LAYOUTS:
            full = layout == "review_report"
            said = expected(OfReview(of.actor, review, of.on, full=full), layout)
            for form in FORMS:
                data = bytes_of_composed(
                    actor, layout=layout, subject=review.public_id, form=form, at=clock.now()
                )
                found = read_back(read(data, f"report.{form}"))
                counted["files"] += 1
                counted["records"] += len(said)
                for wanted, got in zip(said, found, strict=False):
                    counted["same"] += wanted == got
                    if wanted != got:
                        print(f"{review} {layout} {form}:\n  {wanted}\n  {got}")
                if len(said) != len(found):
                    print(f"{review} {layout} {form}: {len(said)} were written, {len(found)} were read")
                    counted["short"] += abs(len(said) - len(found))
    right = counted["same"] == counted["records"] and not counted["short"]
    print(
        f"{counted['files']} files of the demo, {counted['records']} recommendations with all that hangs on them: "
        f"{counted['same']} read back the same (limit: all) {'PASS' if right else 'FAIL'}"
    )
    return 0 if right else 1


def expected(of: Any, layout: str) -> list[Any]:
    """What a reader should find of a review in this layout, in its order."""
    from heed.reports.queries.fills import asked_of

    rows = list(of.recommendations)
    if layout == "by_theme":
        themes = list(dict.fromkeys(each.theme_id for each in rows if each.theme_id))
        rows.sort(key=lambda each: themes.index(each.theme_id) if each.theme_id else len(themes))
    return [
        (
            row.label,
            row.kind,
            _line(row.text),
            asked_of(row),
            _responses(of, row, layout),
            _actions(of, row, layout),
        )
        for row in rows
    ]


def _responses(of: Any, row: Any, layout: str) -> list[Any]:
    from heed.reports.queries.register import who_answers

    return (
        [(who_answers(each), _line(each.text)) for each in of.responses_to(row)] if layout in ANSWERED else []
    )


def _actions(of: Any, row: Any, layout: str) -> list[Any]:
    from heed.reports.queries.register import due_of, who_acts
    from heed.reports.rules import status_of

    if layout not in (*ANSWERED, "action_plan"):
        return []
    return sorted(
        (_line(each.text), status_of(each.state, each.kind), who_acts(each), due_of(each))
        for each in of.actions_for(row)
    )


def read_back(found: Any) -> list[Any]:
    """The same of a Reading."""
    from heed.reports.rules.wording import joined_names

    return [
        (
            each.label,
            each.kind,
            each.text,
            joined_names(list(each.addressed_to)),
            [(said.agency, said.text) for said in each.responses],
            sorted(
                (done.text, done.status.value, done.agency, done.due.text if done.due else "")
                for done in each.actions
            ),
        )
        for each in found.recommendations
    ]


def _line(words: str) -> str:
    return " ".join(words.split())


if __name__ == "__main__":
    sys.exit(main())
