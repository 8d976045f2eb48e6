"""What somebody sees of the console over HTTP while a part of it stands still."""

import html
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass

_SILENT = re.compile(r"<span>Silent</span></span>\s*([^<]+?)\s*</p>")
PATIENCE = 10  # seconds; an answer that takes longer is none


@dataclass(frozen=True)
class Console:
    """`base` is the web server's address, `cookie` that of somebody who may look."""

    base: str
    cookie: str

    def problems(self) -> set[str]:
        """The parts that `/healthz` names; none too when nothing answers."""
        return {problem["part"] for problem in json.loads(self._get("/healthz") or "{}").get("problems", [])}

    def shown(self) -> set[str]:
        """The parts that the first page calls silent."""
        return {html.unescape(name).lower() for name in _SILENT.findall(self._get("/"))}

    def well(self) -> bool:
        """`/healthz` says so, and the first page is there and calls nothing silent."""
        if json.loads(self._get("/healthz") or "{}").get("ok") is not True:
            return False
        page = self._get("/")
        return "</html>" in page and not _SILENT.search(page)

    def _get(self, path: str) -> str:
        request = urllib.request.Request(f"{self.base}{path}", headers={"Cookie": self.cookie})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refused:
            return refused.read().decode()
        except OSError:
            return ""
