"""What a storm says at its end, and whether it was one at all."""

from collections import Counter

from bench.storm.dying import POINTS
from bench.storm.webhooks import Ended
from bench.storm.wreck import Plan


def lines(ended: Ended) -> list[str]:
    told, wrecker = ended.told, ended.wrecker
    points = Counter(wrecker.deaths)
    spread = ", ".join(f"{point} {points[point]}" for point in POINTS)
    others = {name: many for name, many in told.answers.items() if name not in ("0", "200")}
    return [
        f"  {len(set(told.acknowledged)):,} events acknowledged in {len(told.acknowledged):,} deliveries,"
        f" {ended.rows:,} rows; {sum(told.answers.values()):,} posts, {told.unanswered} without an answer,"
        f" other answers {others or 'none'}",
        f"  hits: {wrecker.hits['worker']} worker kills ({wrecker.misses['worker']} more met nothing),"
        f" {sum(points.values())} self-kills"
        f" ({spread}), {wrecker.done['receiver']} receiver kills ({wrecker.hits['receiver']} between commit and"
        f" answer), {wrecker.hits['wipe']} wipes of Valkey, {wrecker.hits['freeze']} of {wrecker.done['freeze']}"
        " workers frozen past their lease and overtaken",
        f"  answered within p50 {told.percentile(0.5):.0f} ms, p99 {told.percentile(0.99):.0f} ms,"
        f" at most {told.percentile(1):.0f} ms",
        f"  {ended.seconds:.0f} s, drained {ended.drained:.0f} s after the last answer;"
        f" dead by their deaths and done again: {ended.revived.total()}",
        f"  acknowledged and lost {len(ended.count.lost)}, effects doubled {len(ended.count.doubled)},"
        f" wrong final versions {len(ended.count.wrong)}",
    ]


def invalid(ended: Ended, needed: Plan) -> list[str]:
    """Too few hits, so the figures mean nothing: one sentence for each kind."""
    wrecker = ended.wrecker
    wanted = (
        ("worker kills", wrecker.hits["worker"], needed.workers),
        ("self-kills", len(wrecker.deaths), needed.deaths),
        ("points of self-kills", len(set(wrecker.deaths)), min(len(POINTS), needed.deaths // 2)),
        ("receiver kills", wrecker.done["receiver"], needed.receivers),
        ("posts without an answer", ended.told.unanswered, needed.receivers // 2),
        ("wipes of Valkey", wrecker.hits["wipe"], needed.wipes),
        ("frozen workers overtaken", wrecker.hits["freeze"], needed.freezes),
    )
    return [f"invalid: {found} {what} instead of {want}" for what, found, want in wanted if found < want]
