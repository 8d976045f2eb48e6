"""The project speaks of itself alone: no place on somebody's machine, no other folder, no ticket number."""

import re
import subprocess

from tests.architecture.tree import ROOT

# Each pattern is written so that it does not find itself.
_OUTSIDE = (
    r"/(?:wor[k]|far[m]|opt/pyp[i])/",
    r"\.\./share[d]",
    r"\bshare[d]/(?:design|spec|data|mission)",
    r"\b(?:spe[c]|desig[n])/[a-z-]+\.md",
    r"\b[Ii]ssu[e] #?\d+",
    r"\bclosing not[e]\b",
)
_LEFT_OVER = (r"\bTOD[O]\b", r"\bFIXM[E]\b", r"NotImplemente[d]Error")
# .ci/run is the one place that may know what lies beside the clone.
_MAY = (".ci/",)
_TEXT = {".py", ".md", ".html", ".css", ".js", ".toml", ".yml", ".yaml", ".txt", ".graphql", ".sh", ""}


def found_in(text: str, patterns: tuple[str, ...] = _OUTSIDE + _LEFT_OVER) -> list[str]:
    return [match.group() for pattern in patterns for match in re.finditer(pattern, text)]


def project_files() -> list[str]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_nothing_from_outside_is_mentioned() -> None:
    bad = {}
    for name in project_files():
        path = ROOT / name
        if name.startswith(_MAY) or path.suffix not in _TEXT or "vendor" in path.parts:
            continue
        words = found_in(path.read_text(errors="replace"))
        if words:
            bad[name] = words
    assert bad == {}


def test_the_rule_notices_planted_words() -> None:
    planted = "see ../sha~red/data, /wo~rk/x, Is~sue 2, sp~ec/orders.md and TO~DO".replace("~", "")
    assert len(found_in(planted)) == 6
    assert found_in("the shared/ folder of templates, an issue with stock, the workshop") == []
