"""python -m sandbox as a process of its own."""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sandbox.state.snapshot import load
from tests.sandbox.http.calling import call, graphql

SIZE = ("--products", "4", "--orders", "6", "--seed", "3")
TWO_STARTS = pytest.mark.costly("starts a process of the store at least twice")
DATA = Path(__file__).parents[2] / "sandbox_data" / "data"


@contextmanager
def sandbox(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        lines = []
        for line in process.stderr:
            lines.append(line)
            if found := re.search(r"http://[\w.]+:\d+", line):
                yield process, found[0]
                break
        else:
            raise AssertionError("".join(lines))
    finally:
        process.kill()
        process.communicate()


def counts(url: str) -> dict[str, int]:
    told: dict[str, int] = json.loads(call(url, "GET", "/__sandbox/info")[2])["counts"]
    return told


def names(url: str) -> list[str]:
    nodes = graphql(url, "{ orders(first: 10) { nodes { name note } } }")[2]["data"]["orders"]["nodes"]
    return [f"{node['name']} {node['note']}" for node in nodes]


@TWO_STARTS
def test_it_keeps_what_was_changed_before_it_was_stopped(tmp_path: Path) -> None:
    with sandbox("--var", str(tmp_path), *SIZE) as (process, url):
        assert (counts(url)["Product"], counts(url)["Order"]) == (4, 6)
        gid = graphql(url, "{ orders(first: 1) { nodes { id } } }")[2]["data"]["orders"]["nodes"][0]["id"]
        change = f'mutation {{ orderUpdate(input: {{id: "{gid}", note: "kept"}}) {{ userErrors {{ message }} }} }}'
        assert graphql(url, change)[2]["data"] == {"orderUpdate": {"userErrors": []}}
        before = names(url)
        process.send_signal(signal.SIGTERM)
        assert process.wait(240) == 0
    with sandbox("--var", str(tmp_path), *SIZE) as (_, url):
        assert names(url) == before
        assert any(name.endswith(" kept") for name in before)


def test_what_was_answered_before_it_was_stopped_is_kept(tmp_path: Path) -> None:
    # A note is overwritten each time: unlike tags, of which a product has 250 at most, writers never run out of them.
    answered: dict[str, int] = {}

    def write(url: str, gid: str) -> None:
        for number in range(100_000):
            change = (
                f'mutation {{ orderUpdate(input: {{id: "{gid}", note: "{number}"}}) {{ userErrors {{ message }} }} }}'
            )
            try:
                answer = graphql(url, change)[2]
            except (OSError, http.client.HTTPException):
                return
            if answer.get("data") == {"orderUpdate": {"userErrors": []}}:
                answered[gid] = number

    with sandbox("--var", str(tmp_path), "--plan", "enterprise", *SIZE) as (process, url):
        nodes = graphql(url, "{ orders(first: 4) { nodes { id } } }")[2]["data"]["orders"]["nodes"]
        writers = [threading.Thread(target=write, args=(url, node["id"])) for node in nodes]
        for writer in writers:
            writer.start()
        while len(answered) < 4 or min(answered.values()) < 5:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(240) == 0
        for writer in writers:
            writer.join(240)
            assert not writer.is_alive()
    kept = {f"gid://shopify/Order/{order.id}": order.note for order in load(tmp_path / "store.json").orders.values()}
    # One more may have been carried out than answered, never one fewer.
    lost = {
        gid: (number, kept[gid]) for gid, number in answered.items() if int(kept[gid] or 0) not in (number, number + 1)
    }
    assert not lost


@TWO_STARTS
def test_a_killed_one_has_what_it_last_saved(tmp_path: Path) -> None:
    with sandbox("--var", str(tmp_path), *SIZE) as (process, url):
        before = names(url)
        while not (tmp_path / "store.json").exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
    with sandbox("--var", str(tmp_path), *SIZE) as (_, url):
        assert names(url) == before


def test_a_store_out_of_files() -> None:
    arguments = ("--products-csv", str(DATA / "products_export.csv"), "--orders-csv", str(DATA / "orders_export.csv"))
    with sandbox(*arguments) as (_, url):
        assert counts(url)["Product"] > 0
        assert counts(url)["Order"] > 0


def failed(*arguments: str) -> str:
    command = [sys.executable, "-m", "sandbox", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 1
    return done.stderr


@TWO_STARTS
def test_why_it_can_not_start(tmp_path: Path) -> None:
    assert "A store without products has no orders" in failed("--port", "0", "--products", "0", "--orders", "5")
    assert "missing.csv" in failed("--port", "0", "--products-csv", str(tmp_path / "missing.csv"))
    (tmp_path / "store.json").write_text("{}")
    assert "store.json is not a whole snapshot" in failed("--port", "0", "--var", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "Address already in use" in failed("--port", port, *SIZE)
