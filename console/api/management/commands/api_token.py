"""Issues, lists and revokes API tokens on the command line."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from console.api import tokens
from console.api.models import ApiToken
from console.frame.roles import GROUPS
from jobs.audit import COMMAND_LINE


class Command(BaseCommand):
    help = "Issue, list and revoke tokens for the HTTP API. A new token is shown once and kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        issue = verbs.add_parser("issue", help="make a token")
        issue.add_argument("user", help="the user it acts for")
        issue.add_argument("name", help="what uses it")
        issue.add_argument("--role", choices=GROUPS, default=GROUPS[0], help="at most this; never more than the user")
        issue.add_argument("--days", type=int, help="how long it is valid; without it, until revoked")
        verbs.add_parser("list", help="show all tokens")
        revoke = verbs.add_parser("revoke", help="end a token")
        revoke.add_argument("id", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['verb']}")(options)

    def _issue(self, options: dict[str, Any]) -> None:
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['user']!r}")
        days = options["days"]
        if days is not None and days < 1:
            raise CommandError("--days must be at least 1")
        until = timezone.now() + timedelta(days=days) if days else None
        row, token = tokens.issue(user, options["name"], options["role"], COMMAND_LINE, until)
        self.stderr.write(f"Token {row.pk} for {user.get_username()}, role {row.role}. It is shown this once:")
        self.stdout.write(token)

    def _list(self, options: dict[str, Any]) -> None:
        for row in ApiToken.objects.select_related("user"):
            ended = "revoked" if row.revoked_at else (f"until {row.expires_at:%Y-%m-%d}" if row.expires_at else "valid")
            self.stdout.write(f"{row.pk:>5}  {row.beginning}…  {row.role:<8}  {row.user.username}  {row.name}  {ended}")

    def _revoke(self, options: dict[str, Any]) -> None:
        row = ApiToken.objects.filter(pk=options["id"]).first()
        if row is None or not tokens.revoke(row, COMMAND_LINE):
            raise CommandError(f"There is no valid token {options['id']}")
        self.stdout.write(f"Revoked {row}")
