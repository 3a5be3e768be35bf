"""The language of a text, by its letters."""

from __future__ import annotations

import re
from operator import ne

from core.text import HAN, to_simplified

_HAN = re.compile(f"[{HAN}]+")
_KANA = re.compile("[\u3041-\u30ff\uac00-\ud7af]")
_LATIN = re.compile("[A-Za-z]+")
#: Enough to tell.
_SAMPLE = 4000
#: A Latin word is about five letters and a Han character about half a word, so fewer Han characters weigh as much.
_HAN_SHARE = 0.15
# Simplified text with a few old names in it changes by less than one character in fifty, Traditional by about one in
# three.
_TRADITIONAL_SHARE = 0.1


def language_of(text: str) -> str | None:
    """`zh`, `zh-Hant`, `en`, or None where neither Han nor Latin letters prevail."""
    sample = text[:_SAMPLE]
    han, latin = len("".join(_HAN.findall(sample))), len("".join(_LATIN.findall(sample)))
    if len(_KANA.findall(sample)) > han // 4:
        return None
    if han and han >= _HAN_SHARE * (han + latin):
        changed = sum(map(ne, sample, to_simplified(sample)))
        return "zh-Hant" if changed > _TRADITIONAL_SHARE * han else "zh"
    # Other languages of Latin script do without these.
    is_english = latin > 20 and re.search(r"\b(?:the|of|and|to|in|for|is)\b", sample, re.IGNORECASE) is not None
    return "en" if is_english else None
