"""Templates keep to the page's security policy: no style and no script stands in them, and htmx writes none either."""

import json
import re

import pytest

from tests.architecture.tree import ROOT

_TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
_MAKES_MARKUP = sorted((ROOT / "console").rglob("*.py"))
# A style or a handler as an attribute, a style element, a script without a file, an address that is a script.
_INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)|<[a-z][^>]*\s(?:style|on[a-z]{3,})\s*=(?!=)|javascript:", re.IGNORECASE
)
_HTMX = "vendor/htmx/"
_CONFIG = re.compile(r"""<meta\s+name="htmx-config"\s+content='([^']+)'>""")


def inline(text: str) -> list[str]:
    return [match.group() for match in _INLINE.finditer(text)]


def test_no_style_and_no_script_is_inline() -> None:
    assert len(_TEMPLATES) > 50
    bad = {str(path): found for path in [*_TEMPLATES, *_MAKES_MARKUP] if (found := inline(path.read_text()))}
    assert bad == {}


@pytest.mark.parametrize(
    "planted",
    [
        '<p class="a" style="color: red">',
        "<p\n   style='x'>",
        "<style>",
        "<script>",
        '<a onclick="x()">',
        '<a href="javascript:x()">',
    ],
)
def test_the_rule_notices_what_is_planted(planted: str) -> None:
    assert inline(planted)
    assert not inline('<script src="x" defer></script><p class="style" data-on="1" title="a style">')


def test_htmx_adds_no_style_and_runs_no_script() -> None:
    """Left alone it writes a style element, and copies the style attribute of what it replaces (a field that somebody
    has drawn larger has one): the policy refuses both, and the browser complains."""
    loads = [path for path in _TEMPLATES if _HTMX in path.read_text()]
    assert loads
    for path in loads:
        text = path.read_text()
        found = _CONFIG.search(text)
        assert found and found.start() < text.index(_HTMX), f"{path} configures htmx before it loads it"
        config = json.loads(found[1])
        assert config["includeIndicatorStyles"] is False
        assert config["attributesToSettle"] == ["class"]
        assert config["allowEval"] is False and config["allowScriptTags"] is False
