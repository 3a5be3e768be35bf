"""What happens to a list between two runs is told by `sites list`."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.faults import FaultServer
from tests.support.office import Office, open_office

OLD = [f"/zwxx/2026/{n}.html" for n in range(1001, 1013)]
NEW = [f"/news/content_{n}.html" for n in range(2001, 2013)]
RULES = r'link_pattern = "/zwxx/\\d+/\\d+\\.html$"'
HOST = "office.localhost"


def rebuilt(server: FaultServer) -> None:
    server.put_list(HOST, NEW)


def walled(server: FaultServer) -> None:
    server.put("/list", "<html><head><title>请稍候</title></head><body>正在验证</body></html>", HOST)


def unchanged(server: FaultServer) -> None:
    server.put_list(HOST, OLD)


#: What happens, the state, what its evidence says, what is suggested.
HAPPENINGS = {
    "nothing": (unchanged, "ok", "", ""),
    "rebuilt with other addresses": (
        rebuilt,
        "changed",
        "no link where there were 12; 12 others on the page look like articles",
        "/news/content_",
    ),
    "a wall": (walled, "blocked", "bytes without a link", "browser"),
}


@pytest.mark.parametrize(("happen", "state", "evidence", "suggestion"), HAPPENINGS.values(), ids=HAPPENINGS.keys())
def test_a_list_that_changes_between_two_runs(tmp_path, happen, state, evidence, suggestion):
    with FaultServer() as server:
        told = health_after(server, open_office(tmp_path), happen)

    assert told["state"] == state
    assert evidence in told["evidence"]
    assert suggestion in told["suggestion"]
    assert told["since"] is not None


def health_after(server: FaultServer, office: Office, happen: Callable[[FaultServer], None]) -> dict[str, Any]:
    """What is told of a list that was well, after something happened to it."""
    for path in OLD:
        server.put(path, "<html><body><h1>关于重点工作的通知</h1><p>正文。</p></body></html>", HOST)
    server.put_list(HOST, OLD)
    office.add_site("office", server.url("list", HOST), rules=RULES)
    office.run("crawl")

    happen(server)
    office.run("crawl", "--site", "office")

    (told,) = json.loads(office.run("sites", "list", "--json").out)
    return told
