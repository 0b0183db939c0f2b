"""Each person's last prompts in memory, for autocomplete."""

from collections import defaultdict, deque

from bot.domain import Person

PROMPTS_KEPT = 25


class RecentPrompts:
    """The last `PROMPTS_KEPT` different prompts of each person."""

    def __init__(self) -> None:
        self._prompts: dict[Person, deque[str]] = defaultdict(lambda: deque(maxlen=PROMPTS_KEPT))

    def add(self, person: Person, prompt: str) -> None:
        """Remember a prompt as the person's newest."""
        known = self._prompts[person]
        if prompt in known:
            known.remove(prompt)
        known.appendleft(prompt)

    def matching(self, person: Person, typed: str) -> tuple[str, ...]:
        """The person's prompts that contain `typed`, newest first."""
        known = self._prompts.get(person, ())
        return tuple(prompt for prompt in known if typed.casefold() in prompt.casefold())

    def forget(self, person: Person) -> None:
        """Drop a person's prompts."""
        self._prompts.pop(person, None)
