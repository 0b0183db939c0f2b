"""Sends model folders to other machines, where they are stored by the hash of their content."""

import hashlib
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from bot.domain import LoraStyle
from model.errors import BadModel
from model.files.home import home
from model.files.weights import DECIDING, digest

PIECE = 64 * 1024
"""Bytes in one call. Ray copies arguments and results of more than 100 kB into its object store, \
which may be full."""
SENT = (*DECIDING, ".model")
"""Suffixes of the files that are sent: also tokenizers of SentencePiece."""
KEPT_SECONDS = 7 * 86400.0
"""How long weights that were not used are kept."""


@dataclass(frozen=True, slots=True)
class Arm:
    """A model and its extras, each by the digest of its content; "" for no extra.

    The `path` of each LoRA is its digest too. It must paint a plausible test emoji first if `proof`
    is set.
    """

    model: str
    acceleration: str = ""
    decoder: str = ""
    loras: tuple[LoraStyle, ...] = ()
    steps: int = 0
    guidance: float = 0.0
    proof: bool = False

    @property
    def digests(self) -> tuple[str, ...]:
        """The digests of everything that it needs."""
        loras = (lora.path for lora in self.loras)
        return tuple(filter(None, (self.model, self.acceleration, self.decoder, *loras)))


Piece = tuple[str, int, bytes]
"""A file's name, an offset in bytes, and the bytes from there on."""


def content(source: Path) -> str:
    """The digest of a model folder, or of a folder that has only this file: 64 hex digits."""
    if not source.is_file():
        return digest(source)
    with source.open("rb") as file:
        inside = hashlib.file_digest(file, "sha256").digest()
    return hashlib.sha256(source.name.encode() + inside).hexdigest()


def pieces(folder: Path) -> Iterator[Piece]:
    """The files of a model folder, or a single file, in pieces; an empty file is an empty piece."""
    single = folder.is_file()
    for path in [folder] if single else sorted(folder.rglob("*")):
        name = path.name if single else path.relative_to(folder).as_posix()
        sent = path.suffix in SENT or path.name.startswith("LICENSE")
        if not sent or name.startswith(".") or not path.is_file():
            continue
        with path.open("rb") as file:
            offset, piece = 0, file.read(PIECE)
            while piece or not offset:
                yield name, offset, piece
                offset += max(len(piece), 1)
                piece = file.read(PIECE)


class WeightStore:
    """The model folders that this machine has received."""

    def __init__(self) -> None:
        self._root = home() / "replica-weights"
        self._receiving: dict[str, Path] = {}

    def folder(self, wanted: str) -> Path:
        """The folder with this digest."""
        return self._root / wanted

    def has(self, wanted: str) -> bool:
        """Whether the folder has been received."""
        return self.folder(wanted).is_dir()

    def begin(self, wanted: str) -> None:
        """Receive the folder with this digest from its first byte on."""
        self._root.mkdir(parents=True, exist_ok=True)
        self._receiving[wanted] = Path(mkdtemp(prefix=".receiving-", dir=self._root))

    def write(self, wanted: str, piece: Piece) -> None:
        """Write a piece, in any order. Raises BadModel for a name outside the folder."""
        name, offset, data = piece
        folder = self._receiving[wanted].resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise BadModel(f"{name} is not inside a model folder.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(data)

    def finish(self, wanted: str) -> None:
        """Keep the folder. Raises BadModel if it is not what its digest says."""
        received = self._receiving.pop(wanted)
        if digest(received) != wanted:
            shutil.rmtree(received)
            raise BadModel(f"The weights {wanted[:12]} arrived damaged.")
        try:
            received.rename(self.folder(wanted))
        except OSError:
            # Another replica on this machine has received the same weights meanwhile.
            shutil.rmtree(received)
            if not self.has(wanted):
                raise
        self._expire()

    def remove(self, wanted: str) -> None:
        """Remove a folder whose content changed."""
        shutil.rmtree(self.folder(wanted), ignore_errors=True)

    def used(self, wanted: str) -> None:
        """Keep a folder for longer."""
        self.folder(wanted).touch()

    def _expire(self) -> None:
        for folder in self._root.iterdir():
            if folder.stat().st_mtime < time.time() - KEPT_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
