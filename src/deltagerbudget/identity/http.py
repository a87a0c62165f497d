"""The only way from here to another server: small, quick answers from where we asked, and no redirects."""

from __future__ import annotations

import time
from collections.abc import Mapping

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as Unreachable
from requests.exceptions import ReadTimeout, RequestException
from urllib3.exceptions import HTTPError

LARGEST = 256 * 1024
_PIECE = 8192


class Oversize(RequestException):
    """The answer is longer than any that we expect."""


class Redirected(RequestException):
    """The answer points elsewhere."""


class GuardedAdapter(HTTPAdapter):
    """SECURITY: bounds every answer in size and time, and refuses redirects before they are followed."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: bool | str = True,
        cert: object = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        until = time.monotonic() + self._seconds
        response = super().send(request, stream=True, timeout=self._seconds, verify=verify)
        try:
            if 300 <= response.status_code < 400:
                raise Redirected
            # requests offers no bounded read; a response with its content in place is not read again.
            response._content = self._read(response, until)
            response._content_consumed = True  # type: ignore[attr-defined]
        finally:
            response.close()
        return response

    @staticmethod
    def _read(response: Response, until: float) -> bytes:
        content = b""
        try:
            while piece := response.raw.read1(_PIECE):
                content += piece
                if len(content) > LARGEST:
                    raise Oversize
                if time.monotonic() > until:
                    raise ReadTimeout
        except HTTPError as error:
            raise Unreachable(type(error).__name__) from None
        return content
