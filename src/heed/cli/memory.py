"""`heed memory`: what Heed remembers of recommendations, and how it judges that two say the same."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heed.cli.register import actor_for
from heed.cli.serve import start_django

if TYPE_CHECKING:
    from heed.platform.access.types import Actor


@click.group()
def memory() -> None:
    """The memory of every recommendation."""


@memory.command("score-pairs")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--json", "as_json", is_flag=True, help="A JSON list: score and verdict of each pair, in the same order."
)
def score_pairs(file: Path, as_json: bool) -> None:
    """Score pairs of recommendations: how likely the two of each are the same lesson. Needs no register and no network.

    FILE is a JSON list; each pair has "a" and "b", each of them an object with "text" (or the text itself). Of a text,
    the first 20,000 letters are judged.
    """
    from heed.kit.similarity import load_judge

    pairs = _pairs(file)
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    judge = load_judge()
    prepared = dict(zip(texts, judge.prepare(texts), strict=True))
    judged = [judge.compare(prepared[one], [prepared[other]])[0] for one, other in pairs]
    if as_json:
        click.echo(
            json.dumps(
                [{"score": each.score, "verdict": each.verdict, "why": each.why} for each in judged],
                ensure_ascii=False,
            )
        )
        return
    for each, (one, other) in zip(judged, pairs, strict=True):
        click.echo(f"{each.score:.3f} {each.verdict:9} {_short(one)} | {_short(other)}")
        if each.why:
            click.echo(f"                {each.why}")


@memory.command()
@click.option("--all", "everything", is_flag=True, help="Read every recommendation again.")
def rebuild(everything: bool) -> None:
    """Bring the memory into step with the register. Can be stopped, and started again."""
    start_django(demo=False)
    from heed.memory.upkeep import rebuild as make_again
    from heed.memory.upkeep import rebuild_search, verify_search
    from heed.memory.upkeep import verify as look

    show = sys.stderr.isatty()

    def say(done: int) -> None:
        if show:
            click.echo(f"\r{done} read", err=True, nl=False)

    done = make_again(everything=everything, say=say)
    found = rebuild_search(everything=everything, say=say)
    if show and (done or found):
        click.echo(err=True)
    click.echo(f"{done} read; {look().rows} recommendations are remembered.")
    click.echo(f"{found} read; {verify_search().rows} passages can be searched.")


@memory.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(as_json: bool) -> None:
    """Say whether the memory is in step with the register. Exit code 1 where it is not."""
    start_django(demo=False)
    from heed.memory.upkeep import verify as look
    from heed.memory.upkeep import verify_search

    found, searched = look(), verify_search()
    if as_json:
        click.echo(json.dumps(asdict(found) | {"search": asdict(searched)}))
    else:
        click.echo(
            f"{found.rows} recommendations are remembered: {found.missing} missing, {found.stale} stale, "
            f"{found.extra} extra, {found.astray} astray."
        )
        click.echo(
            f"{searched.rows} passages can be searched: {searched.missing} missing, {searched.stale} stale, "
            f"{searched.extra} extra, {searched.astray} astray."
        )
    if not (found.is_well and searched.is_well):
        if not as_json:
            click.echo(
                "The worker reads what waits within seconds; `heed memory rebuild` mends the rest.", err=True
            )
        sys.exit(1)


@click.command("recommended-before")
@click.argument("text", required=False, default="")
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read it from this file.",
)
@click.option(
    "--as", "email", default="", help="The e-mail address of the person you are; a manager without it."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Leave out reviews after this day.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="One JSON object: matches, likeliest first.",
)
def recommended_before(
    text: str, file: Path | None, email: str, on: datetime | None, limit: int, as_json: bool
) -> None:
    """Say whether a recommendation was made before: earlier ones of the register that ask the same, and why."""
    if file and text:
        raise click.UsageError("Give the words or --file, not both.")
    words = _read(file) if file else text
    if not words.strip():
        raise click.UsageError("Give the words of a recommendation, or --file with them.")
    actor = actor_for(email) if email else _somebody()
    from heed.memory.operations import look_up
    from heed.memory.presenters import searched_words
    from heed.platform.base import clock
    from heed.platform.base.errors import Refusal

    try:
        found = look_up(actor, text=words, on=on.date() if on else None, limit=limit, at=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from None
    if as_json:
        told = asdict(found)
        for each in told["matches"]:
            each["on"] = each["on"].isoformat() if each["on"] else None
            del each["key"]
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for match in found.matches:
        day = match.on.isoformat() if match.on else "no day known"
        click.echo(f"{match.score:.3f} {match.verdict:9} {match.reference}  {match.review}, {day}")
        click.echo(f"                {' '.join(match.text.split())}")
        if match.why:
            click.echo(f"                {match.why}")
    click.echo(searched_words(found.searched, any(found.matches)))


def _somebody() -> Actor:
    """A manager of the partnership, named on standard error: whoever sits at this machine is let in anyway."""
    start_django(demo=False)
    from heed.platform.access.queries import first_manager
    from heed.platform.base import clock

    actor = first_manager(on=clock.today())
    if actor is None:
        raise click.ClickException("Nobody here may read the register yet. Name somebody with --as.")
    click.echo(f"As {actor.name} (--as names somebody else).", err=True)
    return actor


def _pairs(file: Path) -> list[tuple[str, str]]:
    """The two texts of each pair; one sentence where the file is no list of pairs, that says which is none."""
    wrong = f'{file.name} is not a JSON list of pairs, each with "a" and "b" that have a "text"'
    try:
        listed = json.loads(_read(file))
    except (ValueError, RecursionError) as cause:
        where = f": line {cause.lineno} is no JSON" if isinstance(cause, json.JSONDecodeError) else ""
        raise click.ClickException(f"{wrong}{where}.") from None
    listed = listed.get("pairs") if isinstance(listed, dict) else listed
    if not isinstance(listed, list):
        raise click.ClickException(f"{wrong}.")
    found = []
    for number, each in enumerate(listed, start=1):
        try:
            found.append((_text(each["a"]), _text(each["b"])))
        except (KeyError, TypeError):
            raise click.ClickException(f"{wrong}: pair {number} has not.") from None
    return found


_LONGEST = 20_000
"""Letters of a text that are judged: a whole report given as a recommendation is not read for minutes."""


def _text(side: Any) -> str:
    """Its text; half a letter, which JSON can write and no terminal can, is left out."""
    text = side if isinstance(side, str) else side["text"]
    if not isinstance(text, str):
        raise TypeError
    return text[:_LONGEST].encode("utf-8", errors="ignore").decode("utf-8")


def _read(file: Path) -> str:
    """The text of a file in whichever encoding it stands."""
    from heed.kit.reading import Unreadable
    from heed.kit.reading.decode import decode

    try:
        return decode(file.read_bytes())
    except OSError as cause:
        raise click.ClickException(f"{file.name} cannot be read: {cause.strerror}.") from None
    except Unreadable as refusal:
        raise click.ClickException(f"{file.name}: {refusal.message}") from None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
