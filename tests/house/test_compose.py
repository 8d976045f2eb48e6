"""docker-compose.yml and Dockerfile, read as data: what must hold on a server."""

import re
from typing import Any

import pytest
import yaml

from tests.architecture.tree import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("migrate", "web", "webhooks", "worker", "bulk-worker", "beat", "sandbox")


def test_every_part_is_there() -> None:
    assert set(SERVICES) == {"postgres", "valkey", *OURS}
    assert SERVICES["sandbox"]["profiles"] == ["sandbox"]


def test_only_what_the_proxy_needs_is_published_and_only_to_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"web", "webhooks"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    assert not any(service.get("network_mode") == "host" for service in SERVICES.values())


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_server_has_a_health_check_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_no_password_is_written_down_and_none_may_be_missing() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in ("SECRET_KEY", "FIELD_KEYS", "POSTGRES_PASSWORD", "VALKEY_PASSWORD", "ALLOWED_HOSTS"):
        used = re.findall(rf"\$\{{{secret}[^}}]*\}}", text)
        assert used, secret
        assert all(use.startswith(f"${{{secret}:?") for use in used), used


def test_the_parts_wait_for_the_tables_and_the_tables_for_the_database() -> None:
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("web", "webhooks", "worker", "bulk-worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert SERVICES[name]["depends_on"]["valkey"] == {"condition": "service_healthy"}


def test_data_outlives_the_containers() -> None:
    mounted = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"]) == {"postgres", "valkey", "sandbox"}


def test_every_queue_has_a_worker() -> None:
    commands = " ".join(" ".join(service.get("command", [])) for service in SERVICES.values())
    assert {queue for queues in re.findall(r"-Q (\S+)", commands) for queue in queues.split(",")} == {
        "webhooks",
        "jobs",
        "bulk",
    }


def test_every_variable_of_the_parts_is_a_setting() -> None:
    page = (ROOT / "docs/settings.md").read_text()
    for name in OURS:
        for variable in SERVICES[name]["environment"]:
            assert f"`{variable}`" in page


def test_the_image_runs_as_an_ordinary_user_and_holds_no_secret() -> None:
    lines = DOCKERFILE.splitlines()
    user = lines.index("USER jobmanager")
    assert user < next(number for number, line in enumerate(lines) if line.startswith("CMD"))
    assert not re.search(r"^(ARG|ENV).*(KEY|PASSWORD|TOKEN)", DOCKERFILE, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", "var", ".venv"} <= set(ignored)
