"""Parsing: the words of a query into its tree, or everything that is wrong with them, each with its place.

| | | |
|---|---|---|
| query | `any` | |
| any | all (OR all)* | `OR 或 ｜` |
| all | clause (AND? clause)* | `AND 与 &`, or nothing but a space |
| clause | NOT? ~? field? relation weight? | `NOT 非 !`, `title: 标题：`, `^3` |
| relation | operand, operand NEAR/n operand, operand (SAME operand)+ | `NEAR/20 近/20`, `SAME 同句` |
| operand | atom (EXCEPT atom)? | `EXCEPT 不算` |
| atom | word, "quoted words", $list, ( any ) | |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from core.text import folded
from core.topics.query import (
    In,
    Near,
    Not,
    Operand,
    Query,
    Same,
    Secondary,
    Weighted,
    Where,
    Words,
    all_of,
    any_of,
    holds_by_presence,
    is_operand,
    walk,
)

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

#: Characters of a query, brackets within brackets, and terms with those of its lists: what a person can oversee.
LONGEST, DEEPEST, MOST_TERMS = 10_000, 20, 5_000
SHORTEST_TERM, LONGEST_TERM = 2, 80
MOST_WITHIN, MOST_WEIGHT = 1_000, 20

Aliases = Mapping[str, tuple[str, ...]]

_FIELDS = {
    "title": Where.TITLE, "标题": Where.TITLE,
    "lead": Where.LEAD, "导语": Where.LEAD,
    "body": Where.BODY, "正文": Where.BODY,
    "source": Where.SOURCE, "来源": Where.SOURCE,
    "url": Where.URL, "网址": Where.URL,
}  # fmt: skip

#: What stands between two operands or behind one, and not a second time.
_JOINS = {"NEAR", "SAME", "EXCEPT", "WEIGHT"}
# What ends a word. UNCLOSED and STRAY are atoms only so that the lexer knows them: they are faults.
_ENDS = r"\s\"“”„＂「」『』()（）\[\]【】{}&＆|｜!！^＾,，。;；:：、?？"
_GRAMMAR = rf"""
start: any
any: all (OR all)*
all: clause (AND? clause)*
clause: NOT? SECONDARY? FIELD? relation WEIGHT?
relation: operand | operand NEAR operand | operand (SAME operand)+
operand: atom (EXCEPT atom)?
atom: WORD | QUOTED | ALIAS | OPEN any CLOSE | UNCLOSED | STRAY

AND.3: /(?:and|ａｎｄ|与|與)(?=[{_ENDS}]|$)|[&＆]{{1,2}}/i
OR.3: /(?:or|ｏｒ|或)(?=[{_ENDS}]|$)|[|｜]{{1,2}}/i
NOT.3: /(?:not|ｎｏｔ|非)(?=[{_ENDS}]|$)|[!！]/i
SAME.3: /(?:same|ｓａｍｅ|同句)(?=[{_ENDS}]|$)/i
EXCEPT.3: /(?:except|ｅｘｃｅｐｔ|不算)(?=[{_ENDS}]|$)/i
NEAR.3: /(?:near|ｎｅａｒ|近)(?:\s*[\/／][^{_ENDS}]*|\s*\d+)?(?=[{_ENDS}]|$)/i
OPEN.3: /[(（]/
CLOSE.3: /[)）]/
SECONDARY.3: /[~～]/
ALIAS.3: /[$＄￥¥][^{_ENDS}]*/
WEIGHT.3: /[\^＾][^{_ENDS}]*/
QUOTED.3: /[“”"＂][^“”"＂\n]*[“”"＂]|「[^」\n]*」|『[^』\n]*』/
FIELD.2: /[^{_ENDS}]+\s*[:：]/
WORD.1: /[^{_ENDS}'‘’+＋\-－][^{_ENDS}]*/
UNCLOSED.0: /[“”„"＂「『][^\n]*/
STRAY.-1: /[^\s]/
%ignore /\s+/
"""


@dataclass(frozen=True, slots=True)
class QueryFault:
    """One thing wrong with a query."""

    #: Character offset in the query.
    start: int
    message: str


class QueryError(Exception):
    """A query cannot be used as it is; `faults` says all that was seen to be wrong with it, in order."""

    def __init__(self, faults: list[QueryFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.start))
        super().__init__("; ".join(fault.message for fault in self.faults))


def parse_query(text: str, aliases: Aliases) -> Query:
    """A query as its tree, with each `$list` replaced by its terms.

    Raises:
        QueryError: with the faults; where the words themselves are wrong, how they are joined is not looked at.
    """
    if len(text) > LONGEST:
        raise QueryError([QueryFault(0, f"查询太长 / the query is longer than {LONGEST} characters")])
    tokens = list(_lark().lex(text))
    if not tokens:
        raise QueryError([QueryFault(0, "查询是空的 / the query is empty")])
    if faults := [*_token_faults(tokens, aliases), *_bracket_faults(tokens)]:
        raise QueryError(faults)
    return _Builder(aliases).build(_tree(text))


def term_fault(term: str) -> str:
    """Why this cannot be a term, or nothing."""
    length = len(folded(term).strip())
    if length < SHORTEST_TERM:
        return f"“{term}”太短，至少两个字 / {term!r} is too short: one character alone is found nearly everywhere"
    if length > LONGEST_TERM:
        return f"词太长 / a term has at most {LONGEST_TERM} characters"
    return ""


@cache
def _lark() -> Lark:
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", lexer="basic", propagate_positions=True)


def _tree(text: str) -> Tree[Token]:
    from lark import UnexpectedToken

    try:
        return _lark().parse(text)
    except UnexpectedToken as fault:
        raise QueryError([_misplaced(fault.token, fault.expected, len(text))]) from fault


def _misplaced(token: Token, expected: set[str], end: int) -> QueryFault:
    if token.type == "$END":
        return QueryFault(end, "查询没有写完，后面还缺一个词 / the query ends where a word should follow")
    if token.type in _JOINS or "WORD" not in expected:
        message = f"“{token}”不能放在这里，请用括号分组 / {str(token)!r} cannot stand here; group words by ( )"
    elif token.type == "CLOSE":
        message = "右括号前缺一个词 / a word is missing before this bracket"
    else:
        message = f"“{token}”前缺一个词 / a word is missing before {str(token)!r}"
    return QueryFault(token.start_pos or 0, message)


def _token_faults(tokens: list[Token], aliases: Aliases) -> Iterator[QueryFault]:
    checks: dict[str, Callable[[str], str]] = {
        "WORD": term_fault,
        "QUOTED": lambda text: term_fault(text[1:-1]),
        "FIELD": _field_fault,
        "ALIAS": lambda text: _alias_fault(text[1:], aliases),
        "NEAR": _near_fault,
        "WEIGHT": _weight_fault,
        "UNCLOSED": lambda text: f"引号没有收尾 / the quotation mark {text[0]} is not closed",
        "STRAY": _stray_fault,
    }
    for token in tokens:
        check = checks.get(token.type)
        if check and (message := check(str(token))):
            yield QueryFault(token.start_pos or 0, message)


def _bracket_faults(tokens: list[Token]) -> Iterator[QueryFault]:
    opened: list[int] = []
    for token in tokens:
        place = token.start_pos or 0
        if token.type == "OPEN":
            opened.append(place)
            if len(opened) == DEEPEST + 1:
                yield QueryFault(place, f"括号层数太多 / brackets within brackets, more than {DEEPEST} deep")
        elif token.type == "CLOSE" and opened:
            opened.pop()
        elif token.type == "CLOSE":
            yield QueryFault(place, "多了一个右括号 / this bracket was never opened")
    yield from (QueryFault(place, "括号没有收尾 / this bracket is not closed") for place in opened[:DEEPEST])


def _field_fault(text: str) -> str:
    name = _field_name(text)
    if name in _FIELDS:
        return ""
    return (
        f"没有“{name}”这个字段，可用：标题 导语 正文 来源 网址；词里有冒号请加引号 / no field {name!r}"
        f"{_nearest(name, _FIELDS)}; there are title, lead, body, source, url; quote a term with a colon"
    )


def _field_name(text: str) -> str:
    return folded(text[:-1].strip())


def _alias_fault(name: str, aliases: Aliases) -> str:
    if name in aliases:
        return ""
    if not name:
        return "$ 后面缺词表的名字 / the name of a list is missing behind $"
    return f"[aliases] 里没有词表“{name}” / no list {name!r} in [aliases]{_nearest(name, aliases)}"


def _near_fault(text: str) -> str:
    if 1 <= (_number(text) or 0) <= MOST_WITHIN:
        return ""
    return f"近/NEAR 后面要写相隔字数，如 近/20 / write how many characters apart, 1 to {MOST_WITHIN}: NEAR/20"


def _weight_fault(text: str) -> str:
    if 1 <= (_number(text) or 0) <= MOST_WEIGHT:
        return ""
    return f"^ 后面写 1 到 {MOST_WEIGHT} 的整数分值，如 ^3 / write whole points from 1 to {MOST_WEIGHT} behind ^: ^3"


def _number(text: str) -> int | None:
    digits = re.search(r"(?<![\w.\-])\d{1,6}$", text.replace("／", "/").replace("^", " ").replace("近", " "))
    return int(digits.group()) if digits else None


def _stray_fault(character: str) -> str:
    return (
        f"“{character}”不是查询语言的符号：词与词之间写 与、或、非，词里有标点请加引号 / "
        f"{character!r} means nothing here: join words by AND, OR, NOT; quote a term that contains it"
    )


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


class _Builder:
    """A tree of tokens into a Query; what is wrong with how the words are joined is gathered."""

    def __init__(self, aliases: Aliases) -> None:
        self._aliases = aliases
        self._faults: list[QueryFault] = []

    def build(self, tree: Tree[Token]) -> Query:
        """The Query of a whole tree.

        Raises:
            QueryError: with the faults.
        """
        query = self._any(_trees(tree)[0])
        if sum(len(each.terms) + len(each.excluded) for each in walk(query) if isinstance(each, Words)) > MOST_TERMS:
            self._fault(tree, f"词太多 / more than {MOST_TERMS} terms in one query")
        if not self._faults and not holds_by_presence(query):
            self._fault(tree, _NOTHING_FOUND)
        if self._faults:
            raise QueryError(self._faults)
        return query

    def _any(self, tree: Tree[Token]) -> Query:
        return any_of(self._all(each) for each in _trees(tree))

    def _all(self, tree: Tree[Token]) -> Query:
        return all_of(self._clause(each) for each in _trees(tree))

    def _clause(self, tree: Tree[Token]) -> Query:
        tokens = _tokens(tree)
        query = self._relation(_trees(tree)[0])
        if field := tokens.get("FIELD"):
            if any(isinstance(each, In) for each in walk(query)):
                self._fault(field, "字段里面不能再写字段 / a field within a field")
            query = In(_FIELDS[_field_name(field)], query)
        if weight := tokens.get("WEIGHT"):
            query = Weighted(query, _number(weight) or 0)
        if secondary := tokens.get("SECONDARY"):
            query = Secondary(self._found(secondary, query))
        if negation := tokens.get("NOT"):
            if any(isinstance(each, Weighted | Secondary) for each in walk(query)):
                self._fault(negation, "“非”后面不能有分值 ^ 或次要词 ~ / what must not be there has neither ^ nor ~")
            query = Not(self._found(negation, query))
        return query

    def _found(self, place: Token, query: Query) -> Query:
        if not holds_by_presence(query):
            self._fault(place, _NOTHING_FOUND)
        return query

    def _relation(self, tree: Tree[Token]) -> Query:
        operands, tokens = _trees(tree), _tokens(tree)
        if len(operands) == 1:
            return self._operand(operands[0])
        first, second, *others = map(self._places, operands)
        if near := tokens.get("NEAR"):
            return Near(first, second, _number(near) or 0)
        return Same((first, second, *others))

    def _places(self, tree: Tree[Token]) -> Operand:
        query = self._operand(tree)
        if is_operand(query):
            assert isinstance(query, Operand)
            return query
        self._fault(
            tree,
            "近、同句的两边只能是词或用“或”连起来的词 / beside NEAR and SAME stand only words, or words joined by OR",
        )
        return Words(())

    def _operand(self, tree: Tree[Token]) -> Query:
        kept, *excluded = _trees(tree)
        query = self._atom(kept)
        if not excluded:
            return query
        return Words(self._plain(kept, query), self._plain(excluded[0], self._atom(excluded[0])))

    def _plain(self, tree: Tree[Token], query: Query) -> tuple[str, ...]:
        if isinstance(query, Words) and not query.excluded:
            return query.terms
        self._fault(
            tree, "不算的两边只能是词或用“或”连起来的词 / beside EXCEPT stand only words, or words joined by OR"
        )
        return ()

    def _atom(self, tree: Tree[Token]) -> Query:
        if inner := _trees(tree):
            return self._any(inner[0])
        ((kind, token),) = _tokens(tree).items()
        if kind == "ALIAS":
            return Words(self._aliases[token[1:]])
        return Words((str(token) if kind == "WORD" else token[1:-1].strip(),))

    def _fault(self, place: Tree[Token] | Token, message: str) -> None:
        start = place.start_pos if isinstance(place, str) else place.meta.start_pos
        self._faults.append(QueryFault(start or 0, message))


_NOTHING_FOUND = (
    "这里没有必须出现的词，几乎每篇文章都会符合 / nothing here must be found, so it would hold for nearly every page; "
    "join it by AND with a word that must"
)


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if not isinstance(child, str)]


def _tokens(tree: Tree[Token]) -> dict[str, Token]:
    """Kind of each token of a rule to the last one of that kind."""
    return {child.type: child for child in tree.children if isinstance(child, str)}
