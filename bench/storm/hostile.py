"""`bench/torture hostile`: signed bodies that no shop sends, through the receiver and two workers."""

import argparse
import random
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from bench.chaos.setting import SHOP_DOMAIN
from bench.storm import inbox
from bench.storm.bodies import BODIES
from bench.storm.mutating import mutated, samples
from bench.storm.posts import SECRET
from bench.storm.shop import Shop
from bench.storm.webhooks import clear
from bench.storm.world import HEALTH, HOOKS, StormWorld
from bench.storm.wreck import WORKERS
from shopify_client.webhooks import sign

THREADS = 8
Delivery = tuple[str, bytes]


def play(world: StormWorld, options: argparse.Namespace, say: Callable[[str], None]) -> int:
    clear(world)
    inbox.subscribe_to_all()
    made = _deliveries(world, options.n, options.seed)
    for name in WORKERS:
        world.start_plain_worker(name)
    world.start_receiver("jobmanager.receiver:application")
    world.answers("receiver", f"{world.receiver_url}{HEALTH}")
    say(f"torture hostile: seed {options.seed}, {len(made):,} deliveries, {len(made) - options.n:,} of them hand-made")
    began = time.monotonic()
    answers = _post(world.receiver_url, made)
    sent = time.monotonic()
    _settle(options.patience)
    wrong = _wrong(world, len(made), answers)
    told = inbox.outcomes()
    say(
        "\n".join(
            [
                f"{'FAIL' if wrong else 'PASS'}  hostile",
                f"  answers: {dict(answers)} in {sent - began:.0f} s; ended {time.monotonic() - sent:.0f} s later",
                f"  {told.states}; {told.reasons} different reasons; {told.tried_again} were tried again",
                *(f"      {one}" for one in wrong),
            ]
        )
    )
    return 1 if wrong else 0


def _deliveries(world: StormWorld, many: int, seed: int) -> list[Delivery]:
    """Every hand-made body under every topic, then `many` mutated ones."""
    chance = random.Random(seed)
    orders = [int(gid.rpartition("/")[2]) for gid in Shop(world).orders(20)]
    kinds = samples(chance.choice(orders), chance.randrange(1, 10**12))
    made = [(topic, body) for topic in kinds for body in BODIES.values()]
    for _ in range(many):
        topic = chance.choice(list(kinds))
        made.append((topic, mutated(samples(chance.choice(orders), chance.randrange(1, 10**12))[topic], chance)))
    return made


def _post(base: str, made: Sequence[Delivery]) -> Counter[str]:
    """Statuses, and names of what came instead of an answer."""
    queue: SimpleQueue[Delivery] = SimpleQueue()
    for delivery in made:
        queue.put(delivery)
    answers: Counter[str] = Counter()

    def work() -> None:
        way = HTTPConnection(urlsplit(base).hostname or "", urlsplit(base).port, timeout=5)
        while True:
            try:
                topic, body = queue.get_nowait()
            except Empty:
                return
            try:
                way.request("POST", HOOKS, body=body, headers=_headers(topic, body))
                answer = way.getresponse()
                answer.read()
                answers[str(answer.status)] += 1
            except (OSError, HTTPException) as error:
                answers[type(error).__name__] += 1
                way.close()

    threads = [Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _headers(topic: str, body: bytes) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-SHA256": sign(body, SECRET),
        "X-Shopify-Shop-Domain": SHOP_DOMAIN,
        "X-Shopify-API-Version": "2026-10",
        "X-Shopify-Webhook-Id": str(uuid.uuid4()),
        "X-Shopify-Event-Id": str(uuid.uuid4()),
    }


def _settle(patience: float) -> None:
    """Until nothing waits; nobody waits for the pause before another try. What stands still for too long is stuck."""
    left, since = inbox.waiting(), time.monotonic()
    while left and time.monotonic() - since < patience:
        inbox.hurry()
        time.sleep(0.5)
        now = inbox.waiting()
        if now != left:
            left, since = now, time.monotonic()


def _wrong(world: StormWorld, many: int, answers: Counter[str]) -> list[str]:
    told = inbox.outcomes()
    died = [name for name in WORKERS if world.workers[name].poll() is not None]
    died += ["receiver"] if world.servers["receiver"].poll() is not None else []
    checks = (
        (answers["200"] != many, f"{many - answers['200']} deliveries were not answered with 200"),
        (told.rows != many, f"{told.rows} rows instead of {many}"),
        (bool(told.waiting), f"{told.waiting} rows never ended"),
        (bool(told.silent), f"{told.silent} refusals without a reason"),
        (bool(told.deaths), f"{told.deaths} rows whose worker died"),
        (bool(told.crashes), f"{sum(told.crashes.values())} handlers met what they did not expect: {told.crashes}"),
        (bool(died), f"{', '.join(died)} ended"),
    )
    return [sentence for failed, sentence in checks if failed]
