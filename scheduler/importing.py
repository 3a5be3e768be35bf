"""Saved pages and web archives as Pages."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from warcio.exceptions import ArchiveLoadFailed

from core.page import Page
from core.urls import is_web

_SUFFIXES = {".html", ".htm", ".shtml", ".xhtml", ".mhtml"}
_OWN_ADDRESS = (
    rb"<link[^>]{0,200}rel=[\"']?canonical[\"']?[^>]{0,200}href=[\"']([^\"']+)",
    rb"<meta[^>]{0,200}property=[\"']og:url[\"'][^>]{0,200}content=[\"']([^\"']+)",
    rb"<!-- saved from url=\(\d+\)(\S+) -->",
)
_MAX_BODY = 8 * 1024 * 1024


def pages_of(paths: Iterable[Path], url: str | None, fetched_at: datetime | None) -> Iterator[Page | str]:
    """The Pages in files and folders; a line of complaint for what cannot be read."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else (path,):
            if path.is_dir() and not _is_ours(file):
                continue
            try:
                yield from _records(file) if _is_archive(file) else (_page(file, url, fetched_at),)
            except (OSError, EOFError, ValueError, ArchiveLoadFailed) as fault:
                yield f"{file}: cannot be read: {fault}"


def _is_archive(file: Path) -> bool:
    return file.name.lower().endswith((".warc", ".warc.gz"))


def _is_ours(file: Path) -> bool:
    suffixes = [suffix.lower() for suffix in file.suffixes]
    return file.is_file() and (_is_archive(file) or bool(_SUFFIXES & set(suffixes[-2:])))


def _page(file: Path, url: str | None, fetched_at: datetime | None) -> Page:
    body = file.read_bytes()
    body = gzip.decompress(body) if file.suffix.lower() == ".gz" else body
    moment = fetched_at or datetime.fromtimestamp(file.stat().st_mtime, UTC)
    address = url or own_address(body) or _nameless(body)
    return Page(asked_url=address, url=address, fetched_at=moment, status=200, body=body)


def own_address(body: bytes) -> str | None:
    """The address a page gives for itself, if it is an http(s) one."""
    for pattern in _OWN_ADDRESS:
        if found := re.search(pattern, body[:200_000], re.IGNORECASE):
            address = found.group(1).decode("utf-8", "replace").strip()
            if is_web(address):
                return address
    return None


def _nameless(body: bytes) -> str:
    # An address of its own, the same for the same bytes, that can never be fetched or linked to.
    return f"file:///imported/{blake2b(body, digest_size=12).hexdigest()}"


def _records(file: Path) -> Iterator[Page]:
    """The response records of a WARC file (ISO 28500): those with an HTTP answer of status 200."""
    from warcio.archiveiterator import ArchiveIterator

    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            address = record.rec_headers.get_header("WARC-Target-URI", "")
            if record.rec_type != "response" or record.http_headers is None or not is_web(address):
                continue
            if record.http_headers.get_statuscode() == "200":
                yield Page(
                    asked_url=address,
                    url=address,
                    fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
                    status=200,
                    # What is longer than any page we would fetch is not read into memory.
                    body=record.content_stream().read(_MAX_BODY),
                    headers={name.lower(): value for name, value in record.http_headers.headers},
                )
