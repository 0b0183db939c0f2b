"""The documentation: links and named files exist, and every setting is described."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.settings.config import Settings

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("docs", "model", ".github")
PAGES = sorted([*ROOT.glob("*.md"), *(page for f in FOLDERS for page in (ROOT / f).rglob("*.md"))])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:bot|model|training|tests|docs)/[\w/.-]+)`")
README_LINES = 100


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def without_code(text: str) -> str:
    """The page without fenced and indented blocks."""
    return re.sub(r"```.*?```|^    .*$", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The fragments of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_resolve(page: Path) -> None:
    for link in LINK.findall(without_code(page.read_text(encoding="utf-8"))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, fragment = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)} links to {link}, which does not exist"
        if fragment:
            assert fragment in anchors(target), f"{name(page)}: {path} has no heading #{fragment}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=name)
def test_named_files_exist(page: Path) -> None:
    named = NAMED_FILE.findall(page.read_text(encoding="utf-8"))
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing, f"{name(page)} names files that do not exist"


def test_the_index_links_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {
        (index.parent / link.partition("#")[0]).resolve()
        for link in LINK.findall(index.read_text(encoding="utf-8"))
    }
    assert set((ROOT / "docs").rglob("*.md")) - {index} <= linked


def test_every_setting_is_in_the_reference() -> None:
    text = (ROOT / "docs" / "reference" / "config.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    settings = Settings().model_dump()
    assert set(settings) == set(tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8")))
    for section, keys in settings.items():
        (described,) = [part for part in sections if f"`[{section}]`" in part.partition("\n")[0]]
        missing = [key for key in keys if f"`{key}`" not in described]
        assert not missing, f"docs/reference/config.md lacks these of [{section}]"


def test_the_architecture_names_every_package() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = [
        path.parent.name
        for room in ("bot", "model", "training")
        for path in (ROOT / room).rglob("__init__.py")
    ]
    assert [package for package in packages if f"{package}/" not in text] == []


def test_the_readme_is_one_page() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= README_LINES
