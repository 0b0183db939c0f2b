"""The API's description in OpenAPI 3.1, made from its routes and models."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from importlib.metadata import version
from inspect import cleandoc
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.api.answers import Problem
from bot.api.paths import KEY, KEY_PATTERN, PARAMETERS
from bot.api.routes import PICTURE, Route
from bot.http.pictures import CONTENT_TYPES

REFERENCE = "#/components/schemas/{model}"
JSON = "application/json"
ALWAYS = (401, 500, 503)
"""What every route may answer."""
SENT = (400, 408, 413, 415)
"""What every route with a body may answer."""
ABOUT = """Emoji from words, with a transparent background. Ask at /emoji, read the job until it is
done, fetch the picture. Each client has a token and limits of its own; its requests wait in the
same fair queue as everybody's."""


def document(routes: Sequence[Route], root: str) -> dict[str, Any]:
    """The description as JSON values; `root` is the path of the API."""
    models: list[type[BaseModel]] = [r.answer for r in routes if isinstance(r.answer, type)]
    models += [r.body for r in routes if r.body is not None]
    described: list[type[BaseModel]] = [*dict.fromkeys(models), Problem]
    _, found = models_json_schema(
        [(model, _mode(model)) for model in described], ref_template=REFERENCE
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Emojismith",
            "version": version("emojismith"),
            "description": ABOUT,
            "license": {"name": "MIT"},
        },
        "servers": [{"url": root}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": found["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _mode(model: type[BaseModel]) -> Literal["validation", "serialization"]:
    return "validation" if model.__name__.endswith("Body") else "serialization"


def _operation(route: Route) -> dict[str, Any]:
    summary, _, more = cleandoc(route.handler.__doc__ or "").partition("\n\n")
    found: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "summary": summary.replace("\n", " "),
        "parameters": _parameters(route),
        "responses": _responses(route),
    }
    if more:
        found["description"] = more
    if route.body is not None:
        schema = {"$ref": REFERENCE.format(model=route.body.__name__)}
        found["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": schema}},
        }
    return found


def _parameters(route: Route) -> list[dict[str, Any]]:
    named = [
        {"name": name, "in": "path", "required": True, "schema": PARAMETERS[name]}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    if route.body is None:
        return named
    schema = {"type": "string", "pattern": KEY_PATTERN}
    return [*named, {"name": KEY, "in": "header", "required": False, "schema": schema}]


def _responses(route: Route) -> dict[str, Any]:
    problem = {"schema": {"$ref": REFERENCE.format(model=Problem.__name__)}}
    statuses = {*ALWAYS, *route.problems, *(SENT if route.body else ())}
    problems = {
        str(status): {
            "description": HTTPStatus(status).phrase,
            "content": {JSON: problem},
        }
        for status in sorted(statuses)
    }
    good = {"description": HTTPStatus(route.status).phrase, "content": _content(route.answer)}
    return {str(route.status): good, **problems}


def _content(answer: type[BaseModel] | str) -> Mapping[str, Any]:
    if isinstance(answer, type):
        return {JSON: {"schema": {"$ref": REFERENCE.format(model=answer.__name__)}}}
    kinds = sorted(set(CONTENT_TYPES.values())) if answer == PICTURE else [answer]
    return {kind: {} for kind in kinds}
