"""What the import linter cannot see: a foreign key named by a string must point down, or stay in its room."""

from configparser import ConfigParser
from pathlib import Path

from django.apps import apps

HOUSE = "qosqanat."


def floors() -> dict[str, int]:
    """The rooms of `.importlinter` by height, the lowest 0; rooms of one line share a floor."""
    contracts = ConfigParser()
    contracts.read(Path(__file__).resolve().parents[1] / ".importlinter")
    lines = [line for line in contracts["importlinter:contract:floors"]["layers"].split("\n") if line]
    return {
        room.strip(" ()"): height for height, line in enumerate(reversed(lines)) for room in line.split("|")
    }


def room(model: type) -> str:
    return model.__module__.removeprefix(HOUSE).split(".")[0]


def test_every_relation_points_down() -> None:
    order = floors()
    relations = [
        (field, field.related_model)
        for model in apps.get_models()
        if model.__module__.startswith(HOUSE)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
    ]
    assert len(relations) > 10
    upward = [
        f"{field} -> {target.__name__}"
        for field, target in relations
        if target.__module__.startswith(HOUSE) and order[room(target)] > order[room(field.model)]
    ]
    assert upward == []
