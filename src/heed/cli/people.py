"""`heed add-person`: a new person's place in the partnership, until invitations by link are built."""

from __future__ import annotations

import click

from heed.cli.register import actor_for


@click.command("add-person")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--agency", required=True, help="The agency that they act for, by any of its names.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="A role, such as officer; several are possible.",
)
@click.option("--post", default="", help="What the person is called at work, such as Named Nurse.")
@click.option("--as", "as_email", required=True, help="The e-mail address of the person you are.")
def add_person(email: str, name: str, agency: str, roles: tuple[str, ...], post: str, as_email: str) -> None:
    """Give somebody an account and a place in the partnership. Their first password is shown once."""
    actor = actor_for(as_email)

    from heed.platform.access.roles import Role
    from heed.platform.base import clock
    from heed.platform.base.errors import Refusal
    from heed.platform.entrance.setup import add_person as add

    known = {role.value: role for role in Role}
    unknown = [role for role in roles if role.replace(" ", "_") not in known]
    if unknown:
        raise click.BadParameter(
            f"There is no role {unknown[0]}. There are: {', '.join(known)}.", param_hint="--role"
        )
    try:
        membership, password = add(
            actor,
            email=email,
            name=name,
            agency=agency,
            roles=[known[role.replace(" ", "_")] for role in roles],
            post=post,
            at=clock.now(),
        )
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(f"{membership.person.name} acts for {membership.agency.name} from today.")
    if password:
        click.echo(f"First password, shown only now: {password}")
        click.echo(
            "Tell it to them yourself, not by e-mail, and ask them to change it under Change password."
        )
