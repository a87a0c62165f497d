"""Compiles the translations in Python, so that no gettext tools are needed."""

import sys
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "deltagerbudget"


def main() -> int:
    for source in sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po")):
        polib.pofile(str(source), check_for_duplicates=True).save_as_mofile(str(source.with_suffix(".mo")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
