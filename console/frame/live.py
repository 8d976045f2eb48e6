"""Keeps open pages up to date without moving anything under the pointer.

Each live region of a page has a digest. The page asks for itself with the digests it has; the answer holds the regions
that have changed since, and nothing else. So whatever an operator types, selects or reads stays where it is.
"""

import re
from hashlib import blake2s
from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Seconds from one question to the next: what is watched as it happens, what is under way, everything else.
CLOSE, FAST, SLOW = 1, 2, 10
PARAMETER = "_seen"
# What differs from one rendering to the next without telling anything new: ages, and the masked CSRF token.
_RESTLESS = re.compile(r"(<time\b[^>]*>)[^<]*|(name=\"csrfmiddlewaretoken\" value=\")[^\"]*")


class Live:
    """The live regions of one rendering of a page or panel.

    `here` is the page's address, as one would share it; `news` is where they are asked for, by the element `poller`.
    """

    def __init__(
        self, request: HttpRequest, pace: int = SLOW, *, page: str = "", news: str = "", poller: str = "poller"
    ) -> None:
        self.address = request.GET.copy()
        self.seen = dict(pair.split(":", 1) for pair in self._taken(PARAMETER).split(",") if ":" in pair)
        page, _, own = (page or request.path).partition("?")
        for name, value in parse_qsl(own):
            self.address[name] = value
        query = self.address.urlencode(safe=":,")
        self.here = f"{page}?{query}" if query else page
        self.news, self.asking = news or request.path, poller
        self.pace = str(pace)
        self.regions: dict[str, tuple[str, SafeString]] = {}

    def region(self, name: str, content: SafeString) -> SafeString:
        html = format_html('<div id="{}" class="live">{}</div>', name, content)
        self.regions[name] = (_digest(content), html)
        return html

    def changed(self) -> SafeString:
        """The regions that changed, marked for htmx, and how to ask next time.

        What the page has no place for stays out: it came into being since, and is there when the page is reloaded.
        """
        news = [
            html.replace('class="live"', 'class="live" hx-swap-oob="true"', 1)
            for name, (digest, html) in self.regions.items()
            if self.seen.get(name, digest) != digest
        ]
        same_pace = self.seen.get("_pace") == self.pace
        if not news and same_pace:
            return SafeString()
        poller = self.poller().replace("<div ", '<div hx-swap-oob="true" ', 1)
        return mark_safe("".join([*news, poller]))  # noqa: S308  each part was escaped where it was made

    def poller(self) -> SafeString:
        known = {name: digest for name, (digest, _) in self.regions.items() if not self.seen or name in self.seen}
        seen = ",".join(f"{name}:{digest}" for name, digest in known.items())
        self.address[PARAMETER] = f"{seen},_pace:{self.pace}"
        return format_html(
            '<div id="{}" hidden hx-get="{}?{}" hx-trigger="every {}s, refresh from:body" hx-swap="none"></div>',
            self.asking,
            self.news,
            self.address.urlencode(safe=":,"),
            self.pace,
        )

    def _taken(self, name: str) -> str:
        """Takes the parameter, which is ours alone, out of the address."""
        values = self.address.pop(name, [""])
        return str(values[-1])


def _digest(html: str) -> str:
    return blake2s(_RESTLESS.sub(r"\1\2", html).encode("utf-8", "backslashreplace"), digest_size=5).hexdigest()
