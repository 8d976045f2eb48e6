"""The server itself: connections, bodies, routes."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from sandbox.http.messages import BadRequest, CutConnection, Request, Response
from sandbox.http.router import Routes
from sandbox.local_server import running
from sandbox.routes import ROUTES
from sandbox.world import World
from tests.sandbox.http.calling import call
from tests.sandbox.shops import empty_store


def _echo(world: World, request: Request) -> Response:
    told = {"method": request.method, "params": request.params, "query": request.query, "body": request.body.decode()}
    return Response.json(told)


def _blocks(cut: bool) -> Iterator[bytes]:
    yield b"abc"
    if cut:
        raise CutConnection
    yield b"def"


def _broken(world: World, request: Request) -> Response:
    raise KeyError("inside")


def _bad(world: World, request: Request) -> Response:
    raise BadRequest("Say what you mean")


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with a few addresses of the test's own and no others."""
    routes = Routes()
    routes.add("GET", "/echo/plain", lambda world, request: Response.html("plain"))
    routes.add("GET", "/echo/{name}", _echo)
    routes.add("POST", "/echo/{name}/of/{owner}", _echo)
    routes.add("GET", "/stream", lambda world, request: Response(200, _blocks(cut=False)))
    routes.add("GET", "/sized", lambda world, request: Response(200, _blocks(cut=False), {"Content-Length": "6"}))
    routes.add("GET", "/cut", lambda world, request: Response(200, _blocks(cut=True), {"Content-Length": "6"}))
    routes.add("GET", "/broken", _broken)
    routes.add("GET", "/bad", _bad)
    monkeypatch.setattr("sandbox.local_server.ROUTES", routes)
    with running(World(empty_store())) as address:
        yield address


def test_placeholders_and_query(url: str) -> None:
    _, _, body = call(url, "GET", "/echo/a%20b?x=1&x=2&y=")
    assert body == b'{"method":"GET","params":{"name":"a b"},"query":{"x":"2","y":""},"body":""}'
    _, _, body = call(url, "POST", "/echo/a/of/b", b"hello")
    assert body == b'{"method":"POST","params":{"name":"a","owner":"b"},"query":{},"body":"hello"}'


def test_a_plain_path_wins(url: str) -> None:
    assert call(url, "GET", "/echo/plain")[2] == b"plain"


def test_unknown_addresses_and_methods(url: str) -> None:
    assert call(url, "GET", "/echo/a/b")[0] == 404
    assert call(url, "DELETE", "/stream")[0] == 405


def test_head_has_no_body(url: str) -> None:
    status, headers, body = call(url, "HEAD", "/echo/plain")
    assert (status, headers["content-length"], body) == (200, "5", b"")


def test_streams(url: str) -> None:
    assert call(url, "GET", "/stream")[2] == b"abcdef"
    assert call(url, "GET", "/sized")[2] == b"abcdef"


def test_a_stream_that_is_cut(url: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=240)
    connection.request("GET", "/cut")
    with pytest.raises(http.client.IncompleteRead) as cut:
        connection.getresponse().read()
    assert cut.value.partial == b"abc"


def test_failures_are_told_without_their_insides(url: str) -> None:
    status, _, body = call(url, "GET", "/broken")
    assert (status, body) == (500, b'{"errors":"Internal Server Error"}')
    status, _, body = call(url, "GET", "/bad")
    assert (status, body) == (400, b'{"error":"Say what you mean"}')


def test_one_connection_serves_many_calls(url: str) -> None:
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=240)) as connection:
        connection.connect()
        first = connection.sock
        for path in ("/echo/plain", "/sized", "/bad", "/broken", "/none"):
            connection.request("GET", path)
            connection.getresponse().read()
            assert connection.sock is first


@pytest.mark.parametrize(
    ("header", "status"), [("Content-Length: 99999999", b"413"), ("Transfer-Encoding: chunked", b"411")]
)
def test_bodies_that_are_not_taken(url: str, header: str, status: bytes) -> None:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=240) as raw:
        raw.sendall(f"POST /echo/a/of/b HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n".encode())
        assert raw.recv(100).split()[1] == status


def test_the_world_knows_its_address() -> None:
    world = World(empty_store())
    with running(world) as address:
        assert world.url == address
    named = World(empty_store())
    named.url = "http://sandbox:9292"
    with running(named):
        assert named.url == "http://sandbox:9292"


def test_every_address_of_the_product_is_registered(url: str) -> None:
    for path in ("/__sandbox/info", "/admin/oauth/access_token"):
        assert ROUTES.find(path)[0], path
