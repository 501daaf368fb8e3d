"""The API of version 1: its operations, and its description with every refusal that they can give."""

from typing import Any, cast

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from . import shapes
from .cells import router as cells
from .door import Bearer
from .reads import router as reads
from .refusals import KINDS, MEDIA_TYPE, on_exception

ALWAYS = (401, 403, 404, 422, 429)
WITH_BODY = (400, 413, 415)
OF = {
    "enter_cell": (412, 428),
    "student": (409,),
    "course": (409,),
    "sheets": (409,),
    "ratings": (409,),
    "cells": (409,),
}
"""Refusals that only some operations give."""
LINKED = {
    "students": ("student", {"student": "$response.body#/0/id"}),
    "courses": ("course", {"course": "$response.body#/0/id"}),
    "sheets": ("sheet", {"sheet": "$response.body#/0/id"}),
    "ratings": ("rating", {"sheet": "$response.body#/0/sheet"}),
    "cells": ("cell", {"sheet": "$response.body#/0/sheet", "key": "$response.body#/0/key"}),
    "sheet": ("rating", {"sheet": "$response.body#/id"}),
    "cell": (
        "enter_cell",
        {"sheet": "$response.body#/sheet", "key": "$response.body#/key", "If-Match": "$response.header.ETag"},
    ),
}
"""What an answer leads to: (operation, its parameters)."""
TEXT = {"schema": {"type": "string"}}
DESCRIPTION = (
    "Students, courses, sheets, cells and ratings of dual education, for programs. A program acts with a person's token "
    "and does what that person may do, no more. Answers speak the language of Accept-Language: kk, ru or en."
)


class House(NinjaAPI):
    """django-ninja with the house's description: problem+json for refusals, headers, links."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        description = super().get_openapi_schema(**options)
        trouble = shapes.Trouble.model_json_schema(ref_template="#/components/schemas/{model}")
        description["components"]["schemas"] |= trouble.pop("$defs") | {"Trouble": trouble}
        for path in description["paths"].values():
            for operation in path.values():
                describe(operation)
        return description

    def on_exception(self, request: Any, exception: Any) -> Any:
        return on_exception(request, exception)


def describe(operation: dict[str, Any]) -> None:
    """Complete one operation of the description."""
    name, answers = operation["operationId"], operation["responses"]
    good = answers[200]
    good["headers"] = {}
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)  # a map in a parameter, a list in a schema; the schema has them
    if any(parameter["name"] == "cursor" for parameter in operation["parameters"]):
        good["headers"]["Link"] = TEXT
    if name in {"cell", "enter_cell"}:
        good["headers"]["ETag"] = TEXT
    if name in LINKED:
        target, parameters = LINKED[name]
        good["links"] = {target: {"operationId": target, "parameters": parameters}}
    for status in sorted({*ALWAYS, *(WITH_BODY if "requestBody" in operation else ()), *OF.get(name, ())}):
        answers[status] = _refusal(status)


def _refusal(status: int) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Trouble"}}}
    headers = {"headers": {"Retry-After": TEXT}} if status == 429 else {}
    return {"description": KINDS[status], "content": content, **headers}


api = House(
    title="Qosqanat",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", reads)
api.add_router("", cells)


def operations() -> list[tuple[str, Operation, Bearer]]:
    """(route name, operation, its lock) of everything that the API does."""
    found = []
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            found += [
                (f"api:{view.url_name}", one, cast(Bearer, one.auth_callbacks[0])) for one in view.operations
            ]
    return found
