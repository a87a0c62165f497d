"""The index that lets PostgreSQL find a part of a word without reading every row."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import Index, Model

# SQLite has no such index and needs none: it reads 5,000 short texts in a few milliseconds.
_NOTHING = "SELECT 1"


class TrigramIndex(Index):
    """pg_trgm on PostgreSQL, nothing elsewhere: one migration serves both. The owner of a database may add pg_trgm."""

    def __init__(self, *, fields: tuple[str, ...], name: str) -> None:
        super().__init__(fields=fields, name=name, opclasses=["gin_trgm_ops"] * len(fields))

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        kwargs.pop("opclasses")
        return path, args, kwargs

    def create_sql(
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Statement:
        if schema_editor.connection.vendor != "postgresql":
            return Statement(_NOTHING)
        statement = super().create_sql(model, schema_editor, using=" USING gin", **kwargs)
        statement.template = f"CREATE EXTENSION IF NOT EXISTS pg_trgm; {statement.template}"
        return statement

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor, **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return Statement(_NOTHING)
        return super().remove_sql(model, schema_editor, **kwargs)
