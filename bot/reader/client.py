"""Asks an OpenAI-compatible server for one short answer."""

import logging
from typing import Any

import aiohttp
from pydantic import BaseModel, Field, ValidationError

log = logging.getLogger(__name__)
MOST_BYTES = 64 * 1024
"""Of an answer: a Scene has less than one."""
MOST_TOKENS = 400
NOT_UNDERSTOOD = (400, 422, 501)
"""How servers answer that do not know the schema or another field of the request."""


class NoAnswer(Exception):
    """The server cannot be reached, refuses, or answers something else. The text says why."""


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class Client:
    """A server's chat completions. Follows no redirect: prompts and the key stay with the server.

    The session is the caller's, and so are limits of time.
    """

    def __init__(self, session: aiohttp.ClientSession, url: str, model: str, key: str) -> None:
        self._session = session
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Accept-Encoding": "identity"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._knows_schema = True

    async def ask(self, instructions: str, prompt: str, schema: dict[str, Any]) -> str:
        """The text of the answer, meant to fit the schema. Raises NoAnswer.

        A server that refuses the schema is asked without it, from then on.
        """
        plain = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": instructions},
                {"role": "user", "content": prompt},
            ],
        }
        form = {"name": "scene", "strict": True, "schema": schema}
        bounded = {
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "response_format": {"type": "json_schema", "json_schema": form},
        }
        if self._knows_schema:
            status, body = await self._post({**plain, **bounded})
            if status not in NOT_UNDERSTOOD:
                return _text(status, body)
        status, body = await self._post(plain)
        text = _text(status, body)
        if self._knows_schema:
            log.info("the server refused the JSON schema: it is asked without one")
            self._knows_schema = False
        return text

    async def _post(self, data: dict[str, Any]) -> tuple[int, bytes]:
        try:
            async with self._session.post(
                self._url, json=data, headers=self._headers, allow_redirects=False
            ) as answer:
                body = bytearray()
                async for chunk in answer.content.iter_any():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise NoAnswer(f"more than {MOST_BYTES} bytes")
                return answer.status, bytes(body)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error


def _text(status: int, body: bytes) -> str:
    if status != 200:
        raise NoAnswer(f"status {status}")
    try:
        return _Completion.model_validate_json(body).choices[0].message.content
    except ValidationError as error:
        raise NoAnswer("no chat completion") from error
