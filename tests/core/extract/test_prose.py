"""Which lines are sentences of an article, as far as one line can tell."""

from __future__ import annotations

import pytest

from core.extract.html import Block
from core.extract.prose import is_prose

UNCLOSED = (
    "示范区执委会昨日起开放跨省域的共用实验室，首批三十二台仪器可以在网上预约，材料当天审核，"
    "结果三天内送到，两省一市的企业都可以申请使用"
)
PROSE = {
    "a sentence": (Block("三省一市将共同推进制度创新，打通堵点，方便企业和群众。", 0, "", hidden=False), True),
    "a paragraph that nobody closed": (Block(UNCLOSED, 0, "", hidden=False), True),
    "a short remark": (Block("写得好！", 0, "", hidden=False), False),
    "a headline": (Block("三省一市推进制度创新 打通跨省办事堵点", 0, "", hidden=False), False),
    "a long row of names": (Block("某某网 " * 20, 0, "", hidden=False), False),
    "a teaser in a link": (Block(UNCLOSED, len(UNCLOSED), "", hidden=False), False),
    "a heading": (Block(UNCLOSED + "。", 0, "h2", hidden=False), False),
    "what is not shown": (Block(UNCLOSED + "。", 0, "", hidden=True), False),
}


@pytest.mark.parametrize(("line", "expected"), PROSE.values(), ids=PROSE)
def test_a_sentence_is_closed_or_long(line: Block, expected: bool) -> None:
    assert is_prose(line) is expected
