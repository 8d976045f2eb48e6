"""Sends HTTP requests to Shopify.

Time-outs, no redirects, one connection pool per process and thread, failures without secrets.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NewConnectionError
from urllib3.exceptions import SSLError as TLSError

from shopify_client.errors import TransientError

# Seconds to connect, seconds between two bytes.
TIMEOUT = (3.05, 30.0)
USER_AGENT = "JobManager"


def _as_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from adding a login out of a .netrc file."""
    return request


class Transport:
    """A requests session that is never carried over a fork, nor shared by two threads."""

    def __init__(self) -> None:
        self._local = threading.local()

    @property
    def session(self) -> requests.Session:
        if getattr(self._local, "pid", None) != os.getpid():
            session = requests.Session()
            session.auth = _as_is
            session.headers["User-Agent"] = USER_AGENT
            session.mount("https://", HTTPAdapter(max_retries=0))
            session.mount("http://", HTTPAdapter(max_retries=0))
            self._local.session = session
            self._local.pid = os.getpid()
        found: requests.Session = self._local.session
        return found

    def post(self, url: str, headers: Mapping[str, str], **body: Any) -> requests.Response:
        """The answer, whatever its status. Raises TransientError when there is none."""
        return self._send("POST", url, headers, **body)

    def get(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        """The answer with its body still unread."""
        return self._send("GET", url, headers, stream=True)

    def _send(self, method: str, url: str, headers: Mapping[str, str], **options: Any) -> requests.Response:
        # The error of requests holds the request and so the token: it must not travel as cause or context of ours.
        try:
            return self.session.request(
                method, url, headers=dict(headers), timeout=TIMEOUT, allow_redirects=False, **options
            )
        except requests.RequestException as error:
            failure = TransientError(_told(error), may_have_arrived=not _never_left(error))
        raise failure


def _told(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "Shopify did not answer in time"
    return f"The connection to Shopify failed ({type(error).__name__})"


def _never_left(error: requests.RequestException) -> bool:
    """Whether no byte of the request can have reached Shopify."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = error.args[0] if error.args else None
    return isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError | TLSError)
