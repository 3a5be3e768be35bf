"""signs.toml made ready: one lexicon for all words, the patterns, and the variants of fixed names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from core.text import folded
from core.topics.lexicon import Lexicon
from core.trust.schema import SignsFile, Spun

#: A proper name with an unknown word in its middle is looked for by this much of its beginning.
FRAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The signs of trust, ready to use."""

    file: SignsFile
    lexicon: Lexicon
    #: A spun variant of a fixed name to the swaps in it: 科技立异 → 创新→立异.
    variants: dict[str, tuple[str, ...]]
    #: The first letters of a proper name to all names that begin so, folded.
    frames: dict[str, tuple[str, ...]]
    head: re.Pattern[str]
    #: Folded words of honest labels, for injected phrases.
    labels: re.Pattern[str]
    authors: frozenset[str]
    #: Folded ends of spliced titles.
    buttons: tuple[str, ...]
    compositions: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]
    paths: tuple[tuple[int, re.Pattern[str]], ...]


def compile_signs(file: SignsFile) -> Signs:
    """Make a checked file ready."""
    variants = _variants(file.spun)
    frames = _frames(file.spun)
    groups = {**dict(_groups(file)), "variant": tuple(variants), "frame": tuple(frames)}
    return Signs(
        file=file,
        lexicon=Lexicon(groups),
        variants=variants,
        frames=frames,
        head=re.compile(file.escort.head),
        labels=re.compile("|".join(re.escape(folded(label)) for label in file.escort.labels) or "(?!)"),
        buttons=tuple(map(folded, file.gambling.buttons)),
        authors=frozenset(map(folded, file.collector.authors)),
        compositions=tuple(
            (each.name, tuple(re.compile(pattern, re.MULTILINE) for pattern in each.patterns))
            for each in file.composition
        ),
        paths=tuple(
            (place, re.compile(pattern)) for place, each in enumerate(file.publisher) for pattern in each.paths
        ),
    )


def _groups(file: SignsFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "brand", file.gambling.brands
    yield "action", file.gambling.actions
    yield "strong", file.gambling.strong
    yield "reported", file.gambling.reported
    yield "spliced", file.gambling.spliced
    yield "escort", file.escort.compounds
    yield "strip", file.adult.strip
    yield "explicit", file.adult.explicit
    yield "farm", file.adult.farm
    yield "residue", file.residue.strings
    yield "collector", file.collector.strong
    yield "weak collector", file.collector.weak
    yield "garbled", file.spun.garbled
    for place, publisher in enumerate(file.publisher):
        yield f"owner {place}", publisher.owners
        yield f"brand {place}", publisher.brands
    for genre in file.genre:
        yield f"genre {genre.name}", genre.words
        yield f"genre {genre.name} title", genre.title


def _variants(spun: Spun) -> dict[str, tuple[str, ...]]:
    """Every fixed name with one or more of its words swapped."""
    names = {folded(name) for name in (*spun.bodies, *spun.names)}
    swaps = {folded(word): tuple(map(folded, others)) for word, others in spun.swaps.items()}
    variants: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        words = [word for word in swaps if word in name]
        for choice in product(*((word, *swaps[word]) for word in words)):
            changed = [(word, other) for word, other in zip(words, choice, strict=True) if word != other]
            spun_name = name
            for word, other in changed:
                spun_name = spun_name.replace(word, other)
            if changed and spun_name not in names:
                variants.setdefault(spun_name, tuple(f"{word}→{other}" for word, other in changed))
    return variants


def _frames(spun: Spun) -> dict[str, tuple[str, ...]]:
    frames: dict[str, list[str]] = {}
    for name in sorted(map(folded, spun.bodies)):
        frames.setdefault(name[:FRAME], []).append(name)
    return {frame: tuple(names) for frame, names in frames.items()}
