"""Site files as they are written for a person: TOML with a comment where one helps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from spiders.identity import Identity

_COMMENTS = {
    "tier": "发布者的类别。Who it is: issuer 政府部门, central 中央媒体, regional 地方媒体, portal 门户, other 其他",
    "allow_networks": "允许访问的内网。Networks asked besides public addresses",
    "link_pattern": "文章地址的格式。What the address of an article looks like",
    "selector": "列表的行。The rows of the list",
    "next_page": "第 n 页的地址。The address of page n",
    "fields": "数据中各项的位置。Where the data has its rows and what is in them",
}


def site_text(site: Identity, home: str, allow_networks: tuple[str, ...], source: Mapping[str, Any]) -> str:
    """A whole Site file with one Source."""
    table = {
        "id": site.id,
        "name": site.name,
        "home": home,
        "tier": site.tier.value,
        "region": site.region,
        "language": site.language,
        "hosts": site.hosts,
        "allow_networks": allow_networks,
    }
    note = "# 由 deltawatch sites add 写成，可以修改。Written by `deltawatch sites add`; yours to change.\n"
    return note + "".join(_lines(table)) + "\n" + source_text(source)


def source_text(source: Mapping[str, Any]) -> str:
    """One `[[sources]]` table."""
    return "[[sources]]\n" + "".join(_lines(source))


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if value not in ("", (), None):
            yield (f"# {_COMMENTS[key]}\n" if key in _COMMENTS else "") + f"{key} = {_value(value)}\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str) and "\\" in value and "'" not in value and value.isprintable():
        # A regular expression stays readable.
        return f"'{value}'"
    # A text in JSON is one in TOML too, but for the character DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
