"""Shopify's side, a process of its own: `python -m bench.storm.sender URL POSTS LIMIT RESULT`.

POSTS holds the deliveries, one a line; LIMIT a number that grows: only so many may be out by now. What gets no 200 is
posted again, with the same ids, until it does: as Shopify does, only sooner. RESULT tells how it went.
"""

import heapq
import http.client
import json
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from bench.storm.told import Told

THREADS = 8
PATIENCE = 5.0  # Shopify's own for one delivery
WAITS = (0.3, 0.6, 1.0, 2.0, 3.0)


class Sender:
    def __init__(self, url: str, posts: Path, limit: Path) -> None:
        self._address = urlsplit(url)
        self._posts = [json.loads(line) for line in posts.read_text().splitlines()]
        self._limit = limit
        self._lock = threading.Lock()
        self._next = 0
        self._again: list[tuple[float, int, int]] = []
        self._open = len(self._posts)
        self.told = Told()

    def run(self) -> Told:
        threads = [threading.Thread(target=self._work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.told

    def _work(self) -> None:
        way = self._connect()
        while self._open:
            place, tries = self._take()
            if place is None:
                time.sleep(0.02)
                continue
            answer = self._post(way, place)
            if answer != 200:
                way.close()
                way = self._connect()
            self._note(place, tries, answer)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._address.hostname or "", self._address.port, timeout=PATIENCE)

    def _take(self) -> tuple[int | None, int]:
        """What is to be posted now, and how often it was already."""
        with self._lock:
            if self._again and self._again[0][0] <= time.monotonic():
                _, place, tries = heapq.heappop(self._again)
                return place, tries
            if self._next < min(len(self._posts), self._allowed()):
                self._next += 1
                return self._next - 1, 0
        return None, 0

    def _allowed(self) -> int:
        with suppress(OSError, ValueError):
            return int(self._limit.read_text())
        return 0

    def _post(self, way: http.client.HTTPConnection, place: int) -> int:
        """The status; 0 = no answer."""
        _, headers, body = self._posts[place]
        began = time.monotonic()
        try:
            way.request("POST", self._address.path, body=body.encode(), headers=headers)
            answer = way.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            with self._lock:
                self.told.broken[type(error).__name__] += 1
            return 0
        if answer.status == 200:
            with self._lock:
                self.told.seconds.append(round(time.monotonic() - began, 4))
        return answer.status

    def _note(self, place: int, tries: int, answer: int) -> None:
        with self._lock:
            self.told.answers[str(answer)] += 1
            if answer == 200:
                self.told.acknowledged.append(self._posts[place][0])
                self._open -= 1
            else:
                wait = WAITS[min(tries, len(WAITS) - 1)]
                heapq.heappush(self._again, (time.monotonic() + wait, place, tries + 1))


def main() -> int:
    url, posts, limit, result = sys.argv[1:]
    told = Sender(url, Path(posts), Path(limit)).run()
    part = Path(f"{result}.part")
    part.write_text(told.text())
    part.replace(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
