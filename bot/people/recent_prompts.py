"""Each person's last prompts in memory, for autocomplete."""

from collections import OrderedDict, deque

from bot.domain import Person

PROMPTS_KEPT = 25
MOST_PEOPLE = 5000
"""People whose prompts are kept; those who asked longest ago give way."""


class RecentPrompts:
    """The last `PROMPTS_KEPT` different prompts of each person."""

    def __init__(self) -> None:
        self._prompts: OrderedDict[Person, deque[str]] = OrderedDict()

    def add(self, person: Person, prompt: str) -> None:
        """Remember a prompt as the person's newest."""
        known = self._prompts.setdefault(person, deque(maxlen=PROMPTS_KEPT))
        self._prompts.move_to_end(person)
        if prompt in known:
            known.remove(prompt)
        known.appendleft(prompt)
        if len(self._prompts) > MOST_PEOPLE:
            self._prompts.popitem(last=False)

    def matching(self, person: Person, typed: str) -> tuple[str, ...]:
        """The person's prompts that contain `typed`, newest first."""
        known = self._prompts.get(person, ())
        return tuple(prompt for prompt in known if typed.casefold() in prompt.casefold())

    def forget(self, person: Person) -> None:
        """Drop a person's prompts."""
        self._prompts.pop(person, None)
