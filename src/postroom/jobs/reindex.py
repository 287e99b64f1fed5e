"""`postroom reindex`: what is searched is made anew from the articles, while everything goes on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from django.db import transaction

from postroom import config
from postroom.ground.serving import database_for
from postroom.models import Article
from postroom.search.index import index_articles
from postroom.words import gettext as _

_BATCH = 500


def main(arguments: Sequence[str]) -> int:
    """Write the rows of every article anew; 0 when all are written."""
    argparse.ArgumentParser(
        prog="postroom reindex",
        description=_("Make anew what the search looks into. Nothing stops meanwhile, and it may be interrupted."),
    ).parse_args(arguments)
    with database_for(config.load()):
        done = write_all()
    sys.stdout.write(_("{count} texts can be found.").format(count=done) + "\n")
    return 0


def write_all() -> int:
    """Write the rows of every article anew and return how many rows there are."""
    return sum(map(_write, _batches()))


def _batches() -> Iterator[list[int]]:
    """Newest first: what is looked for most is right first."""
    pks = list(Article.objects.order_by("-pk").values_list("pk", flat=True)[:_BATCH])
    while pks:
        yield pks
        pks = list(Article.objects.filter(pk__lt=pks[-1]).order_by("-pk").values_list("pk", flat=True)[:_BATCH])


@transaction.atomic
def _write(pks: list[int]) -> int:
    return index_articles(Article.objects.filter(pk__in=pks))
