"""Write docs/data-dictionary.md: every room's tables, columns and rules, read from the models.

`python tools/dictionary.py --check` fails when the page no longer says what the models say.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Nothing is kept: the models are only read, no database is opened.
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "qosqanat.settings",
    "QOSQANAT_DATA_DIR": tempfile.gettempdir(),
    "QOSQANAT_SECRET_KEY": "-",
    "QOSQANAT_FIELD_KEY": "-",
}

import django
from django.apps import AppConfig, apps
from django.db import models
from django.utils import translation

HOUSE = "qosqanat."
PAGE = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"
HEAD = """# Data dictionary

Made by `make dictionary` from the models. `?` behind a type: may be empty (NULL); `→` a row of another table.
Rules are constraints of the database, so that no script and no other program can break them either.
"""


def page() -> str:
    """The whole dictionary in English, rooms from the lowest to the highest."""
    with translation.override("en"):
        return HEAD + "".join(
            line for room in apps.get_app_configs() if room.name.startswith(HOUSE) for line in _room(room)
        )


def _room(room: AppConfig) -> Iterator[str]:
    tables = sorted(room.get_models(), key=lambda model: model.__name__)
    if tables:
        yield f"\n## {room.label}\n"
    for model in tables:
        yield from _table(model)


def _table(model: type[models.Model]) -> Iterator[str]:
    options = model._meta
    yield f"\n### {model.__name__} (`{options.db_table}`)\n\n"
    said = " ".join((model.__doc__ or "").split("\n\n")[0].split())
    if not said.startswith(f"{model.__name__}("):  # else Django wrote it
        yield f"{said}\n\n"
    yield "| column | type | meaning |\n|---|---|---|\n"
    for field in (*options.local_fields, *options.local_many_to_many):
        yield f"| `{field.column or field.name}` | {_type(field)} | {_meaning(field)} |\n"
    if rules := [f"`{rule.name}`" for rule in options.constraints]:
        yield f"\nRules: {', '.join(sorted(rules))}\n"


def _type(field: "models.Field[object, object]") -> str:
    kind = field.get_internal_type().removesuffix("Field")
    if isinstance(field, models.DecimalField):
        kind += f"({field.max_digits}, {field.decimal_places})"
    elif field.max_length and not isinstance(field, models.UUIDField):
        kind += f"({field.max_length})"
    if isinstance(field.related_model, type):
        kind = f"{'many ' if field.many_to_many else ''}→ {field.related_model.__name__}"
    marks = " unique" if field.unique and not field.primary_key else ""
    return f"{kind}{'?' if field.null else ''}{marks}"


def _meaning(field: "models.Field[object, object]") -> str:
    """What the model says beyond the column's own name: label, help and the values that are allowed."""
    label = str(field.verbose_name)
    parts = ["" if label.lower() == field.name.replace("_", " ") else label, str(field.help_text)]
    # a label may be text in a language of people: the stored value is what the dictionary is about
    parts.append(", ".join(f"`{value}`" for value, _ in field.flatchoices))
    return "; ".join(part.rstrip(".") for part in parts if part).replace("|", "\\|")


if __name__ == "__main__":
    django.setup()
    wanted = page()
    if "--check" not in sys.argv:
        PAGE.write_text(wanted, "utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != wanted:
        sys.exit("docs/data-dictionary.md is behind the models: run make dictionary and commit it")
