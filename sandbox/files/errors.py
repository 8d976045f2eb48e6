"""Describes a mistake in a file, and where it is."""


class FileError(Exception):
    """Names the file, the line as editors count, and the column."""

    def __init__(self, file: str, problem: str, line: int = 0, column: str = "") -> None:
        place = "".join([file, f", line {line}" if line else "", f", column {column}" if column else ""])
        super().__init__(f"{place}: {problem}")
