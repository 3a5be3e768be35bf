"""Numbers keyed by what stands around them."""

from __future__ import annotations

import pytest

from core.duplicates.cleaning import letters
from core.duplicates.slots import figures, slots

SLOTS = {
    "a value between words": ("该集群总产值达56.48亿元", {"产值达#亿": "56.48"}),
    "a share": ("经济总量占全国24.4%，", {"占全国#": "24.4%"}),
    "an edition in Chinese numerals": ("今年的第六届进博会", {"年的第#届": "6"}),
    "a number inside another's context is no value": (
        "会议于2024年12月4日召开",
        {"会议于#年": "2024", "于#年#月": "12"},
    ),
    "a date says nothing of its text": ("日月年2024年12月4日8时36分", {}),
    "numbers that touch have no context": ("列车于2024-12-04 08:36发出，电话021-5551234", {}),
    "the date that a text begins with": (
        "11月7日，三省一市举行会议",
        {"^#月#日三省一市": "11", "^#日三省一市": "7"},
    ),
    "a number near the beginning of next to nothing": ("共12家企业", {}),
    "a clock time at the beginning": ("11月7日08:05，三省一市举行会议", {}),
    "one context, one value, twice": ("累计办理业务17件，累计办理业务17件", {"理业务#件": "17"}),
    "one context, two values": ("办理业务17件，累计办理业务19件", {}),
    "English words": ("passengers rose by 17.4 percent in October", {"passengers rose by # percent": "17.4"}),
}


@pytest.mark.parametrize(("text", "expected"), SLOTS.values(), ids=SLOTS.keys())
def test_the_slots_are(text: str, expected: dict[str, str]) -> None:
    assert slots(letters(text)) == expected


FIGURES = {
    "quantities": ("投资186亿元，占21.5%，共7个泊位", {"186", "21.5%"}),
    "no dates": ("2024年12月14日11时30分", set()),
    "no years without 年": ("行动计划（2024—2026）", set()),
    "a year-like count is lost": ("共有2024家", set()),
}


@pytest.mark.parametrize(("text", "expected"), FIGURES.values(), ids=FIGURES.keys())
def test_the_figures_are(text: str, expected: set[str]) -> None:
    assert figures(letters(text)) == expected
