"""One screenful per file, one reason per file; every function typed and simple."""

import ast
import statistics
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, functions, product_files

USUAL, LONG, WALL = 60, 160, 400


def broken_limits(lengths: dict[str, int]) -> list[str]:
    ordered = sorted(lengths.values())
    ninth = ordered[int(len(ordered) * 0.9)]
    broken = [f"{name} has {length} lines, more than {WALL}" for name, length in lengths.items() if length > WALL]
    if statistics.median(ordered) > USUAL:
        broken.append(f"half of the files have more than {USUAL} lines")
    if ninth > LONG:
        broken.append(f"a tenth of the files has more than {LONG} lines")
    return broken


def untyped(source: str) -> list[str]:
    """Functions of which a parameter or the result has no annotation."""
    found = []
    for function in functions(source):
        given = function.args
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
        missing = [
            argument.arg for argument in named if argument.annotation is None and argument.arg not in {"self", "cls"}
        ]
        if missing or function.returns is None:
            found.append(function.name)
    return found


def excuses(source: str) -> list[str]:
    """Lines that switch the complexity limit or all of mypy off."""
    switches = ("C901", "PLR0911", "PLR0912", "PLR0915", "mypy: ignore", "ruff: noqa", "type: ignore\n")
    return [line for line in source.splitlines(keepends=True) if "#" in line and any(word in line for word in switches)]


def test_files_stay_small() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in product_files()}
    assert len(lengths) > 50
    assert broken_limits(lengths) == []


def test_small_is_measured() -> None:
    assert broken_limits({"a": 10, "b": 401, "c": 10})[0] == "b has 401 lines, more than 400"
    assert broken_limits(dict.fromkeys("abc", 61)) == ["half of the files have more than 60 lines"]
    many = {str(number): 20 for number in range(17)}
    assert broken_limits(many | {"x": 300, "y": 300, "z": 300}) == ["a tenth of the files has more than 160 lines"]


def test_every_function_is_typed() -> None:
    found = {str(path.relative_to(ROOT)): untyped(path.read_text()) for path in product_files()}
    assert {path: names for path, names in found.items() if names} == {}
    assert untyped("def f(a, b: int) -> int: ...\ndef g(self, *, c: int) -> None: ...\ndef h(): ...") == ["f", "h"]


def test_nothing_excuses_itself_from_the_limits() -> None:
    found = [line for path in product_files() for line in excuses(path.read_text())]
    assert found == []
    assert excuses("def f():  # noqa: C901\n") == ["def f():  # noqa: C901\n"]


def test_the_tools_are_set_to_the_limits() -> None:
    """bin/test runs ruff and mypy: this holds what they are told."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    assert tools["ruff"]["lint"]["mccabe"]["max-complexity"] <= 10
    assert {"C90", "B", "ANN", "S"} <= set(tools["ruff"]["lint"]["select"])
    assert not {"B023", "C901", "ANN001", "ANN201"} & set(tools["ruff"]["lint"]["ignore"])
    assert tools["mypy"]["strict"] is True


def test_one_settings_file_reads_the_environment() -> None:
    """Below the roof nothing asks the environment: a setting has one name and one default."""
    asking = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if path.relative_to(ROOT).parts[0] not in {"jobmanager", "sandbox"}
        and "commands" not in path.parts  # a secret comes to the command line by the environment
        and reads_environment(path)
    ]
    assert asking == ["work/chaos_points.py"]  # where a crash test says at which point to die


def reads_environment(path: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
        for node in ast.walk(ast.parse(path.read_text()))
    )


def writes_plain_csv(source: str) -> bool:
    """Reaches the standard library's csv writers: what they write a spreadsheet may execute."""
    tree = ast.parse(source)
    writers, plain = {"writer", "DictWriter"}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            plain |= {alias.asname or alias.name for alias in node.names if alias.name == "csv"}
        elif isinstance(node, ast.ImportFrom) and node.module == "csv" and writers & {one.name for one in node.names}:
            return True
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.value) in plain:
            plain |= {ast.unparse(target) for target in node.targets}
    used = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in writers)
    named = any(f"getattr({name}, '{writer}'" in ast.unparse(tree) for name in plain for writer in writers)
    return named or any(ast.unparse(node.value) in plain for node in used)


def test_csv_leaves_by_defusedcsv_alone() -> None:
    assert [str(path.relative_to(ROOT)) for path in product_files() if writes_plain_csv(path.read_text())] == []


@pytest.mark.parametrize(
    "planted",
    [
        "import csv\ncsv.DictWriter(file)",
        "from csv import writer",
        "from csv import reader, DictWriter as out",
        "import csv, io\ncsv.writer(io.StringIO())",
        "import csv as c\nc.writer(file)",
        "def f():\n    import csv\n    csv.writer(file)",
        "import csv\ntables = csv\ntables.writer(file)",
        "import csv\ngetattr(csv, 'writer')",
    ],
)
def test_a_plain_writer_is_noticed(planted: str) -> None:
    assert writes_plain_csv(planted)


@pytest.mark.parametrize("harmless", ["from defusedcsv import csv\ncsv.writer(file)", "import csv\ncsv.reader(file)"])
def test_other_csv_is_free(harmless: str) -> None:
    assert not writes_plain_csv(harmless)
