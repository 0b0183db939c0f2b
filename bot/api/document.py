"""The API's description in OpenAPI 3.1, made from its routes and models."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from importlib.metadata import version
from inspect import cleandoc
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.api import examples
from bot.api.answers import Problem, Step
from bot.api.forms import FORM, PICTURE_FIELD
from bot.api.paths import KEY, KEY_PATTERN, PARAMETERS
from bot.api.routes import EVENTS, PICTURE, Route
from bot.http.bodies import Body
from bot.http.pictures import CONTENT_TYPES

REFERENCE = "#/components/schemas/{model}"
JSON = "application/json"
ALWAYS = (401, 429, 500, 503)
"""What every route may answer."""
SENT = (400, 408, 413, 415)
"""What every route with a body may answer."""
MEANINGS = {
    400: "The request is malformed.",
    401: "There is no valid token.",
    403: "The operator has blocked this client.",
    404: "There is no such thing, or it is not this client's.",
    408: "The request took too long to arrive.",
    409: "It is refused: unsuitable words, an unknown style, the key of another request.",
    413: "The request is too large.",
    415: "The media type is not the one that is needed.",
    429: "A limit is reached: of the client, or of wrong tokens from one address.",
    500: "A fault of the server, which has logged it.",
    503: "The queue is full, or the database cannot be written: try again later.",
}
"""What each status means."""
ABOUT_KEY = "The same key with the same request answers the same job and costs nothing."
ABOUT = (
    "Emoji from words, with a transparent background. Ask at /emoji, read the job until it is "
    "done, fetch the picture. Each client has a token and limits of its own; its requests wait in "
    "the same fair queue as everybody's. Paths below /emoji take what a job's `emoji` has as `id`."
)


def document(routes: Sequence[Route], root: str) -> dict[str, Any]:
    """The description as JSON values; `root` is the path of the API."""
    models: list[type[BaseModel]] = [r.answer for r in routes if isinstance(r.answer, type)]
    models += [r.body for r in routes if r.body is not None]
    described: list[type[BaseModel]] = [*dict.fromkeys(models), Step, Problem]
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
        "tags": [route.path.split("/")[1]],
        "summary": summary.replace("\n", " "),
        "parameters": _parameters(route),
        "responses": _responses(route),
    }
    if more:
        found["description"] = more.replace("\n", " ")
    if route.body is not None:
        content = {JSON: {"schema": _reference(route.body)}}
        if route.form:
            content[FORM] = {"schema": _form(route.body)}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _reference(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _form(body: type[Body]) -> dict[str, Any]:
    """The schema of the fields as a form: a file in place of base64, and nothing that is null."""
    schema = body.model_json_schema(ref_template=REFERENCE)
    fields = {name: _not_null(field) for name, field in schema["properties"].items()}
    about = "A PNG, JPEG, WebP or GIF file of up to 10 MB."
    fields[PICTURE_FIELD] = {"type": "string", "format": "binary", "description": about}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": fields,
        "required": schema["required"],
    }


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that may be left out, but not be null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    rest = {
        name: value
        for name, value in schema.items()
        if name not in ("anyOf", "title") and (name, value) != ("default", None)
    }
    return rest | kinds[0] if kinds else rest


def _parameters(route: Route) -> list[dict[str, Any]]:
    found = [
        _parameter(name, "path", PARAMETERS[name]) | {"required": True}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    if route.creates:
        schema = {"type": "string", "pattern": KEY_PATTERN}
        found.append(_parameter(KEY, "header", schema | {"description": ABOUT_KEY}))
    if route.query is not None:
        properties = route.query.model_json_schema()["properties"]
        found += [_parameter(name, "query", _not_null(own)) for name, own in properties.items()]
    return found


def _parameter(name: str, where: str, schema: dict[str, Any]) -> dict[str, Any]:
    schema = dict(schema)
    about = schema.pop("description", None)
    found = {"name": name, "in": where, "required": False, "schema": schema}
    return found if about is None else found | {"description": about}


def _responses(route: Route) -> dict[str, Any]:
    statuses = {*ALWAYS, *route.problems, *(SENT if route.body else ())}
    good: dict[str, Any] = {
        "description": HTTPStatus(route.status).phrase,
        "content": _content(route.answer),
    }
    if route.creates:
        good["headers"] = {"Location": _header("The path of the job.", "string")}
    return {str(route.status): good, **{str(each): _problem(each) for each in sorted(statuses)}}


def _problem(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": MEANINGS.get(status, HTTPStatus(status).phrase),
        "content": {JSON: {"schema": _reference(Problem)}},
    }
    if status == 429:
        found["headers"] = {"Retry-After": _header("Seconds to wait, if known.", "integer")}
    return found


def _header(about: str, kind: str) -> dict[str, Any]:
    return {"description": about, "schema": {"type": kind}}


def _content(answer: type[BaseModel] | str | Sequence[str]) -> Mapping[str, Any]:
    if isinstance(answer, type):
        return {JSON: {"schema": _reference(answer)}}
    if answer == EVENTS:
        return {EVENTS: {"schema": {"type": "string"}, "example": examples.EVENTS}}
    if answer == PICTURE:
        answer = sorted(set(CONTENT_TYPES.values()))
    kinds = [answer] if isinstance(answer, str) else answer
    return {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
