"""The tree is as .editorconfig tells an editor to leave it: an obedient one changes nothing unasked."""

import subprocess
from pathlib import Path

import editorconfig

from tests.architecture.tree import ROOT

# Formatters hold the indents of these; their continuation lines, docstrings and attributes stand where they like.
FORMATTED = {".py", ".html", ".md"}
NEWLINES = {"lf": b"\n", "crlf": b"\r\n"}


def faults(content: bytes, rules: dict[str, str], suffix: str = "") -> list[str]:
    """Says what an editor that obeys the rules would change."""
    newline = NEWLINES.get(rules.get("end_of_line", ""))
    lines = content.split(newline or b"\n")
    found = []
    if newline and any(b"\n" in line or b"\r" in line for line in lines):
        found.append("end_of_line")
    if rules.get("insert_final_newline") == "true" and content and lines[-1]:
        found.append("insert_final_newline")
    if rules.get("trim_trailing_whitespace") == "true" and any(line != line.rstrip(b" \t") for line in lines):
        found.append("trim_trailing_whitespace")
    indents = [line[: len(line) - len(line.lstrip(b" \t"))] for line in lines if not line.lstrip().startswith(b"*")]
    if rules.get("indent_style") == "space" and any(b"\t" in indent for indent in indents):
        found.append("indent_style")
    size = rules.get("indent_size", "")
    if suffix not in FORMATTED and size.isdecimal() and any(len(indent) % int(size) for indent in indents):
        found.append("indent_size")
    return found


def texts() -> list[Path]:
    """Lists the files under git that are no compressed ones."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:1000]]


def test_every_text_file_is_as_the_rules_say() -> None:
    files = texts()
    assert len(files) > 1000
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in files
        if (wrong := faults(path.read_bytes(), editorconfig.get_properties(str(path)), path.suffix))
    }
    assert found == {}


def test_what_an_editor_would_change_is_noticed() -> None:
    rules = {
        "end_of_line": "lf",
        "insert_final_newline": "true",
        "trim_trailing_whitespace": "true",
        "indent_style": "space",
        "indent_size": "4",
    }
    assert faults(b"a {\n    b\n}\n", rules) == []
    assert faults(b"a {\n  b\n}\n", rules) == ["indent_size"]
    assert faults(b"a\r\n", rules) == ["end_of_line"]
    assert faults(b"a \nb\n", rules) == ["trim_trailing_whitespace"]
    assert faults(b"a\nb", rules) == ["insert_final_newline"]
    assert "indent_style" in faults(b"\ta\n", rules)
    assert faults(b"a\r\n", {**rules, "end_of_line": "crlf"}) == []
