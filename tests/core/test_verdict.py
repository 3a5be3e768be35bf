"""A Verdict in words."""

import pytest

from core.verdict import Held, How, New, Rejected, SameAs, Verdict, Why, class_of, reason_of, words_of

WORDS = {
    "new": (New(), "new", "", "new"),
    "told by a story": (
        SameAs(story=3, how=How.COPY, detail="w2 .83"),
        "same",
        "copy: w2 .83",
        "same as story 3: copy: w2 .83",
    ),
    "held": (
        Held(why=Why.NO_DATE, detail="no date on a.example"),
        "held, no date",
        "no date: no date on a.example",
        "held: no date: no date on a.example",
    ),
    "without detail": (Rejected(why=Why.BY_HAND, detail=""), "rejected, by hand", "by hand", "rejected: by hand"),
}


@pytest.mark.parametrize(("verdict", "of_class", "reason", "words"), WORDS.values(), ids=WORDS.keys())
def test_a_verdict_is_worded(verdict: Verdict, of_class: str, reason: str, words: str) -> None:
    assert (class_of(verdict), reason_of(verdict), words_of(verdict)) == (of_class, reason, words)
