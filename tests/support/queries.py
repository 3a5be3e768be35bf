"""Queries drawn by hypothesis, as a person could have written them."""

from __future__ import annotations

from hypothesis import strategies as st

from core.topics.query import In, Near, Not, Query, Same, Secondary, Weighted, Where, Words, all_of, any_of

#: Few and overlapping, so that random texts hold them.
TERMS = ("长三角", "长三", "三角", "一体化", "规划", "示范区", "G60", "Delta")


def words() -> st.SearchStrategy[Words]:
    """Lists of terms, some with phrases that they do not count in."""
    terms = st.lists(st.sampled_from(TERMS), min_size=1, max_size=3, unique=True).map(tuple)
    excluded = st.lists(st.sampled_from(("长三角一体化", "示范区规划", "的长三角")), max_size=1).map(tuple)
    return st.builds(Words, terms, excluded)


def _relations() -> st.SearchStrategy[Query]:
    operands = words() | st.lists(words(), min_size=2, max_size=2).map(any_of)
    near = st.builds(Near, operands, operands, st.integers(1, 6))
    same = st.lists(operands, min_size=2, max_size=3).map(lambda parts: Same(tuple(parts)))
    return words() | near | same


def _clauses(inner: st.SearchStrategy[Query], wheres: tuple[Where, ...]) -> st.SearchStrategy[Query]:
    placed = st.builds(In, st.sampled_from(wheres), _relations())
    return inner | placed | st.builds(Weighted, inner | placed, st.integers(1, 5))


def _beside(found: st.SearchStrategy[Query], wheres: tuple[Where, ...]) -> st.SearchStrategy[Query]:
    """What may stand beside something that is found."""
    plain = _relations() | st.builds(In, st.sampled_from(wheres), _relations())
    return found | st.builds(Not, plain) | st.builds(Secondary, found)


def queries(wheres: tuple[Where, ...] = tuple(Where)) -> st.SearchStrategy[Query]:
    """Queries that hold only where something is found."""
    clauses = _clauses(_relations(), wheres)

    def joined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
        others = st.lists(_beside(inner, wheres), max_size=2)
        return (
            st.tuples(inner, others).map(lambda parts: all_of([parts[0], *parts[1]]))
            | st.tuples(inner, st.lists(inner | st.builds(Secondary, inner), max_size=2)).map(
                lambda parts: any_of([parts[0], *parts[1]])
            )
            | st.builds(Weighted, inner, st.integers(1, 5))
        )

    return st.recursive(clauses, joined, max_leaves=6)
