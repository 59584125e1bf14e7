"""`heed backup`, `check-backup`, `restore`, `leave` and `backup-key`: nothing is lost that was kept twice."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from heed.platform.safekeeping.keys import Key
    from heed.platform.safekeeping.types import Manifest

Command = TypeVar("Command", bound=Callable[..., Any])


def closed_with(command: Command) -> Command:
    """The options that say what a backup is closed with."""
    command = click.option(
        "--passphrase-file",
        type=click.Path(dir_okay=False, exists=True, path_type=Path),
        help="A file whose first line is the passphrase, where nobody is there to type it.",
    )(command)
    return click.option(
        "--key-file",
        type=click.Path(dir_okay=False, path_type=Path),
        help="A key made by `heed backup-key`, in place of a passphrase.",
    )(command)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@closed_with
@click.option("--without-keys", is_flag=True, help="Leave out the key that signs sessions and links.")
def backup(file: Path, key_file: Path | None, passphrase_file: Path | None, without_keys: bool) -> None:
    """Back up everything into FILE, encrypted, while Heed goes on working; then read it back and compare."""
    key = key_for(key_file, passphrase_file, new=True)
    start()
    from django.utils import timezone

    from heed.platform.safekeeping.operations import back_up

    if file.exists():
        raise click.ClickException(
            f"{file} is there already. Name another file: a backup never overwrites one."
        )
    with refusals_said():
        done = back_up(None, path=file, key=key, with_keys=not without_keys, say=say, at=timezone.now())
    click.echo(f"{file}: {in_words(done.manifest)}, {done.size / 1e6:,.1f} MB, {done.seconds:.0f} s.")
    click.echo(f"Read back and compared. SHA-256 {done.sha256}")
    _say_missing(done.manifest)


@click.command("check-backup")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@closed_with
@click.option(
    "--quick", is_flag=True, help="Read and compare only, without restoring it into a temporary place."
)
def check_backup(file: Path, key_file: Path | None, passphrase_file: Path | None, quick: bool) -> None:
    """Say whether FILE is whole: read it, and restore it into a temporary place that is removed again."""
    key = key_for(key_file, passphrase_file)
    start()
    from heed.platform.safekeeping.archive import check_archive
    from heed.platform.safekeeping.drill import restore_elsewhere

    with refusals_said():
        manifest = check_archive(file, key)
        if not quick:
            seconds = restore_elsewhere(file, key)
            click.echo(f"Restored into a temporary place and compared, in {seconds:.0f} s.")
    click.echo(f"{file} is whole: {in_words(manifest)}, made {manifest.made_at}.")
    _say_missing(manifest)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@closed_with
def restore(file: Path, key_file: Path | None, passphrase_file: Path | None) -> None:
    """Put back what FILE holds, into an empty place: an empty HEED_DATA and, on PostgreSQL, an empty database."""
    key = key_for(key_file, passphrase_file)
    start()
    from heed.platform.safekeeping.place import data_folder
    from heed.platform.safekeeping.restoring import restore as put_back

    with refusals_said():
        done = put_back(file, key, say=say)
    click.echo(
        f"Restored into {data_folder()}: {in_words(done.manifest)}, as it was {done.manifest.made_at}; "
        f"every table and every file compared, {done.seconds:.0f} s."
    )
    _say_missing(done.manifest)
    click.echo("Next: heed doctor, then heed serve.")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
def leave(folder: Path, email: str) -> None:
    """Take the whole archive away in open formats, into a new FOLDER: JSON, CSV, the files, and their check sums.

    For a partnership that leaves Heed or hands over to a successor. Who took it is written down.
    """
    from heed.cli.register import actor_for

    actor = actor_for(email)
    from django.utils import timezone

    from heed.platform.safekeeping.operations import take_everything

    with refusals_said():
        taken = take_everything(actor, folder=folder, at=timezone.now())
    click.echo(f"{folder}: {taken.tables} tables, {taken.rows:,} rows, {taken.files:,} files.")
    click.echo("READ-ME.txt in it says what is where.")
    if taken.missing:
        click.echo(f"Look at this: {taken.missing} files that records name were not there.", err=True)


@click.command("scrubbed-copy")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
def scrubbed_copy(folder: Path, email: str) -> None:
    """Write a copy of your partnership for testing into a new FOLDER: every row, no words, names or files of anybody.

    Names become other names, free words become words that are none, files are blank, and everybody signs in with one
    password, which is printed. States, dates of the work, counts and the names of public bodies stay as they were, so
    the copy is scrubbed, not anonymous: keep it inside the partnership. Of another partnership that shares this Heed
    there is only what your rows point to.
    """
    from heed.cli.register import actor_for

    actor = actor_for(email)
    from django.utils import timezone

    from heed.platform.safekeeping.operations import make_scrubbed_copy

    password = "-".join(secrets.token_hex(3) for _ in range(3))
    with refusals_said():
        made = make_scrubbed_copy(actor, folder=folder, password=password, at=timezone.now())
    click.echo(f"{folder}: {made.tables} tables, {made.rows:,} rows, {made.files:,} blank files.")
    click.echo(f"Look at it with: HEED_DATA={folder} heed serve")
    click.echo(f"{folder / 'people.csv'} says who there is. Everybody's password is {password}")


@click.command("backup-key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--copy", is_flag=True, help="Copy the key of the scheduled backups to FILE, to be put away elsewhere."
)
def backup_key(file: Path, copy: bool) -> None:
    """Make a key file for backups. Keep a copy apart from this machine: without it no backup opens."""
    from heed.platform.safekeeping.keys import make_key_file

    with refusals_said():
        if copy:
            start()
            from heed.platform.safekeeping.scheduled import copy_key

            copy_key(file)
            click.echo(
                f"The key of the scheduled backups is in {file}. Put it away, apart from this machine."
            )
            return
        make_key_file(file)
    click.echo(f"A new key is in {file}. Keep a copy apart from this machine: without it no backup opens.")


def key_for(key_file: Path | None, passphrase_file: Path | None, *, new: bool = False) -> Key:
    """The key that the options name; without one, the passphrase is asked for."""
    from heed.platform.safekeeping.keys import Key, key_from_file

    with refusals_said():
        if key_file:
            return key_from_file(key_file)
    if passphrase_file:
        lines = passphrase_file.read_text(encoding="utf-8").splitlines()
        return Key(passphrase=lines[0].strip() if lines else "")
    return Key(passphrase=click.prompt("Passphrase", hide_input=True, confirmation_prompt=new))


def start() -> None:
    from heed.cli.serve import start_django

    start_django(demo=False)


@contextmanager
def refusals_said() -> Iterator[None]:
    """What is refused, or what the disk refuses, is one sentence and exit code 1."""
    from django.db import OperationalError

    from heed.platform.base.errors import Refusal
    from heed.platform.safekeeping.types import SafekeepingRefused

    try:
        yield
    except SafekeepingRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    except OperationalError as problem:
        raise click.ClickException(f"The database does not answer: {problem}") from problem
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        raise click.ClickException(
            f"The disk does not do it: {problem.strerror or problem}{where}."
        ) from problem


def say(step: str) -> None:
    click.echo(f"  {step}", err=True)


def in_words(manifest: Manifest) -> str:
    return f"{len(manifest.tables)} tables, {manifest.rows:,} rows, {len(manifest.files):,} files"


def _say_missing(manifest: Manifest) -> None:
    if manifest.missing:
        many = len(manifest.missing)
        what = "1 file that a record names was" if many == 1 else f"{many} files that records name were"
        click.echo(f"Look at this: {what} not in the data folder when the backup was made.", err=True)
