"""Somebody who looks at the console all the while: three pages in turn, signed in."""

import threading
import time
import urllib.request
from dataclasses import dataclass, field

PAGES = ("/", "/orders/", "/webhooks/")
GAP = 0.5


@dataclass
class Visitor:
    """`seconds` each GET took; `wrong` answers that were no page."""

    base: str
    cookie: str
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        for path in PAGES:  # each process has compiled its templates by then
            for _ in range(3):
                self._get(path)
        self.seconds.clear()
        self._thread = threading.Thread(target=self._run, name="visitor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread.join(30)

    def percentile(self, part: float) -> float:
        """Milliseconds."""
        found = sorted(self.seconds)
        return 1000 * found[min(len(found) - 1, int(len(found) * part))] if found else 0.0

    def _run(self) -> None:
        place = 0
        while not self._ending.wait(GAP):
            self._get(PAGES[place % len(PAGES)])
            place += 1

    def _get(self, path: str) -> None:
        request = urllib.request.Request(f"{self.base}{path}", headers={"Cookie": self.cookie})
        began = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                if "/login/" in answer.geturl() or b"</html>" not in answer.read():
                    self.wrong.append(f"{path}: not the page")
        except OSError as error:
            self.wrong.append(f"{path}: {error}")
        self.seconds.append(time.monotonic() - began)


def signed_in() -> str:
    """The cookie of a viewer."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from console.frame.roles import Role, grant

    user = User.objects.create_user("visitor", password="nobody signs in with it")
    grant(user, Role.VIEWER.group)
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"
