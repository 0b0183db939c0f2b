"""Updates the catalogues of translations, or checks one.

python -m bot.language            write the template and update all catalogues
python -m bot.language update it  the same, and add a catalogue for Italian
python -m bot.language check de   list what is missing or wrong in the German one
"""

import sys

from bot.language import languages, maintenance


def main(words: list[str]) -> int:
    """Run one command. Exit code 1: a catalogue is incomplete or wrong; 2: there is no such one."""
    match words:
        case [] | ["update"]:
            maintenance.update()
        case ["update", language]:
            maintenance.update(language)
        case ["check", language] if language in languages()[1:]:
            return _check(language)
        case _:
            print((__doc__ or "").strip(), file=sys.stderr)
            return 2
    return 0


def _check(language: str) -> int:
    missing, faults = maintenance.missing(language), list(maintenance.faults(language))
    for text in missing:
        print(f"missing: {text!r}")
    for fault in faults:
        print(f"wrong: {fault}")
    print(f"{language}: {len(missing)} missing, {len(faults)} wrong")
    return 1 if missing or faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
