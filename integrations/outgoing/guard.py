"""Checks an address before it is called.

https, a usual port, and a host all of whose addresses are public.
"""

import ipaddress
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

PORTS = {443, 8443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class CannotSend(Exception):
    """The message did not go out. `final`: trying again can't help."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


@dataclass(frozen=True)
class Place:
    """Where to connect: the address that was checked, so that no second look-up can lead elsewhere."""

    host: str
    port: int
    address: str
    path: str
    tls: bool


def check(url: str) -> Place:
    """Raises CannotSend with what is wrong. Hosts of OUTGOING_ALLOW_HOSTS may be private, and use http."""
    host, port, path, tls = check_words(url)
    addresses = _resolve(host, port)
    _check_public(host, addresses)
    return Place(host, port, str(addresses[0]), path, tls)


def check_words(url: str) -> tuple[str, int, str, bool]:
    """Judge the address without asking the network.

    Its host, port, path, and whether it is https. Raises CannotSend.
    """
    host, port, path, tls = _parts(url)
    trusted = host in settings.OUTGOING_ALLOW_HOSTS
    if not tls and not trusted:
        raise CannotSend("Only https addresses are called", final=True)
    if port not in PORTS and not trusted:
        raise CannotSend(f"Port {port} is not called; allowed: {', '.join(map(str, sorted(PORTS)))}", final=True)
    with suppress(ValueError):
        _check_public(host, [ipaddress.ip_address(host)])
    return host, port, path, tls


def _check_public(host: str, addresses: list[Address]) -> None:
    if host not in settings.OUTGOING_ALLOW_HOSTS and not all(public(address) for address in addresses):
        raise CannotSend(f"{host} is not a public host", final=True)


def public(address: Address) -> bool:
    """Also looks inside addresses that carry another one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def _parts(url: str) -> tuple[str, int, str, bool]:
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise CannotSend("This is no web address", final=True) from None
    if parts.scheme not in ("https", "http") or not host or any(each in url for each in "\r\n\t\\ "):
        raise CannotSend("This is no web address", final=True)
    if parts.username or parts.password:
        raise CannotSend("A web address must not carry a name or password", final=True)
    tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return host.lower(), port or (443 if tls else 80), path, tls


def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CannotSend(f"{host} can't be found") from None
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
