"""`heed memory`: what Heed remembers of recommendations, and how it judges that two say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


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

    FILE is a JSON list; each pair has "a" and "b", each of them an object with "text" (or the text itself).
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


def _pairs(file: Path) -> list[tuple[str, str]]:
    """The two texts of each pair; one sentence where the file is no list of pairs."""
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(listed, dict):
            listed = listed["pairs"]
        return [(_text(each["a"]), _text(each["b"])) for each in listed]
    except (OSError, ValueError, KeyError, TypeError):
        raise click.ClickException(
            f'{file.name} is not a JSON list of pairs, each with "a" and "b" that have a "text".'
        ) from None


def _text(side: Any) -> str:
    text = side if isinstance(side, str) else side["text"]
    if not isinstance(text, str):
        raise TypeError
    return text


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
