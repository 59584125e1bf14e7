"""A shared part knows the document that it was read from, and goes with it."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from heed.memory.triggers import install, remove_shared


def _give_documents(apps: Any, editor: Any) -> None:
    """The document of each page's passage that is shared already; what is found in none is held back from now on."""
    every = apps.get_model("memory", "SharedReview").objects.using(editor.connection.alias)
    for shared in every.all():
        known = [(each.pk, _words_of(each)) for each in shared.review.documents.all()]
        for part in shared.parts.filter(is_recommendation=False):
            begins = " ".join(part.text.split())[:60]
            found = next((pk for pk, words in known if begins in words), None)
            part.document_id = found if found or len(known) != 1 else known[0][0]
            part.save(update_fields=["document"])
            if part.document_id is None:
                part.delete()
    if editor.connection.vendor != "sqlite":
        editor.connection.check_constraints()


def _words_of(document: Any) -> str:
    return " ".join(" ".join(each.text for each in document.readings.all()).split())


def _let_go(apps: Any, editor: Any) -> None:
    remove_shared(editor.connection)


def _install(apps: Any, editor: Any) -> None:
    install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_together"), ("memory", "0004_words_of_states")]

    operations = [
        migrations.AddField(
            model_name="sharedpart",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="library.document",
            ),
        ),
        migrations.RunPython(_give_documents, migrations.RunPython.noop),
        migrations.RunPython(_install, _let_go),
    ]
