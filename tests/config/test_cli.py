"""The console command starts light."""

import subprocess
import sys

import pytest

from deltagerbudget.cli import main

NO_DJANGO = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "django":
            raise ImportError("Django was wanted")
sys.meta_path.insert(0, Refuse())
from deltagerbudget.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("arguments", [["--help"], ["count", "--help"]])
def test_help_and_counting_do_without_django(arguments: list[str]) -> None:
    result = subprocess.run([sys.executable, "-c", NO_DJANGO, *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "usage" in result.stdout.lower()


def test_without_a_command_it_says_how_to_use_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "serve" in capsys.readouterr().out


def test_commands_of_django_pass_through(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "no issues" in capsys.readouterr().out
