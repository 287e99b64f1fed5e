"""Taking somebody's name and addresses out of all stored text.

The columns are derived from the models, so no table is forgotten, whichever comes later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Field, Model
from psycopg import sql

from postroom.models import Article, FileText, SearchText, Session, Ticket, User
from postroom.people.removing.identity import Identity

_OTHERWISE = (User, SearchText, Session, FileText)
"""The person's own row is dealt with by itself, what is searched is made anew, sessions hold
only ids, and what was read in a file stays as long as the file."""
GONE = "…"
"""Takes the place of a name or a phone number."""


def tables() -> Iterator[type[Model]]:
    """Return the models whose text is looked through; articles first, whose words must be made anew."""
    found = [model for model in apps.get_app_config("postroom").get_models() if model not in _OTHERWISE]
    return (model for model in sorted(found, key=lambda m: (m is not Article, m._meta.db_table)) if _columns(model))


def scrub(model: type[Model], person: User, identity: Identity) -> list[Any]:
    """Replace addresses wherever they stand, name and phone number in rows about the person; return the rows' keys."""
    columns = _columns(model)
    about = sql.SQL(" OR ").join([_mentions(field, identity) for field in columns] + _belongs(model, person))
    values = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(str(field.column)), _replaced(field, identity)) for field in columns
    )
    statement = sql.SQL("UPDATE {table} SET {values} WHERE {about} RETURNING {key}").format(
        table=sql.Identifier(model._meta.db_table),
        values=values,
        about=about,
        key=sql.Identifier(str(model._meta.pk.column)),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [key for (key,) in cursor.fetchall()]


def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if _is_text(field) and not field.primary_key]


def _is_text(field: Field[Any, Any]) -> bool:
    if isinstance(field, ArrayField):
        return _is_text(field.base_field)
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices


def _text(field: Field[Any, Any]) -> sql.Composed:
    return sql.SQL("{}::text").format(sql.Identifier(str(field.column)))


def _mentions(field: Field[Any, Any], identity: Identity) -> sql.Composed:
    # ILIKE is many times quicker than a regular expression, and leaves few rows to it.
    parts = [
        sql.SQL("({text} ILIKE {like} AND {text} ~* {pattern})").format(
            text=_text(field), like=sql.Literal(like), pattern=sql.Literal(pattern)
        )
        for like, pattern in zip(identity.likes, identity.email_patterns, strict=True)
    ]
    return sql.SQL(" OR ").join(parts)


def _belongs(model: type[Model], person: User) -> list[sql.Composable]:
    """Rows of the person's tickets, and rows that the person wrote."""
    names = {field.name for field in model._meta.concrete_fields}
    found: list[sql.Composable] = []
    key = sql.Literal(person.pk)
    own = sql.SQL("(SELECT id FROM postroom_ticket WHERE customer_id = {})").format(key)
    if model is Ticket:
        found.append(sql.SQL("customer_id = {}").format(key))
    if "ticket" in names:
        found.append(sql.SQL("ticket_id IN {}").format(own))
    if "article" in names and "ticket" not in names:
        found.append(sql.SQL("article_id IN (SELECT id FROM postroom_article WHERE ticket_id IN {})").format(own))
    if "created_by" in names and model is Article:
        found.append(sql.SQL("created_by_id = {}").format(key))
    return found


def _replaced(field: Field[Any, Any], identity: Identity) -> sql.Composable:
    value: sql.Composable = _text(field)
    for pattern in identity.email_patterns:
        value = _regexp(value, pattern, identity.stand_in)
    if field.name.endswith("_header"):
        value = _regexp(value, identity.header_pattern, f"<{identity.stand_in}>")
    for pattern in identity.words:
        value = _regexp(value, _as_json(pattern) if isinstance(field, models.JSONField) else pattern, GONE)
    if isinstance(field, models.CharField) and field.max_length:
        return sql.SQL("left({}, {})").format(value, sql.Literal(field.max_length))
    return sql.SQL("{}::{}").format(value, sql.SQL(str(field.db_type(connection))))


def _regexp(value: sql.Composable, pattern: str, instead: str) -> sql.Composable:
    return sql.SQL("regexp_replace({}, {}, {}, 'gi')").format(value, sql.Literal(pattern), sql.Literal(instead))


def _as_json(pattern: str) -> str:
    """A quote in a name stands with a backslash in JSON."""
    return pattern.replace('\\"', json.dumps('\\"')[1:-1])
