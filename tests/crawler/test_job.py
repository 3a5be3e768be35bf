from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config import CrawlSettings
from core.site import Fields, Kind, Site, Source, Tier
from crawler.job import CrawlJob, DueSite, from_json, to_json

SITE = Site(
    id="gov-sh",
    name="上海市人民政府",
    home="https://www.example.cn/",
    tier=Tier.ISSUER,
    sources=(
        Source(id="list", kind=Kind.ENDPOINT, url="https://www.example.cn/api", fields=Fields(rows="data.*.rows"),
               headers={"X-Requested-With": "XMLHttpRequest"}, method="POST", body="页=1"),
    ),
    hosts=("news.example.cn",),
    allow_networks=("10.1.0.0/16",),
    verify_tls=False,
)  # fmt: skip


def test_a_job_comes_back_from_json_as_it_was() -> None:
    job = CrawlJob(
        store="data/店.sqlite",
        due=(DueSite(site=SITE, sources=("list",)),),
        user_agent="deltawatch/0 (+mailto:a@example.cn)",
        crawl=CrawlSettings(timeout=5, least_delay=0.5),
        budget=60,
        clock_offset=-86400.5,
    )

    assert from_json(to_json(job)) == job


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"store": "x", "due": [{"site": 1}], "user_agent": "x"}'])
def test_what_is_no_job_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        from_json(text)
