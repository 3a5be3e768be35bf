"""A digest in a group chat: each message within its limit, no entry in two, no stranger's text taken for markup."""

import base64
import hashlib
import hmac
import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment import Trust
from core.stories.story import How
from digest.chat import MOST_MESSAGES, chat_messages, defused, dingtalk_address, feishu_message
from digest.view import view_of
from tests.support.digests import STORIES, digest_of, member, story

LIMITS = {"wecom": 4096, "dingtalk": 20_000, "feishu": 20_000, "apprise": 2_000}


def messages_of(service, stories=STORIES, **values):
    return [json.loads(each) for each in chat_messages(view_of(digest_of(stories, **values)), service)]


def text_of(message):
    """What a reader may see of a message, links as [text](address)."""
    if "markdown" in message:
        return message["markdown"].get("content") or message["markdown"]["text"]
    if "body" in message:
        return message["title"] + "\n" + _LINKED.sub(r"[\1](\2)", message["body"])
    post = message["content"]["post"]["zh_cn"]
    lines = (
        "".join(f"[{s['text']}]({s['href']})" if "href" in s else s["text"] for s in line) for line in post["content"]
    )
    return "\n".join((post["title"], *lines))


#: A headline, and its address on the next line.
_LINKED = re.compile(r"^(.+)\n  (https?://\S+)$", re.MULTILINE)


def size_of(message, service):
    match service:
        case "wecom":
            counted = message["markdown"]["content"]
        case "apprise":
            counted = message["title"] + message["body"]
        case _:
            counted = json.dumps(message, ensure_ascii=False)
    return len(counted.encode())


def many(number, title="长三角一体化示范区第{n}批制度创新成果发布"):
    return tuple(
        story(1000 + n, title.format(n=n), "长三角一体化示范区发布新成果。", areas=(("tech", "科技创新"),))
        for n in range(number)
    )


services = pytest.mark.parametrize("service", LIMITS)


@services
def test_every_headline_is_there_once_with_its_link_in_the_order_of_the_digest(service):
    text = "\n".join(map(text_of, messages_of(service)))
    view = view_of(digest_of())
    links = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", text)
    assert links == [(defused(entry.title), entry.url) for entry in view.entries]


@services
@pytest.mark.parametrize("number", [0, 1, 40, 300])
def test_no_message_is_longer_than_the_service_takes(service, number):
    found = messages_of(service, many(number))
    assert 1 <= len(found) <= MOST_MESSAGES
    assert max(size_of(each, service) for each in found) <= LIMITS[service]


def test_a_digest_of_several_messages_numbers_them_and_cuts_no_entry():
    found = messages_of("wecom", many(40))
    assert len(found) > 1
    for number, message in enumerate(found, 1):
        text = text_of(message)
        assert f"({number}/{len(found)})" in text.splitlines()[0]
        # A headline is followed by its publisher in the same message.
        assert text.count("](https://news") == text.count("江边日报")
    shown = re.findall(r"示范区第(\d+)批", "".join(map(text_of, found)))
    assert sorted(map(int, shown)) == list(range(40))


def test_what_does_not_fit_into_the_most_messages_is_counted_and_the_best_stay():
    text = "".join(map(text_of, messages_of("wecom", many(150, "示范区第{n}批成果" + "长三角一体化" * 15))))
    shown = len(set(re.findall(r"示范区第(\d+)批", text)))
    rest = re.search(r"其余 (\d+) 条", text)
    assert 0 < shown < 150
    assert int(rest[1]) == 150 - shown


@services
def test_an_empty_day_says_what_it_means(service):
    (message,) = messages_of(service, ())
    assert view_of(digest_of(())).empty_title in text_of(message)


@services
def test_a_forged_page_is_never_linked(service):
    forged = member(9, "某站", None, trust=Trust.MIRROR, how=How.EXACT, url="http://mirror.example.com/9.html")
    told = story(1, "示范区发布成果", "长三角一体化示范区发布成果。", others=(forged,))
    assert "mirror.example.com" not in "".join(map(text_of, messages_of(service, (told,))))


@services
@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a.example/" + "x" * 5000, "https://a.example/\nb"])
def test_an_address_that_cannot_be_linked_leaves_the_headline(service, url):
    told = story(1, "示范区发布成果", "长三角一体化示范区发布成果。", url=url)
    (message,) = messages_of(service, (told,))
    assert "示范区发布成果" in text_of(message)
    assert "](" not in text_of(message)
    assert size_of(message, service) <= LIMITS[service]


PAYLOADS = {
    "a link": ("[领奖](http://evil.example)", r"\]\("),
    "an address": ("看 https://evil.example/x", r"https?://"),
    "a host": ("看 www.evil.example", r"evil\.example"),
    "everybody": ("<@all> @所有人 @all", "[<@]"),
    "a mention of Feishu": ('<at user_id="all">所有人</at>', "<at"),
    "an image": ("![](http://evil.example/x.png)", r"!\["),
    "a colour": ('<font color="warning">急</font>', "<font"),
    "code": ("`rm -rf`", "`"),
    "a heading": ("# 大标题", "#"),
    "bold": ("**急** __急__ ~~急~~", r"\*\*急"),
}


@services
@pytest.mark.parametrize(("title", "never"), PAYLOADS.values(), ids=PAYLOADS)
def test_a_strangers_title_is_text(service, title, never):
    told = story(1, title, "长三角一体化示范区发布成果。", url="https://good.example/1")
    (message,) = messages_of(service, (told,))
    text = text_of(message).replace("(https://good.example/1)", "")
    _, body = text.split("\n", 1)
    assert not re.search(never, body.replace("**其他 (1)**", ""))


@services
@settings(max_examples=30)
@given(st.text(alphabet=st.sampled_from("[]()<>*_`~@#|\\&./:a长\n\u202e\u0000"), max_size=80))
def test_no_title_makes_another_link(service, title):
    told = story(1, title, "长三角一体化示范区发布成果。", url="https://good.example/1")
    text = "".join(map(text_of, messages_of(service, (told,))))
    assert re.findall(r"\]\(([^)]*)\)", text) in ([], ["https://good.example/1"])


def test_the_same_digest_gives_the_same_bytes():
    view = view_of(digest_of())
    assert chat_messages(view, "wecom") == chat_messages(view_of(digest_of()), "wecom")
    assert all(b"\n" not in message for message in chat_messages(view, "feishu"))


def test_dingtalk_is_signed_as_its_documents_say():
    url = dingtalk_address("https://oapi.dingtalk.com/robot/send?access_token=t", "SECabc", 1700000000000)
    signed = hmac.new(b"SECabc", b"1700000000000\nSECabc", hashlib.sha256).digest()
    query = parse_qs(urlsplit(url).query)
    assert query == {"access_token": ["t"], "timestamp": ["1700000000000"], "sign": [base64.b64encode(signed).decode()]}


def test_feishu_is_signed_as_its_documents_say_and_says_the_same():
    message = chat_messages(view_of(digest_of()), "feishu")[0]
    signed = json.loads(feishu_message(message, "abc", 1700000000))
    sign = hmac.new(b"1700000000\nabc", b"", hashlib.sha256).digest()
    assert signed == {"timestamp": "1700000000", "sign": base64.b64encode(sign).decode(), **json.loads(message)}


def test_a_late_issue_says_so_in_the_first_message():
    assert "补发" in text_of(messages_of("wecom", late=True)[0])


def test_an_english_digest_is_told_in_english():
    assert "Yangtze" in text_of(messages_of("dingtalk", language="en")[0])


def test_what_a_view_says_of_itself_cannot_fill_a_message():
    view = replace(view_of(digest_of()), blind="盲" * 3000)
    found = [json.loads(each) for each in chat_messages(view, "wecom")]
    assert max(size_of(each, "wecom") for each in found) <= LIMITS["wecom"]
