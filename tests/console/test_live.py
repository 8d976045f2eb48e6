"""A page asks for news and gets what has changed, no more."""

import html
import re

import pytest
from django.test import Client

from jobs.models import JobRun
from tests.console import support

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def question(page: str) -> str:
    """The address by which the page asks for news."""
    found = re.search(r'id="poller"[^>]*hx-get="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def test_no_news_is_an_empty_answer(operator: Client) -> None:
    support.run(state="running", progress={"phase": "Loading", "done": 5, "total": 10})
    for address in ("/", "/initial-load/", f"/jobs/{support.PRODUCTS}/", f"/runs/{JobRun.objects.get().pk}/"):
        page = operator.get(address).content.decode()
        response = operator.get(question(page), headers=HTMX)
        assert (address, response.status_code, response.content) == (address, 204, b"")


def test_only_what_changed_comes(operator: Client) -> None:
    run = support.run(state="running", progress={"phase": "Loading", "done": 5, "total": 10})
    ask = question(operator.get("/initial-load/").content.decode())
    JobRun.objects.filter(pk=run.pk).update(progress={"phase": "Loading", "done": 6, "total": 10})
    news = operator.get(ask, headers=HTMX).content.decode()
    assert re.findall(r'<div id="([^"]+)" class="live" hx-swap-oob="true">', news) == [
        "initial-load-import-products-status"
    ]
    assert "60 %" in news
    assert operator.get(question(news), headers=HTMX).status_code == 204


def test_it_asks_more_often_while_something_runs(operator: Client) -> None:
    page = operator.get("/initial-load/").content.decode()
    assert "every 10s" in page
    support.run(state="running")
    news = operator.get(question(page), headers=HTMX).content.decode()
    assert "every 2s" in news


def test_the_answer_to_a_deed_waits_for_a_whole_page(operator: Client) -> None:
    """A poll between deed and page must not swallow the sentence."""
    support.shop()
    ask = question(operator.get("/initial-load/").content.decode())
    operator.post(f"/jobs/{support.PRODUCTS}/run/")
    operator.get(ask, headers=HTMX)
    assert "is on its way" in operator.get("/").content.decode()


def test_the_filters_of_the_address_are_kept(operator: Client) -> None:
    support.shop()
    ask = question(operator.get("/initial-load/?shop=7&x=a%26b").content.decode())
    assert ask.startswith("/initial-load/?shop=7&x=a%26b&_seen=")


def test_the_log_grows_at_its_end(operator: Client) -> None:
    run = support.run(state="running")
    support.say(run, "first")
    page = operator.get(f"/runs/{run.pk}/").content.decode()
    found = re.search(r'hx-get="(/runs/\d+/log/[^"]+)"', page)
    assert found
    ask = html.unescape(found[1])
    assert operator.get(ask, headers=HTMX).status_code == 204
    support.say(run, "second <b>", "error")
    news = operator.get(ask, headers=HTMX).content.decode()
    assert "first" not in news
    assert "second &lt;b&gt;" in news
    JobRun.objects.filter(pk=run.pk).update(state="done", finished_at=run.started_at, lease_until=None)
    assert "hx-get" not in operator.get(ask, headers=HTMX).content.decode()
    last = re.search(r"after=(\d+)", html.unescape(re.findall(r'hx-get="([^"]+)"', news)[0]))
    assert last
    assert "hx-get" not in operator.get(f"/runs/{run.pk}/log/?after={last[1]}", headers=HTMX).content.decode()


def test_the_log_of_a_stopped_run_goes_on_when_the_run_does(operator: Client) -> None:
    """Whoever resumes it may sit at another page: this one asks now and then, and often again once it runs."""
    run = support.run(state="cancelled")
    support.say(run, "first")
    page = operator.get(f"/runs/{run.pk}/").content.decode()
    ask = html.unescape(re.findall(r'hx-get="(/runs/\d+/log/[^"]+)"', page)[0])
    assert 'hx-trigger="every 10s, refresh from:body"' in page[page.index("/log/") :][:200]
    assert operator.get(ask, headers=HTMX).status_code == 204
    JobRun.objects.filter(pk=run.pk).update(state="pending", finished_at=None)
    resumed = operator.get(ask, headers=HTMX).content.decode()
    assert "every 2s" in resumed and "first" not in resumed
    support.say(run, "second")
    ask = html.unescape(re.findall(r'hx-get="([^"]+)"', resumed)[0])
    assert "second" in operator.get(ask, headers=HTMX).content.decode()


def test_the_log_is_filtered_by_level_and_text(operator: Client) -> None:
    run = support.run()
    for text, level in (("apples", "info"), ("pears", "warning"), ("plums 100%", "error")):
        support.say(run, text, level)

    def seen(query: str) -> list[str]:
        page = operator.get(f"/runs/{run.pk}/?{query}").content.decode()
        return [word for word in ("apples", "pears", "plums") if f"<span>{word}" in page]

    assert seen("") == ["apples", "pears", "plums"]
    assert seen("level=warning") == ["pears", "plums"]
    assert seen("level=error") == ["plums"]
    assert seen("q=PEAR") == ["pears"]
    assert seen("q=100%25") == ["plums"]
    assert seen("level=nonsense&q=%00") == ["apples", "pears", "plums"]
    assert "No line matches" in operator.get(f"/runs/{run.pk}/?q=cherries").content.decode()


def test_what_the_page_has_no_place_for_is_not_sent(operator: Client) -> None:
    support.run(support.PRODUCTS)
    ask = question(operator.get("/initial-load/").content.decode())
    slug = "initial-load-import-products"
    without = re.sub(rf"{slug}-status:[^,]*,", "", ask)
    assert without != ask
    support.run(support.PRODUCTS, "running")
    answer = operator.get(without, headers=HTMX).content.decode()
    assert f'id="{slug}-deeds"' in answer
    assert f'id="{slug}-status"' not in answer
    assert f"{slug}-status:" not in answer
