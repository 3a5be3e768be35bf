"""Compare: do two texts tell one piece of news, and how does the first stand to the second?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from core.assessment import Fingerprint
from core.duplicates.cleaning import MAX_CHARACTERS, Letters, letters
from core.text import folded
from core.verdict import How

# Thresholds of dedup.md §0.3, but for those that say otherwise. There bigrams are weighed by their rarity in a corpus;
# here they count alike. A fixed table of the 300 commonest bigrams, of general news or of the delta's, was tried: it
# took .02 at the most off what only looks alike and .01 off spun copies, which is not worth a table.
_COPY = 0.60
_COPY_BY_SLOTS = 0.45
_PROBABLE = 0.47
#: A part: shorter than this share of the other. Of a small part a run of words must be the same, not only words.
_SMALL_PART = 0.3
_SMALL_PART_FIVEGRAMS = 0.3
#: Machine-spun: numbers intact, words changed (dedup.md §6). Of the share that is common by pairs of letters, since a
#: page's furniture takes from both alike and swapped words take more from the longer runs.
_SPUN_SLOTS = 8
_SPUN_FIVEGRAMS = 0.8
#: The next edition of a report: the same contexts with other values.
_CONFLICTS = 0.2
#: Figures both texts must have for the figure veto, and the share that must be common.
_LEAST_FIGURES = 4
_SHARED_FIGURES = 0.3
#: So many agreeing slots say more than figures, among which those of a page's furniture count. Our own figure.
_TELLING_SLOTS = 2
#: Two pages of one host share its furniture: what stands beside the common lines must be alike too. Our own figure:
#: spun by 40 % it is at .41 and more, of two pieces of news at .25 and less.
_BESIDE = 0.3
#: Less than half of the other text: an excerpt of it. Our own figure; it only names the relation.
_EXCERPT = 0.5
#: Texts with fewer letters (「附件下载」) are alike for no reason.
_LEAST_LETTERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How a text stands to another, with the figures behind it."""

    #: Share of the bigrams of the text with fewer that the other has too.
    w2: float
    #: The same of 5-grams.
    c5: float
    #: Contexts of numbers that stand in both texts, with equal and with different values.
    agree: int
    conflict: int
    #: Share of the figures of the text with fewer that the other has too; None when one has less than four.
    figures: float | None
    #: EXACT, COPY, SPUN, PROBABLE, EXCERPT (the first is a part of the second), CONTAINS (the other way round);
    #: None for another piece of news.
    relation: How | None

    @property
    def strength(self) -> float:
        """By this the best of several is chosen (dedup.md §0.4)."""
        return self.w2 + self.c5 + 0.02 * self.agree

    def __str__(self) -> str:
        return f"w2 {_two_places(self.w2)}, 5-grams {_two_places(self.c5)}, slots {self.agree}/{self.conflict}"


def compare(text: str, fingerprint: Fingerprint, other_text: str, other_fingerprint: Fingerprint) -> Comparison:
    """Compare a text with a known one, both as published. Symmetric, but for EXCERPT and CONTAINS.

    The fingerprints must be those of the texts.
    """
    # Most copies are exact, and of these there is nothing to count.
    is_same = fingerprint.exact == other_fingerprint.exact
    contexts = fingerprint.slots.keys() & other_fingerprint.slots.keys()
    agree = sum(fingerprint.slots[context] == other_fingerprint.slots[context] for context in contexts)
    measured = Comparison(
        w2=1.0 if is_same else _containment(_grams(text, 2), _grams(other_text, 2)),
        c5=1.0 if is_same else _containment(_grams(text, 5), _grams(other_text, 5)),
        agree=agree,
        conflict=len(contexts) - agree,
        figures=_shared_figures(fingerprint.figures, other_fingerprint.figures),
        relation=None,
    )
    relation = _relation(measured, fingerprint, other_fingerprint)
    if relation is not None and measured.w2 < _COPY and _only_lines_are_common(text, other_text):
        relation = None
    return replace(measured, relation=relation)


def _relation(measured: Comparison, one: Fingerprint, other: Fingerprint) -> How | None:
    """The rule, first line that fits.

    | when | relation |
    |---|---|
    | less than 40 letters | none |
    | all letters equal | exact |
    | slots contradict, or figures differ, or too little is common | none |
    | 8 slots agree, none contradicts, yet runs of words differ | spun |
    | less than half of the other | excerpt |
    | more than three times the other | contains |
    | w2 is .60, or .45 with two agreeing slots | copy |
    | w2 is .47 | probable |
    """
    if min(one.length, other.length) < _LEAST_LETTERS:
        return None
    if one.exact == other.exact:
        return How.EXACT
    strong = measured.w2 >= _COPY or (measured.w2 >= _COPY_BY_SLOTS and measured.agree >= _TELLING_SLOTS)
    if _is_vetoed(measured) or not (strong or measured.w2 >= _PROBABLE) or _is_loose_part(measured, one, other):
        return None
    if measured.agree >= _SPUN_SLOTS and not measured.conflict and measured.c5 < _SPUN_FIVEGRAMS * measured.w2:
        return How.SPUN
    if one.length < _EXCERPT * other.length:
        return How.EXCERPT
    if other.length < _SMALL_PART * one.length:
        return How.CONTAINS
    return How.COPY if strong else How.PROBABLE


def _is_vetoed(measured: Comparison) -> bool:
    """Another edition (slots), or another report in the same words (figures, where slots say nothing)."""
    contradicts = measured.conflict >= max(1, _CONFLICTS * (measured.agree + measured.conflict))
    differs = measured.figures is not None and measured.figures < _SHARED_FIGURES
    return contradicts or (differs and measured.agree < _TELLING_SLOTS)


def _is_loose_part(measured: Comparison, one: Fingerprint, other: Fingerprint) -> bool:
    """Much shorter than the other, and without its runs of words: any long text holds most of a short one's words."""
    shorter, longer = sorted((one.length, other.length))
    return shorter < _SMALL_PART * longer and measured.c5 < _SMALL_PART_FIVEGRAMS


def _only_lines_are_common(text: str, other: str) -> bool:
    """Whether two texts are other texts, as soon as the lines that stand in both are taken out of them."""
    one, two = _by_line(text), _by_line(other)
    rests = [_without(one, two), _without(two, one)]
    if min(len(rest.joined) for rest in rests) < _LEAST_LETTERS:
        return False
    return _containment(rests[0].grams(2), rests[1].grams(2)) < _BESIDE


def _without(lines: dict[str, str], others: dict[str, str]) -> Letters:
    return letters("\n".join(line for key, line in lines.items() if key not in others))


def _by_line(text: str) -> dict[str, str]:
    """The lines of a text, by their folded form."""
    return {folded(line).strip(): line for line in text[:MAX_CHARACTERS].splitlines()}


@lru_cache(maxsize=8)
def _grams(text: str, size: int) -> frozenset[str]:
    """Remembered for the last texts, since one text is compared with many."""
    return letters(text).grams(size)


def _containment(one: frozenset[str], other: frozenset[str]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _shared_figures(one: frozenset[str], other: frozenset[str]) -> float | None:
    return _containment(one, other) if min(len(one), len(other)) >= _LEAST_FIGURES else None


def _two_places(share: float) -> str:
    return f"{share:.2f}".lstrip("0") if share < 1 else "1.00"
