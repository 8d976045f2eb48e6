"""`bench/torture burst`: a sale begins. How soon the inbox is drained, and how slow the console is meanwhile."""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.storm import count, inbox, posts
from bench.storm.count import Count
from bench.storm.posts import Post
from bench.storm.shop import Shop
from bench.storm.told import Told
from bench.storm.visitor import Visitor, signed_in
from bench.storm.webhooks import clear
from bench.storm.world import HEALTH, StormWorld
from bench.storm.wreck import WORKERS

DRAINED = 180.0
PAGE = 1000.0


@dataclass(frozen=True)
class Rush:
    """`took`: seconds until the last delivery had its answer; `drained`: and from then until nothing waited."""

    told: Told
    took: float
    drained: float
    most: int
    count: Count


def play(world: StormWorld, options: argparse.Namespace, say: Callable[[str], None]) -> int:
    clear(world)
    shop = Shop(world)
    made = posts.make(shop.orders(-(-options.n // posts.VERSIONS)), options.n, 0.0, options.seed)
    shop.reach(made)
    _start(world)
    visitor = Visitor(world.web_url, signed_in())
    visitor.start()
    say(f"torture burst: seed {options.seed}, {len(made):,} deliveries in {options.seconds:.0f} s")
    try:
        rush = _rush(world, made, shop, options)
    finally:
        visitor.stop()
    wrong = [*rush.count.sentences(), *_slow(rush, visitor)]
    say(
        "\n".join([f"{'FAIL' if wrong else 'PASS'}  burst", *_lines(rush, visitor), *(f"      {one}" for one in wrong)])
    )
    return 1 if wrong else 0


def _start(world: StormWorld) -> None:
    for name in WORKERS:
        world.start_worker(name)
    world.start_receiver()
    world.answers("receiver", f"{world.receiver_url}{HEALTH}")
    world.start_web()


def _rush(world: StormWorld, made: Sequence[Post], shop: Shop, options: argparse.Namespace) -> Rush:
    files = [world.folder / name for name in ("posts", "limit", "result")]
    posts.write(files[0], made)
    files[1].write_text("0")
    world.start_sender(*files)
    began = time.monotonic()
    answered = most = 0.0
    while not answered or inbox.waiting():
        share = (time.monotonic() - began) / options.seconds
        part = files[1].with_suffix(".part")
        part.write_text(str(int(len(made) * min(1.0, share))))
        part.replace(files[1])
        most = max(most, inbox.waiting())
        if not answered and files[2].exists():
            answered = time.monotonic()
        if time.monotonic() - began > options.seconds + DRAINED + options.patience:
            break
        time.sleep(0.2)
    ended = time.monotonic()
    told = Told.read(files[2])
    counted = count.final(made, told.acknowledged, shop.versions)
    return Rush(told, answered - began, ended - answered, int(most), counted)


def _slow(rush: Rush, visitor: Visitor) -> list[str]:
    told = []
    if rush.drained > DRAINED:
        told.append(f"drained after {rush.drained:.0f} s instead of {DRAINED:.0f}")
    if visitor.percentile(1) > PAGE:
        told.append(f"the slowest page took {visitor.percentile(1):.0f} ms instead of {PAGE:.0f}")
    if len(visitor.seconds) < 10:
        told.append(f"invalid: {len(visitor.seconds)} pages seen instead of 10 at least")
    return told + visitor.wrong[:3]


def _lines(rush: Rush, visitor: Visitor) -> list[str]:
    told = rush.told
    return [
        f"  {len(told.acknowledged):,} acknowledged in {rush.took:.0f} s,"
        f" p50 {told.percentile(0.5):.0f} ms, p99 {told.percentile(0.99):.0f} ms,"
        f" at most {told.percentile(1):.0f} ms; {told.unanswered} without an answer",
        f"  drained {rush.drained:.0f} s after the last answer; at most {rush.most:,} waited",
        f"  {len(visitor.seconds)} pages seen meanwhile: p50 {visitor.percentile(0.5):.0f} ms,"
        f" p95 {visitor.percentile(0.95):.0f} ms, at most {visitor.percentile(1):.0f} ms",
        f"  acknowledged and lost {len(rush.count.lost)}, effects doubled {len(rush.count.doubled)},"
        f" wrong final versions {len(rush.count.wrong)}",
    ]
