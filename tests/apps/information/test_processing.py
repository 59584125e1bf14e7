"""The record of processing names every room that keeps anything, and every field about people."""

from __future__ import annotations

from django.urls import reverse

from heed.information.queries.processing import as_markdown, list_class_rules
from heed.platform.access.roles import Role
from heed.platform.rules.queries import rules_of
from scripts.data_dictionary import CLASSES
from tests.cast import Cast, client_of


def test_every_class_has_its_rules() -> None:
    assert {name for name, _, _ in list_class_rules()} == set(CLASSES)


def test_the_record_names_every_field_about_people() -> None:
    record = as_markdown()
    for classes in rules_of("data-classes")["models"].values():
        for name in ("identifier", "special", "narrative"):
            assert all(field in record for field in classes.get(name, []))


def test_the_page_shows_it(cast: Cast) -> None:
    lead = cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    page = client_of(lead).get(reverse("information:processing"))
    assert page.status_code == 200
    assert "Learning from reviews" in page.content.decode()
