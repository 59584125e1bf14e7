"""`heed catch-up`: the records that today's Heed makes, of documents that came in before it did."""

from __future__ import annotations

import click

from heed.cli.register import actor_for


@click.command("catch-up")
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
def catch_up(email: str) -> None:
    """Make findings and links of documents that came in before Heed kept them.

    Only what the reader was sure of goes into the register. It may be run again at any time: what is there is left
    alone.
    """
    actor = actor_for(email)
    from heed.intake.operations import catch_up as catch_up_one
    from heed.intake.queries import list_read_imports
    from heed.kit.reading import Unreadable
    from heed.library.queries import LinkFilter, filter_links, links_in_file
    from heed.platform.base import clock

    findings = unsure = links = 0
    for row in list_read_imports(actor):
        has_links = filter_links(actor, LinkFilter(document=row.document.public_id)).exists()
        try:
            found = [] if has_links else links_in_file(row.document)
        except (Unreadable, OSError) as problem:
            click.echo(f"{row.document}: its links were not read ({problem}).", err=True)
            found = []
        done = catch_up_one(actor, import_ref=row.public_id, links=found, at=clock.now())
        findings, unsure, links = findings + done.findings, unsure + done.unsure, links + done.links
        if done.unsure:
            click.echo(f"{row.document}: {done.unsure} findings that the reader is not sure of stay out.")
    click.echo(f"{findings} findings and {links} links are in the register now that were not.")
