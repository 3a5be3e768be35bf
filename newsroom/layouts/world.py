"""All addresses of the layouts and what they answer."""

from __future__ import annotations

from collections.abc import Iterator

from newsroom import answers
from newsroom.answers import Answer, Endpoint
from newsroom.layouts.desk import Desk
from newsroom.layouts.lists import LISTS, article
from newsroom.layouts.shelves import shelves
from newsroom.pages import Day

_At = tuple[str, str]


def build(day: Day, port: int) -> tuple[dict[_At, Answer], dict[_At, Endpoint]]:
    """The pages and the endpoints of all hosts by host and path, on a day, when the newsroom listens on this port."""
    pages: dict[_At, Answer] = {}
    endpoints: dict[_At, Endpoint] = {}
    for host, shelf in shelves().items():
        desk = Desk(host=host, shelf=shelf, day=day, port=port)
        pages[host, "/"] = desk.page("home.html")
        pages |= {(host, path): answer for path, answer in _articles(desk)}
        for path, answer in LISTS[host](desk).items():
            if isinstance(answer, Answer):
                pages[host, path] = answer
            else:
                endpoints[host, path] = answer
    return pages, endpoints


def _articles(desk: Desk) -> Iterator[tuple[str, Answer]]:
    for row in desk.shelf.row:
        page = article(desk, row)
        yield row.moved_to or row.path, page
        if row.moved_to:
            yield row.path, answers.redirect(desk.base + row.moved_to)
