"""Wording: every word of a digest that is ours, in Chinese and in English, and how dates are written in each."""

from __future__ import annotations

from digest.wording.en import EN
from digest.wording.words import Counted, Words, counted
from digest.wording.zh import ZH

__all__ = ["EN", "ZH", "Counted", "Words", "counted", "words_of"]

_WORDS = {"zh": ZH, "en": EN}


def words_of(language: str) -> Words:
    """The words of a language of the config: `zh` or `en`."""
    return _WORDS[language]
