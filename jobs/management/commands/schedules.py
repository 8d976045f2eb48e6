"""`manage.py schedules export|plan|apply`: schedules as a file under version control."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jobs.audit import COMMAND_LINE
from jobs.services import NotPossible, config

DIFFERS = 2


class Command(BaseCommand):
    help = (
        "Write all schedules out as YAML, show what a file would change, or make it so. Exit code 0: nothing (more) to "
        "do, 1: the file is wrong, 2: there are changes and they were not applied."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help="write every schedule")
        export.add_argument("file", nargs="?", default="-", help="- or nothing = standard output")
        for verb, help_text in (("plan", "show what would change"), ("apply", "show what changes, then change it")):
            one = verbs.add_parser(verb, help=help_text)
            one.add_argument("file", help="- = standard input")
            one.add_argument("--prune", action="store_true", help="switch off schedules that the file doesn't name")
            if verb == "apply":
                one.add_argument("--yes", action="store_true", help="don't ask; without a terminal it is needed")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "export":
            self._export(options["file"])
            return
        try:
            wanted = config.read(self._text(options["file"]))
        except config.BadFile as error:
            raise CommandError(f"{options['file']} can't be applied:\n{error}") from None
        changes = config.plan(wanted, prune=options["prune"])
        for change in changes:
            self.stdout.write("\n".join(change.lines()))
        if not changes:
            self.stdout.write("Nothing to change.")
            return
        if options["verb"] == "plan" or not (options["yes"] or self._agreed(len(changes))):
            raise CommandError("Nothing was changed.", returncode=DIFFERS)
        try:
            config.apply(changes, COMMAND_LINE)
        except NotPossible as error:
            raise CommandError(f"Nothing was changed: {error}") from None
        self.stdout.write(f"{len(changes)} changed.")

    def _export(self, name: str) -> None:
        text = config.write()
        if name == "-":
            self.stdout.write(text, ending="")
        else:
            Path(name).write_text(text)

    def _text(self, name: str) -> str:
        if name == "-":
            return sys.stdin.read()
        try:
            return Path(name).read_text()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{name} can't be read: {error}") from None

    def _agreed(self, count: int) -> bool:
        if not sys.stdin.isatty():
            return False
        return input(f"Apply {count} changes? Type yes: ").strip() == "yes"
