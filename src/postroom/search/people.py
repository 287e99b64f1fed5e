"""Finding customers and organisations by the beginnings of words of their names and addresses.

The database keeps these words by itself, in an index on an expression (migration `0008_search`).
"""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, QuerySet, Value
from django.db.models.functions import Concat

from postroom.models import Organisation, User
from postroom.search.folding import fold
from postroom.search.lookups import asks
from postroom.search.syntax import parse
from postroom.search.vector import quoted
from postroom.search.words import words
