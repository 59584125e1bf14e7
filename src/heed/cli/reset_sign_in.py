"""`heed reset-sign-in`: the way back in for somebody whom no manager can help."""

from __future__ import annotations

import click

from heed.cli.serve import start_django


@click.command("reset-sign-in")
@click.argument("email")
@click.option(
    "--how", required=True, help="How you made sure that it is them, such as: seen in person, passport."
)
@click.option("--site", default="http://localhost:8000", show_default=True, help="Where they reach Heed.")
def reset_sign_in(email: str, how: str, site: str) -> None:
    """Take somebody's lost second factors away, end their sessions, and print a link for a new password."""
    start_django(demo=False)
    from django.utils import timezone

    from heed.platform.base.errors import Refusal
    from heed.platform.entrance.letters import password_address
    from heed.platform.entrance.operations.rescue import reset_on_this_machine

    try:
        taken, link = reset_on_this_machine(email=email, how=how, site=site.rstrip("/"), at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(f"{taken} factors were taken away, and every session ended.")
    click.echo("Hand this link to them, and to nobody else. It works once, and is shown only now:")
    click.echo(password_address(link))
