"""The scripts of the console share nothing by name, so whatever two of them need is a sign that they are one."""

import re
from collections import Counter

import pytest

from tests.architecture.tree import ROOT

SCRIPTS = sorted((ROOT / "static" / "console").glob("*.js"))
# A helper in one line, whatever it is called.
_HELPER = re.compile(r"^\s*const \w+ = (\(?[^=]*\)? => .+;)$", re.M)


def written_twice(scripts: list[str]) -> list[str]:
    each = Counter(helper for script in scripts for helper in set(_HELPER.findall(script)))
    return [helper for helper, times in each.items() if times > 1]


def test_no_helper_is_written_in_two_scripts() -> None:
    texts = [path.read_text() for path in SCRIPTS]
    assert sum(len(_HELPER.findall(text)) for text in texts) > 5
    assert written_twice(texts) == []


@pytest.mark.parametrize("name", ["same", "another"])
def test_the_rule_notices_a_planted_one(name: str) -> None:
    planted = f"  const {name} = (one) => one.isConnected && !one.hidden;"
    assert written_twice(["  const same = (one) => one.isConnected && !one.hidden;", planted]) != []
