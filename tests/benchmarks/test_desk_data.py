"""What the generated desk holds is what the program would have written."""

from __future__ import annotations

import datetime
import random

import pytest

from benchmarks.desk_copy import trusted_rows
from benchmarks.desk_people import make_people
from benchmarks.desk_tickets import Part, fill_part
from postroom.models import Article, Blob, Event, SearchText, Ticket
from postroom.search.index import index_articles

LENGTHS = [1, 4, 12] * 10


@pytest.fixture
def generated(db: None) -> None:
    """Thirty tickets."""
    with trusted_rows():
        people = make_people(random.Random(1), 20)
        blobs = Blob.objects.keep([b"Guten Tag"])
        fill_part(Part(7, 1, 1, LENGTHS, len(LENGTHS)), people, blobs, datetime.datetime.now(datetime.UTC))


@pytest.mark.usefixtures("generated")
def test_the_words_of_a_generated_desk_are_those_that_the_index_writes() -> None:
    made = dict(SearchText.objects.values_list("article", "document"))
    index_articles(Article.objects.all())
    assert len(made) == sum(LENGTHS)
    assert made == dict(SearchText.objects.values_list("article", "document"))


@pytest.mark.usefixtures("generated")
def test_a_generated_desk_points_to_rows_that_exist_and_has_defaults_where_nothing_is_said() -> None:
    assert [ticket.articles.count() for ticket in Ticket.objects.order_by("pk")] == LENGTHS
    assert Event.objects.filter(article__kind__in=["email", "note"], ticket__group__active=True).count() == sum(LENGTHS)
    assert Article.objects.filter(created_by__email__contains="@", ticket__customer__active=True).count() == sum(
        LENGTHS
    )
    article = Article.objects.earliest("pk")
    assert (article.references, article.security, article.raw, article.may_answer) == ([], {}, None, True)
    assert article.body_text.startswith(("Guten Tag ", "Dear "))
    assert "\n\n" in article.body_text
