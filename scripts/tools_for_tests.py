"""Sees to it that the tests have a browser and PostgreSQL; without the right to install, says what is missing."""

import os
import shutil
import subprocess
import sys

from postgres import binaries

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing() -> list[str]:
    """Names of Debian packages."""
    packages = []
    if not any(shutil.which(name) for name in BROWSERS):
        packages += ["chromium", "fonts-dejavu-core"]
    if binaries() is None:
        packages.append("postgresql")
    return packages


def main() -> int:
    packages = missing()
    if not packages:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install(packages)
        packages = missing()
    if packages:
        print(f"Missing for the whole test suite: {' '.join(packages)} (those tests are skipped).", file=sys.stderr)
    return 0


def install(packages: list[str]) -> None:
    print(f"Installing {' '.join(packages)} ...", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.call(["apt-get", "update", "-qq"], **quiet)
    subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet)


if __name__ == "__main__":
    sys.exit(main())
