"""What runs before a commit: the checks of bin/test, from our own venv, and nothing that is fetched."""

import re
import shlex
from typing import Any

import pytest
import yaml

from tests.architecture.tree import ROOT

CONFIG: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
BIN_TEST = (ROOT / "bin/test").read_text()
QUICK = {"ruff check", "ruff format", "mypy", "lint-imports", "djlint"}


def checks(script: str) -> dict[str, str]:
    """Reads the commands of bin/test by name, with the addresses that lead nowhere."""
    found = re.search(r"^nowhere\(\) \{ (.+) \"\$@\"; \}$", script, re.M)
    assert found
    commands = re.findall(r'^check "([^"]+)" (.+)$', script, re.M)
    return {name: command.replace("nowhere ", f"env TESTING=1 {found[1]} ", 1) for name, command in commands}


def hooks(config: dict[str, Any]) -> dict[str, str]:
    """Reads the commands of the hooks, without the place of the venv."""
    return {hook["name"]: hook["entry"].replace(".venv/bin/", "") for repo in config["repos"] for hook in repo["hooks"]}


def test_each_hook_runs_what_bin_test_runs() -> None:
    known = checks(BIN_TEST)
    assert hooks(CONFIG) == {name: known[name] for name in QUICK}
    assert "TESTING=1" in BIN_TEST


def test_nothing_is_fetched_and_everything_comes_from_the_venv() -> None:
    assert [repo["repo"] for repo in CONFIG["repos"]] == ["local"]
    for hook in CONFIG["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["pass_filenames"] is False
        assert "additional_dependencies" not in hook
        program = next(word for word in shlex.split(hook["entry"]) if word != "env" and "=" not in word)
        assert program.startswith(".venv/bin/")


@pytest.mark.parametrize("planted", ["ruff check --fix .", "ruff check jobs"])
def test_a_hook_that_differs_is_noticed(planted: str) -> None:
    config = {"repos": [{"hooks": [{"name": "ruff check", "entry": f".venv/bin/{planted}"}]}]}
    assert hooks(config)["ruff check"] != checks(BIN_TEST)["ruff check"]
