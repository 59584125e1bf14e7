"""`heed report`: a report composed from the register, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from heed.cli.register import actor_for
from heed.cli.writing import write_whole

_FORMS = ("pdf", "docx", "html", "txt", "xlsx", "json")


@click.command("report")
@click.argument("layout")
@click.argument("review", default="")
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; its ending says as what: pdf, docx, html, txt, xlsx or json.",
)
def report(layout: str, review: str, email: str, out: Path) -> None:
    """Compose a report of a LAYOUT about a REVIEW, by its reference.

    Layouts: by_theme, by_recommendation, board_response, findings_only, response, synopsis, briefing, action_plan and
    others. One about all reviews (progress, annual) takes no review.

    It says what the register says now. Nothing is kept, and nothing is in it that is written by hand.
    """
    form = out.suffix.lower().removeprefix(".")
    if form not in _FORMS:
        raise click.ClickException(f"The file must end with one of: {', '.join(_FORMS)}.")
    actor = actor_for(email)

    from heed.platform.base import clock
    from heed.platform.base.errors import Refusal
    from heed.reports.operations import note_composed
    from heed.reports.queries import bytes_of_composed

    try:
        subject = _review(actor, review) if review else ""
        at = clock.now()
        content = bytes_of_composed(actor, layout=layout, subject=subject, form=form, at=at)
        note_composed(actor, layout=layout, review=subject, form=form, at=at)
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from None
    write_whole(out, [content])
    click.echo(f"{out}: {len(content):,} bytes.")


def _review(actor: Any, reference: str) -> str:
    """The public id of the review with this reference."""
    from heed.reviews.queries import list_reviews

    found = next((each for each in list_reviews(actor) if each.reference == reference.strip()), None)
    if found is None:
        raise click.ClickException(f"There is no review {reference} that you can see.")
    return str(found.public_id)
