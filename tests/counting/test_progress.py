"""The bar that a terminal shows while a large file is read. SPEC 10"""

import io
import sys
from pathlib import Path

import pytest
from tests.counting.elections import META, election

from deltagerbudget.counting import cli, pabulib
from deltagerbudget.counting.pabulib_write import write


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "example.pb"
    file.write_bytes(write(election(80, {"A": (10, 4)}), META))
    return file


@pytest.mark.parametrize(
    ("patience", "terminal", "shown"), [(0.0, Terminal(), True), (0.0, io.StringIO(), False), (60.0, Terminal(), False)]
)
def test_the_bar_is_for_a_terminal_and_for_those_who_wait(
    path: Path, monkeypatch: pytest.MonkeyPatch, patience: float, terminal: io.StringIO, shown: bool
) -> None:
    monkeypatch.setattr(cli, "PATIENCE_SECONDS", patience)
    monkeypatch.setattr(pabulib, "PROGRESS_EVERY", 2)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert cli.main(["count", str(path), "--json"]) == 0
    half = f"\r[{'#' * 15}{'.' * 15}] 2 of 4 votes\n"
    assert terminal.getvalue() == (f"\r[{'.' * 30}] 0 of 4 votes{half}" if shown else "")
