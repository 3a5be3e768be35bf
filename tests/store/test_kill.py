"""SIGKILL at any moment leaves whole pages behind, and the next process goes on (reliability.md §4.6)."""

import random
import signal
import subprocess
import sys
from pathlib import Path

from store import Store, open_store

ROOT = Path(__file__).parents[2]
KILLS = 15

# Crawls and settles for ever, telling each page that is done; a third of them copies, a third held.
CHILD = """
import sys
from itertools import count
from core.verdict import New
from store import open_store
from tests.store.samples import HELD, NOW, RAIL, found, page, reading, same_as

store = open_store(sys.argv[1])
start = sum(store.counts().links.values())
print("ready", flush=True)
for n in count(start):
    url = f"http://a.cn/{n}"
    page_id = store.pages.keep(found(url), page(url, b"%d" % n * 500))
    first = store.stories.recent(1)
    verdict = (New(), same_as(first[0].id) if first else New(), HELD)[n % 3]
    other = reading(f"第{n}号文。" + RAIL, url=url)
    store.settle(page_id, [(reading(RAIL + str(n), url=url), verdict), (other, HELD)], NOW)
    print(n, flush=True)
"""


def test_a_killed_process_leaves_nothing_torn(tmp_path: Path):
    path, dice = tmp_path / "deltawatch.sqlite", random.Random(20261120)
    acknowledged = -1
    for _ in range(KILLS):
        acknowledged = max(acknowledged, _run_and_kill(path, dice.randrange(30)))
        with open_store(path) as store:
            _is_whole(store, acknowledged)

    assert acknowledged > KILLS


def _run_and_kill(path: Path, lines: int) -> int:
    """Let a child go on for some pages, kill it in the middle of one, return the last page it said was done."""
    with subprocess.Popen([sys.executable, "-c", CHILD, str(path)], cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        told = [child.stdout.readline() for _ in range(lines)]
        child.send_signal(signal.SIGKILL)
        told += child.stdout.read().split()
        assert child.wait() == -signal.SIGKILL, "it was at work until then"
    return int(told[-1]) if told else -1


def _is_whole(store: Store, acknowledged: int) -> None:
    ask = store._database.value
    assert ask("PRAGMA quick_check") == "ok"
    assert ask("select count(*) from pragma_foreign_key_check") == 0
    assert ask("select count(*) from articles where url = ?", [f"http://a.cn/{acknowledged}"]) == 2 * (
        acknowledged > -1
    )
    broken = {
        "a settled page without both articles": """
            select count(*) from pages where (state = 'settled') != (
                (select count(*) from articles where page = pages.id) = 2)""",
        "a page half settled": """
            select count(*) from pages where (select count(*) from articles where page = pages.id) not in (0, 2)""",
        "a link that does not say that its page is here": "select count(*) from links where outcome != 'fetched'",
        "a story without members": """
            select count(*) from stories where id not in (select story from articles where story is not null)""",
        "a canonical article of another story": """
            select count(*) from stories join articles on articles.id = canonical where story is not stories.id""",
        "a story that cannot be found again": "select count(*) from stories where id not in (select story from sketch)",
        "features of no story": "select count(*) from sketch where story not in (select id from stories)",
        "an article without its tags": "select count(*) from articles where id not in (select article from tags)",
    }  # fmt: skip
    assert {name: ask(sql) for name, sql in broken.items()} == dict.fromkeys(broken, 0)
    indexed = ask("select count(*) from full_text where full_text match '\"城 际 轨 道\"'")
    assert indexed == ask("select count(*) from articles")
