"""Reads YAML with its lines, so that mistakes have a place."""

from typing import Any

import yaml


class BadFile(ValueError):
    """The file can't be applied; each line of the message names a place and what is wrong there."""


class Lined(dict[str, Any]):
    """A mapping that knows on which line of the file it begins."""

    line = 0


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    found = Lined()
    found.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise BadFile(f"line {key_node.start_mark.line + 1}: {key!r} is no name")
        if key in found:
            raise BadFile(f"line {key_node.start_mark.line + 1}: {key!r} is said twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load(text: str) -> Any:
    """Plain values and Lined mappings. Raises BadFile."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise BadFile(f"line {line}: this is no YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise BadFile(f"this is no YAML: {error}") from None
