"""Does a test fail when one operator or number of a module is changed? Lists the changes that no test notices.

.venv/bin/python bench/mutants.py "tests/counting/test_shares.py tests/counting/test_audit.py" src/…/audit.py …

The sources are copied; nothing here is touched. A change that alters nothing (a bound that only saves time) survives
rightly, so the list is to be read, not to be empty.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Not: ast.UAdd,
}
SECONDS = 120


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Each with the number of its line and what became of what."""
    for place, node in enumerate(ast.walk(tree)):
        for field in ("op", "ops"):
            found = getattr(node, field, None)
            operator = found[0] if isinstance(found, list) and found else found
            other = OPERATORS.get(type(operator))
            if other and hasattr(node, "lineno"):
                changed = deepcopy(tree)
                twin = list(ast.walk(changed))[place]
                setattr(twin, field, [other(), *found[1:]] if isinstance(found, list) else other())
                yield node.lineno, f"{ast.unparse(node)} → {ast.unparse(twin)}", changed
        if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            changed = deepcopy(tree)
            twin = list(ast.walk(changed))[place]
            assert isinstance(twin, ast.Constant)
            twin.value = not node.value if isinstance(node.value, bool) else node.value + 1
            yield node.lineno, f"{node.value} → {twin.value}", changed


def survives(module: Path, source: str, copy: Path, tests: list[str]) -> bool:
    (copy / module).write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-o", f"pythonpath={copy}/src ."]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run([*command, *tests], env=environment, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main(tests: str, *modules: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory)
        shutil.copytree("src", copy / "src")
        for name in modules:
            module, source = Path(name), Path(name).read_text(encoding="utf-8")
            if not survives(module, source, copy, tests.split()):
                sys.exit(f"{name}: the tests fail on it as it is")
            found = list(mutants(ast.parse(source)))
            left = 0
            for line, change, tree in found:
                if survives(module, ast.unparse(tree), copy, tests.split()):
                    left += 1
                    print(f"{name}:{line}: {change}", flush=True)
            (copy / module).write_text(source, encoding="utf-8")
            print(f"{name}: {left} of {len(found)} survive", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
