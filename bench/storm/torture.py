"""The storm, then the same in small with one defect planted at a time: each has to be noticed."""

import argparse
from collections.abc import Callable

from bench.storm import mutants, report
from bench.storm.webhooks import Storm, Stuck, clear
from bench.storm.world import StormWorld
from bench.storm.wreck import Plan

FULL = Plan(workers=44, deaths=66, receivers=12, wipes=3, freezes=4)
FULL_NEEDS = Plan(workers=40, deaths=60, receivers=10, wipes=2, freezes=1)
QUICK = Plan(workers=2, deaths=6, receivers=2, wipes=1, freezes=0)
QUICK_NEEDS = Plan(workers=2, deaths=5, receivers=2, wipes=1, freezes=0)
MUTANT = Plan(workers=3, deaths=12, receivers=3, wipes=1, freezes=2)
MUTANT_EVENTS = 250


def play(world: StormWorld, options: argparse.Namespace, say: Callable[[str], None]) -> int:
    passed = True
    if not options.mutants:
        plan = QUICK if options.quick else FULL
        every = 1.0 if options.quick else options.kill_every
        passed = _storm(world, options, plan, every, say)
    if options.mutants or not (options.quick or options.no_mutants):
        for name in mutants.EVERY:
            passed = _noticed(world, options, name, say) and passed
    return 0 if passed else 1


def _storm(
    world: StormWorld, options: argparse.Namespace, plan: Plan, every: float, say: Callable[[str], None]
) -> bool:
    say(f"torture webhooks: seed {options.seed}, {options.events:,} events, a tenth doubled, shuffled; {plan}")
    clear(world)
    try:
        ended = Storm(
            world, plan, events=options.events, seed=options.seed, every=every, patience=options.patience
        ).blow()
    except Stuck as sentence:
        say(f"FAIL  webhooks\n      {sentence}")
        return False
    needed = QUICK_NEEDS if options.quick else FULL_NEEDS
    wrong = [*ended.count.sentences(), *report.invalid(ended, needed)]
    say("\n".join([f"{'FAIL' if wrong else 'PASS'}  webhooks", *report.lines(ended)]))
    for one in wrong:
        say(f"      {one}")
    return not wrong


def _noticed(world: StormWorld, options: argparse.Namespace, name: str, say: Callable[[str], None]) -> bool:
    world.mutant = name
    clear(world, mutants.IN_DATABASE.get(name))
    storm = Storm(world, MUTANT, events=MUTANT_EVENTS, seed=options.seed, every=1.0, patience=options.patience)
    try:
        told = storm.blow().count.sentences()
    except Stuck as sentence:
        told = [f"stuck: {sentence}"]
    mark = mutants.NOTICED_BY[name]
    found = [sentence for sentence in told if sentence.startswith(mark)]
    world.mutant = ""
    say(f"{'PASS' if found else 'FAIL'}  mutant {name} noticed  {(found or told or ['nothing was wrong'])[0]}")
    return bool(found)
