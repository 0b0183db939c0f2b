"""Which styles a person may use: all of the engine's, but for LoRAs that the settings limit."""

from bot import messages
from bot.domain import Actor, Engine, Refused
from bot.settings.config import Settings


class Styles:
    """The engine's styles, and who may use them."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._loras = settings.loras

    @property
    def all(self) -> tuple[str, ...]:
        """Every style of the engine."""
        return tuple(self._engine.styles)

    def of(self, actor: Actor) -> tuple[str, ...]:
        """The styles that the actor may use."""
        return tuple(style for style in self.all if self._may_use(style, actor))

    def check(self, style: str, actor: Actor) -> None:
        """Raises Refused for an unknown style, and for one that is reserved for others."""
        if style not in self.all:
            raise Refused(messages.no_style(self.of(actor)))
        if not self._may_use(style, actor):
            raise Refused(messages.style_reserved(style, self.of(actor)))

    def _may_use(self, style: str, actor: Actor) -> bool:
        only = self._loras[style].only if style in self._loras else []
        person = actor.person
        roles = {f"{person.platform}:role:{role}" for role in actor.roles}
        return not only or actor.operates or not ({person.key} | roles).isdisjoint(only)
