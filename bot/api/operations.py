"""All operations of the API."""

from bot.api.asking import Asking
from bot.api.client import ClientOperations
from bot.api.collection import Collection
from bot.api.jobs import JobOperations
from bot.api.readers import JobReader
from bot.api.routes import Route
from bot.http.events import EventStreams
from bot.service import Service


def routes(service: Service, reader: JobReader, events: EventStreams) -> tuple[Route, ...]:
    """All routes, below the API's root."""
    return (
        *ClientOperations(service, reader).routes,
        *Asking(service, reader).routes,
        *Collection(service, reader).routes,
        *JobOperations(service, reader, events).routes,
    )
