"""Tables that only grow: the database itself refuses UPDATE and DELETE, whoever asks."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = "CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
DROP = {
    "sqlite": "DROP TRIGGER {table}_keeps_{verb}",
    "postgresql": "DROP TRIGGER {table}_keeps_{verb} ON {table}",
}
VERBS = ("update", "delete")


def statements(vendor: str, table: str) -> list[str]:
    """SQL that makes `table` append-only. A migration that rebuilds the table on SQLite must run it again."""
    template, first = (SQLITE, []) if vendor == "sqlite" else (POSTGRES, [POSTGRES_FUNCTION])
    return first + [template.format(table=table, verb=verb) for verb in VERBS]


def undo(vendor: str, table: str) -> list[str]:
    return [DROP[vendor].format(table=table, verb=verb) for verb in VERBS]


def restored(table: str) -> tuple[migrations.RunPython, migrations.RunPython]:
    """The first and the last operation of a migration that rebuilds the table on SQLite, where its triggers go with the old one."""

    def again(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "sqlite":
            for sql in statements("sqlite", table):
                editor.execute(sql, params=None)

    nothing = migrations.RunPython.noop
    return migrations.RunPython(nothing, again), migrations.RunPython(again, nothing)


def append_only(table: str) -> migrations.RunPython:
    """A migration operation for one table."""

    def forwards(apps: Any, editor: Any) -> None:
        for sql in statements(editor.connection.vendor, table):
            editor.execute(sql, params=None)

    def backwards(apps: Any, editor: Any) -> None:
        for sql in undo(editor.connection.vendor, table):
            editor.execute(sql, params=None)

    return migrations.RunPython(forwards, backwards)
