"""Failed records: seen, retried alone, left with a reason, taken along without harm."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from django.test import Client

from console.lists.csv import lines
from jobs.models import AuditLog, FailedRecord, JobRun
from tests.console import support

pytestmark = pytest.mark.django_db
SCRIPT = '<script>alert("x")</script>'


def rows(client: Client, run: JobRun) -> list[list[str]]:
    response = client.get(f"/runs/{run.pk}/failed.csv")
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"), newline="")))


def test_a_record_is_shown_as_text(operator: Client) -> None:
    run = support.run()
    record = support.failed(run, raw=json.dumps({"title": SCRIPT, "n": {"a": [1]}}), message=SCRIPT)
    page = operator.get(f"/runs/{run.pk}/failed/{record.pk}/").content.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    assert "    &quot;a&quot;: [" in page


def test_raw_text_is_for_operators(viewer: Client) -> None:
    run = support.run()
    record = support.failed(run, raw="12 Elm Street")
    page = viewer.get(f"/runs/{run.pk}/failed/{record.pk}/").content.decode()
    assert "Elm Street" not in page
    assert "only operators see it" in page
    assert "Retry only this" not in page


def test_a_record_of_another_run_is_not_found(operator: Client) -> None:
    run, other = support.run(), support.run()
    record = support.failed(run)
    assert operator.get(f"/runs/{other.pk}/failed/{record.pk}/").status_code == 404


@pytest.mark.parametrize("raw", ["\ud83d", '{"a": "\\ud83d"}', "[" * 20_000, "not json", '{"a":1}\n{"b":2}', ""])
def test_any_raw_text_has_a_page(operator: Client, raw: str) -> None:
    run = support.run()
    record = support.failed(run, raw=raw.encode("utf-8", "ignore").decode())
    assert operator.get(f"/runs/{run.pk}/failed/{record.pk}/").status_code == 200


def test_the_csv_executes_nothing_and_is_audited(operator: Client) -> None:
    run = support.run()
    support.failed(run, "=cmd|' /C calc'!A0", message='+1 "quoted", with a comma', raw="@SUM(1)\nnext line")
    support.failed(run, "gid://shopify/Product/2", message="fine")
    head, first, second = rows(operator, run)
    assert head[:3] == ["reference", "reason", "message"]
    assert first[0] == "'=cmd\\|' /C calc'!A0"
    assert first[2] == '\'+1 "quoted", with a comma'
    assert first[5] == "'@SUM(1)\nnext line"
    assert second[0] == "gid://shopify/Product/2"
    assert AuditLog.objects.get().action == "records.exported"


def written(cell: object) -> str:
    """What a reader finds in the cell."""
    text = "".join(lines(["name", "cell"], [["x", cell]])).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))[1][1]


SIGNS = ["=1", "+1", "-1+1", "-x", "@x", "%x", "＝1", "－1"]
HIDDEN = ["\t=1", "\r=1", "\n=1", "\tx", " =1", " -1", "\u200b=1", "\x00=1"]


@pytest.mark.parametrize("cell", [*SIGNS, *HIDDEN])
def test_what_a_spreadsheet_would_execute_is_guarded(cell: str) -> None:
    assert written(cell) == f"'{cell}"


def test_a_command_can_not_be_reached_by_a_pipe() -> None:
    assert written("=cmd|' /C calc'!A0") == "'=cmd\\|' /C calc'!A0"
    assert written(" =cmd|' /C calc'!A0") == "' =cmd|' /C calc'!A0"


@pytest.mark.parametrize("cell", ["", "a=1", "1-2", "gid://x", "é", " plain ", "a|b", "-1", "-1,234.50", "-0.5"])
def test_what_it_would_not_is_left_alone(cell: str) -> None:
    assert written(cell) == cell


@pytest.mark.parametrize("number", [-1, -2.5, Decimal("-10.40"), 7])
def test_a_number_stays_one(number: object) -> None:
    assert written(number) == str(number)


def test_chosen_records_are_retried_alone(operator: Client) -> None:
    run = support.run(parameters={"a": 1})
    chosen, other = support.failed(run, "one"), support.failed(run, "two")
    page = operator.post(
        f"/runs/{run.pk}/failed/", {"what": "retry", "record": chosen.pk}, follow=True
    ).content.decode()
    retry = JobRun.objects.get(retry_of=run)
    assert "1 record is tried again." in page
    assert f'href="/runs/{retry.pk}/"' in page
    assert list(retry.retried_records.all()) == [chosen]
    other.refresh_from_db()
    assert other.state == "open"


def test_all_open_records_are_retried_and_a_stale_click_says_so(operator: Client) -> None:
    run = support.run()
    support.failed(run, "one")
    support.failed(run, "two", state="ignored")
    operator.post(f"/runs/{run.pk}/failed/", {"what": "retry-all"})
    assert JobRun.objects.get(retry_of=run).retried_records.count() == 1
    page = operator.post(f"/runs/{run.pk}/failed/", {"what": "retry-all"}, follow=True).content.decode()
    assert "None of these records is open any more." in page
    assert JobRun.objects.filter(retry_of=run).count() == 1


def test_what_a_preview_foretold_is_shown_and_not_offered(operator: Client) -> None:
    preview = support.run(dry=True)
    record = support.failed(preview, "one")
    page = operator.get(f"/runs/{preview.pk}/").content.decode()
    assert "1 would fail." in page and 'value="retry-all"' not in page and "still open" not in page
    assert "Retry only this" not in operator.get(f"/runs/{preview.pk}/failed/{record.pk}/").content.decode()
    page = operator.post(f"/runs/{preview.pk}/failed/", {"what": "retry-all"}, follow=True).content.decode()
    assert "A preview only foretells" in page and JobRun.objects.count() == 1


def test_ignoring_needs_a_reason_and_spares_other_runs(operator: Client) -> None:
    run, other = support.run(), support.run()
    mine, theirs = support.failed(run), support.failed(other)
    sent = {"what": "ignore", "record": [mine.pk, theirs.pk]}
    page = operator.post(f"/runs/{run.pk}/failed/", sent, follow=True).content.decode()
    assert "Say why" in page
    operator.post(f"/runs/{run.pk}/failed/", {**sent, "reason": "a test product"})
    states = dict(FailedRecord.objects.values_list("pk", "state"))
    assert states == {mine.pk: "ignored", theirs.pk: "open"}
    kept = AuditLog.objects.get(action="record.ignored")
    assert (kept.actor_name, kept.reason) == ("operator", "a test product")


def test_nothing_chosen_changes_nothing(operator: Client) -> None:
    run = support.run()
    support.failed(run)
    for sent in ({"what": "retry"}, {"what": "ignore", "reason": "x"}, {"what": "retry", "record": "nonsense"}, {}):
        page = operator.post(f"/runs/{run.pk}/failed/", sent, follow=True).content.decode()
        assert "Choose at least one record." in page
    assert JobRun.objects.count() == 1
    assert FailedRecord.objects.get().state == "open"


def test_the_list_goes_on_by_key_and_narrows_by_reason(operator: Client) -> None:
    run = support.run()
    for number in range(60):
        support.failed(run, f"ref-{number:02d}", reason="EVEN" if number % 2 == 0 else "ODD")
    page = operator.get(f"/runs/{run.pk}/").content.decode()
    assert "ref-49" in page
    assert "ref-50" not in page
    after = FailedRecord.objects.get(reference="ref-49").pk
    assert f"?after={after}#failed" in page
    page = operator.get(f"/runs/{run.pk}/?after={after}").content.decode()
    assert "ref-50" in page
    assert "ref-49" not in page
    page = operator.get(f"/runs/{run.pk}/?reason=ODD").content.decode()
    assert "ref-01" in page
    assert "ref-02" not in page


def test_a_record_left_after_a_retry_was_not_left_in_that_run(operator: Client) -> None:
    run, retry = support.run(), support.run()
    record = support.failed(run, state="ignored", retry_run=retry, ignore_reason="A test order.")
    page = " ".join(operator.get(f"/runs/{run.pk}/failed/{record.pk}/").content.decode().split())
    assert f'Ignored after it was tried again in <a href="/runs/{retry.pk}/">' in page


def test_a_record_that_failed_again_leads_to_where_it_is_open_and_offers_no_second_retry(operator: Client) -> None:
    run, retry = support.run(), support.run()
    older, newer = support.failed(run, state="failed_again", retry_run=retry), support.failed(retry)
    page = operator.get(f"/runs/{run.pk}/failed/{older.pk}/").content.decode()
    assert f'href="/runs/{retry.pk}/failed/{newer.pk}/"' in page
    assert "Retry only this" not in page and "Why it may be left" not in page
    assert "0 of 1 still open" in operator.get(f"/runs/{run.pk}/").content.decode()
    assert "Retry only this" in operator.get(f"/runs/{retry.pk}/failed/{newer.pk}/").content.decode()


def test_the_rows_of_the_list_say_what_became_of_each(operator: Client) -> None:
    """Without a reload: beside the number that is still open they would contradict it."""
    run = support.run()
    record = support.failed(run)
    address = f"/runs/{run.pk}/"
    region = f'id="record-{record.pk}" class="live"'
    assert region in operator.get(address).content.decode()
    operator.post(f"{address}failed/", {"what": "ignore", "record": record.pk, "reason": "A test order."})
    news = operator.get(address, {"_seen": f"record-{record.pk}:old"}, headers={"HX-Request": "true"})
    [cell] = re.findall(rf'id="record-{record.pk}".*?</div>', news.content.decode(), re.S)
    assert "Ignored" in cell


def test_the_log_and_the_failed_records_keep_each_others_filter(viewer: Client) -> None:
    run = support.run()
    for number in range(51):
        support.failed(run, reference=str(number))
    support.failed(run, reason="NO_PRICE")
    page = viewer.get(f"/runs/{run.pk}/?level=warning&q=a%26b&reason=DUPLICATE_SKU").content.decode()
    links = [address.replace("&amp;", "&") for address in re.findall(r'href="([^"]*#failed)"', page)]
    assert len([link for link in links if "level=warning&q=a%26b" in link]) == 4  # all, two reasons, the next 50
    [log] = re.findall(r'<form method="get" action="#log".*?</form>', page, re.S)
    assert 'name="reason" value="DUPLICATE_SKU"' in log
    assert 'href="?reason=DUPLICATE_SKU#log"' in page
