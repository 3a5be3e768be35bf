"""Invented news about the delta and its neighbours, in the manner of real reports. Every name and figure is made up.

`news.txt` holds them, each under a line `# name`; `furniture.txt` holds what stands around news on a page: menus,
notices, lists of other news, separated by empty lines.
"""

from __future__ import annotations

import re
from pathlib import Path

_HERE = Path(__file__).parent

_ALL: dict[str, str] = {
    name: text.strip()
    for name, text in re.findall(
        r"^# (.+)\n((?:[^#\n].*\n|\n)+)", (_HERE / "news.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
}

#: A paragraph that many speeches and reports share.
OFFICIAL_PARAGRAPH = _ALL.pop("official paragraph")
#: Name to text, paragraphs separated by one line break; none tells the same news as another.
TEXTS = {name: text for name, text in _ALL.items() if not name.startswith("english")}
ENGLISH = {name: text for name, text in _ALL.items() if name.startswith("english")}
#: Blocks as pages carry them before, between and after the news.
FURNITURE = tuple((_HERE / "furniture.txt").read_text(encoding="utf-8").strip().split("\n\n"))
