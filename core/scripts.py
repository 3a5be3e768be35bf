"""Scripts: patterns written in Simplified characters that find Traditional ones as well."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, cached_property
from typing import Any, cast

from core.text import to_simplified

_FIRST, _LAST = "\u4e00", "\u9fff"


def compile_either(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile` of a pattern whose Simplified characters stand for their Traditional forms too.

    A pattern that is matched against text as published is so written once; folding every line of every page instead
    costs a twentieth of reading. It is compiled when it is first used: all of them cost a command that reads no page
    a fifth of a second.
    """
    return cast("re.Pattern[str]", _Deferred(pattern, flags))


class _Deferred:
    """A pattern that is compiled when something is asked of it; what was asked once is kept beside it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(in_either_script(self._written), self._flags)

    def __getattr__(self, name: str) -> Any:
        # What Python itself asks for, to copy or to pickle, is not the pattern's.
        if name.startswith("_"):
            raise AttributeError(name)
        asked = getattr(self._compiled, name)
        setattr(self, name, asked)
        return asked


def in_either_script(pattern: str) -> str:
    """The pattern with `[关關]` for 关; inside a character class the further forms are added to it, ranges apart."""
    written: list[str] = []
    in_class = is_escaped = False
    for place, character in enumerate(pattern):
        forms = _traditional().get(character, "")
        is_range = in_class and "-" in pattern[max(0, place - 1) : place + 2]
        if is_escaped or not forms or is_range:
            written.append(character)
        else:
            written.append(character + forms if in_class else f"[{character}{forms}]")
        if not is_escaped and character in "[]":
            in_class = character == "["
        is_escaped = character == "\\" and not is_escaped
    return "".join(written)


@cache
def _traditional() -> dict[str, str]:
    """Each Simplified character to all that OpenCC turns into it."""
    characters = list(map(chr, range(ord(_FIRST), ord(_LAST) + 1)))
    forms: dict[str, str] = defaultdict(str)
    # Set apart, since OpenCC reads words.
    for character, simplified in zip(characters, to_simplified("\n".join(characters)).split("\n"), strict=True):
        if simplified != character:
            forms[simplified] += character
    return dict(forms)
