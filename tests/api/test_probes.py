"""What watches from outside: health in one address, figures in another."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from jobs import health
from jobs.engine import heartbeats
from jobs.models import Heartbeat, State
from tests.api.conftest import token
from tests.engine.support import new_run
from work import database

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_well() -> None:
    cache.clear()
    for part in ("beat", "worker jobs@host", "worker child jobs@host 0", "web host", "webhook receiver host"):
        heartbeats.sign(part)


def test_all_well_is_200_for_anybody() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200 and answer.json() == {"ok": True, "problems": []}


@pytest.mark.parametrize(
    ("sign", "part"),
    [
        ("web host", "web"),
        ("beat", "beat"),
        ("worker jobs@host", "worker parent"),
        ("worker child jobs@host 0", "worker child"),
        ("webhook receiver host", "webhook receiver"),
    ],
)
def test_a_silent_part_is_503_with_its_name(sign: str, part: str) -> None:
    Heartbeat.objects.filter(part=sign).update(at=Now() - timedelta(seconds=41))
    answer = Client().get("/healthz")
    assert answer.status_code == 503 and [one["part"] for one in answer.json()["problems"]] == [part]


def test_a_database_that_hangs_is_named_and_nobody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    thawed = threading.Event()
    monkeypatch.setattr(database, "_ask", lambda: thawed.wait(30))
    assert not database.answers(0.01)
    assert not database.answers(0.01), "no second one is sent after the first"
    monkeypatch.setattr(database.answers, "__defaults__", (0.01,))
    assert [problem.part for problem in health.problems()] == ["database"]
    thawed.set()
    assert database.answers(10)


def test_a_question_that_went_wrong_is_not_the_answer_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> bool:
        raise RuntimeError("something nobody thought of")

    with monkeypatch.context() as broken:
        broken.setattr(database, "_ask", breaks)
        with pytest.raises(RuntimeError):
            database.answers()
    assert database.answers()


def test_metrics_need_a_key_and_are_in_prometheus_format() -> None:
    assert Client().get("/metrics").status_code == 401
    new_run(due_at=timezone.now() - timedelta(minutes=2))
    new_run(state=State.DEAD, finished_at=timezone.now(), origin="schedule")
    new_run(state=State.DEAD, finished_at=timezone.now(), dry=True)
    new_run(state=State.DONE, finished_at=timezone.now(), origin="schedule")
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {token('viewer')}"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain; version=0.0.4")
    text = answer.content.decode()
    line = re.compile(r'(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"\n]*",?)+\})? [-+.\de]+)\Z')
    assert [each for each in text.splitlines() if not line.match(each)] == []
    assert 'jobmanager_runs{state="dead"} 1\n' in text and 'jobmanager_due_rows{kind="run"} 1\n' in text
    oldest = re.search(r'jobmanager_oldest_due_seconds\{kind="run"\} ([\d.]+)', text)
    assert oldest and 119 < float(oldest[1]) < 600
    assert 'jobmanager_queue_depth{queue="bulk"}' in text and "jobmanager_last_completed_run_timestamp_seconds" in text
    names = [each.split()[2] for each in text.splitlines() if each.startswith("# TYPE")]
    assert len(names) == len(set(names)), "the samples of one name stand together"


def test_a_broker_that_is_gone_leaves_the_other_figures(settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    text = Client().get("/metrics", headers={"Authorization": f"Bearer {token('viewer')}"}).content.decode()
    assert "jobmanager_queue_depth" not in text and "jobmanager_runs" in text
