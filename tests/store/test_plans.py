"""What a digest asks the store reads what it needs, however much else there is."""

import re
from datetime import UTC, datetime, timedelta

from core.health import NO_ARTICLES
from store import open_store

NOW = datetime(2026, 11, 20, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
#: Tables that grow for years.
LARGE = re.compile(r"SCAN (links|pages|articles|article_versions|tags|stories|digest_stories|checks)\b(?! USING)")


def test_no_question_of_a_digest_reads_a_whole_table(tmp_path):
    asked = []
    with open_store(tmp_path / "store.sqlite") as store:
        connection = store._database.conn
        connection.set_trace_callback(asked.append)
        store.stories.window(YESTERDAY, NOW, "daily")
        store.articles.left_out(YESTERDAY, NOW)
        store.changes.shown(YESTERDAY, NOW, "daily")
        store.links.articles(NOW)
        store.links._with_last(("a", "b"), NO_ARTICLES)
        store.checks.history("a", "b", NOW)
        for by_issue in (True, False):
            store.past("daily", YESTERDAY, NOW, UTC, by_issue=by_issue)
        store.deliveries.failed("daily", YESTERDAY, NOW)
        connection.set_trace_callback(None)
        plans = {sql: [row[3] for row in connection.execute(f"explain query plan {sql}")] for sql in asked}
    assert len(plans) > 8
    assert {sql: plan for sql, plan in plans.items() if any(map(LARGE.search, plan))} == {}
