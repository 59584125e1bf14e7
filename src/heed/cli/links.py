"""`heed check-links`: ask the network about the addresses of documents and evidence. Nothing of Heed needs it."""

from __future__ import annotations

import click

from heed.cli.register import actor_for


@click.command("check-links")
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
@click.option("--all", "every", is_flag=True, help="Ask again about those that were looked at before.")
def check_links(email: str, every: bool) -> None:
    """Ask the network which links of documents and of evidence lead nowhere, and keep what it says.

    Heed never does this by itself for these. Addresses of this machine and its own network are not asked. Where there
    is no network, nothing is changed.
    """
    actor = actor_for(email)
    from heed.library.operations import keep_answers
    from heed.library.queries import LinkFilter, filter_links
    from heed.library.types import LinkState
    from heed.plans.operations import keep_answers_of_links
    from heed.plans.queries import links_of_evidence
    from heed.platform.base import clock
    from heed.platform.http.asking import ask

    rows = filter_links(actor, LinkFilter(state="" if every else LinkState.NOT_CHECKED)).exclude(address="")
    of_evidence = links_of_evidence(actor, every=every).values_list("address", flat=True)
    addresses = list(dict.fromkeys([*rows.values_list("address", flat=True), *of_evidence]))
    found = {address: ask(address) for address in addresses}
    if addresses and not any(each.reached for each in found.values()):
        click.echo(
            f"The network could not be reached, so nothing was changed. {len(addresses)} addresses wait."
        )
        return
    decided = {
        address: (LinkState.WORKS if each.works else LinkState.DEAD, each.note)
        for address, each in found.items()
        if each.works is not None
    }
    links = keep_answers(actor, answers=decided, at=clock.now()) if decided else 0
    said = {address: state == LinkState.WORKS for address, (state, _) in decided.items()}
    links += keep_answers_of_links(actor, answers=said, at=clock.now()) if said else 0
    dead = [address for address, (state, _) in decided.items() if state == LinkState.DEAD]
    click.echo(f"{len(addresses)} addresses asked, {links} links marked, {len(dead)} addresses dead.")
    for address, each in found.items():
        if not each.works:
            click.echo(f"{address}: {each.note}", err=True)
