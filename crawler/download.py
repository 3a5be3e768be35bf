"""The download handler: the last thing before the network, which every request of every Crawler goes through."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.http import Response
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from core.link import Outcome
from core.urls import host_of
from crawler.hosts import NO_ANSWER
from crawler.visit import SourceCrawler
from spiders.outcomes import Refused, of_exception

#: Bytes of headers of one answer. The cap on bodies does not cover them: 100 MB of header lines were let through.
LONGEST_HEAD = 256 * 1024


class PoliteHandler(HTTP11DownloadHandler):
    """Scrapy's handler, one turn of the host gate for each request, with the second line of the address guard."""

    def __init__(self, crawler: SourceCrawler) -> None:
        super().__init__(crawler)
        self._visit = crawler.visit
        self._pool._factory = CappedFactory  # noqa: SLF001 - as Scrapy itself sets its own; there is no setting
        # Twisted would ask again at once, unseen by the gate; the one retry is Scrapy's.
        self._pool.retryAutomatically = False

    async def download_request(self, request: Request) -> Response:
        """Download when it is this request's turn; every answer and every failure is told to the gate."""
        crawl, host = self._visit.crawl, host_of(request.url)
        async with crawl.hosts.turn(host, self._visit.delay):
            self._visit.totals.requests += 1
            try:
                response = await crawl.stop.in_flight(super().download_request(request))
            except NO_ANSWER as fault:
                if refusal := crawl.guard.refusals.get(host):
                    raise Refused(Outcome.PRIVATE, refusal) from fault
                outcome, reason = of_exception(fault)
                crawl.hosts.failed(host, outcome)
                if outcome is Outcome.TOO_BIG:
                    raise Refused(outcome, reason) from fault
                raise
            retry_after = response.headers.get("Retry-After")
            crawl.hosts.answered(host, response.status, retry_after.decode("latin-1") if retry_after else None)
        address = response.ip_address
        if address is not None and (refusal := crawl.guard.refuses(host, str(address))):
            raise Refused(Outcome.PRIVATE, refusal)
        return response


class CappedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's HTTP connection, which gives up on a head that does not end."""

    _head = 0

    def request(self, request: Any) -> Any:
        """Begin a request, and count anew."""
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Count what comes before the body. The first bytes of the body may be among it."""
        if self._parser is not None and self._parser.state in {STATUS, HEADER}:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                too_big = Refused(Outcome.TOO_BIG, f"headers of more than {LONGEST_HEAD} bytes")
                self._giveUp(Failure(too_big))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class CappedFactory(_LenientHTTP11ClientFactory):
    """Makes them."""

    def buildProtocol(self, addr: Any) -> CappedProtocol:  # noqa: ARG002, N802
        """One connection."""
        return CappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
