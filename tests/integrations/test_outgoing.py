"""Nobody makes us knock on doors inside the house."""

import socket
from typing import Any

import pytest

from integrations.outgoing import CannotSend, check, guard, post


def resolver(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name server that gives these addresses, one list after the other."""
    asked: list[str] = []
    left = list(answers)

    def look(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(guard.socket, "getaddrinfo", look)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
    ],
)
def test_no_private_address_whatever_its_dress(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolver(monkeypatch, [address])
    with pytest.raises(CannotSend, match="not a public host") as refused:
        check("https://hooks.example.com/x")
    assert refused.value.final


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch, ["93.184.215.14", "10.0.0.1"])
    with pytest.raises(CannotSend):
        check("https://hooks.example.com/x")


def test_the_address_that_was_checked_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolver(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    place = check("https://Hooks.example.com/x?y=1")
    assert (place.address, place.host, place.path, place.port) == ("93.184.215.14", "hooks.example.com", "/x?y=1", 443)
    assert asked == ["hooks.example.com"]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "https://hooks.example.com:22/",
        "https://hooks.example.com:99999/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "https://user:secret@hooks.example.com/",
        "https:///x",
        "https://hooks.example.com/\r\nX: y",
        "https://hooks.example.com\\@10.0.0.1/",
        "",
        "//hooks.example.com/",
    ],
)
def test_other_ways_in_are_closed_too(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    asked = resolver(monkeypatch, ["93.184.215.14"])
    with pytest.raises(CannotSend) as refused:
        post(url, b"{}", {})
    assert refused.value.final and not asked and "secret" not in str(refused.value)


def test_a_name_that_cannot_be_found_may_be_found_later() -> None:
    with pytest.raises(CannotSend) as refused:
        check("https://no-such-host.invalid/")
    assert not refused.value.final


def test_public_hosts_are_called() -> None:
    assert str(guard.public(guard.ipaddress.ip_address("93.184.215.14"))) == "True"
    assert guard.public(guard.ipaddress.ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))
