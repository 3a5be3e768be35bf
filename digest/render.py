"""Render: a Digest in all its forms; pure, the same Digest gives the same bytes."""

from __future__ import annotations

from core.digest import Digest, Rendered
from digest.filling import fill
from digest.markdown import to_markdown
from digest.plain import to_text
from digest.record import cleaned, from_json, to_json
from digest.view import View, shortened, view_of

__all__ = ["from_json", "render", "to_html"]

#: Gmail cuts a mail at about 102 KB of HTML (reliability.md E8).
MAIL_LIMIT = 100_000
#: Lists in a mail are this long at the most; with titles bounded by the view they cannot fill it by themselves.
MAIL_CHANGES = 8
MAIL_ABSENT = 12
MAIL_ROWS = 40


def render(digest: Digest) -> Rendered:
    """All forms of a Digest."""
    digest = cleaned(digest)
    view = view_of(digest)
    return Rendered(
        subject=view.subject,
        html=to_html(view),
        mail_html=_mail(view),
        markdown=to_markdown(view),
        text=to_text(view),
        json=to_json(digest),
    )


def to_html(view: View) -> str:
    """The whole digest as a file that needs no other."""
    return fill("digest.html", view=view, w=view.words)


def _mail(view: View) -> str:
    """The mail with as many of the best entries as fit under the limit."""
    fits, too_many = 0, len(view.entries) + 1
    html = _mail_of(view, too_many - 1)
    if _fits(html):
        return html
    html = _mail_of(view, 0)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        shorter = _mail_of(view, middle)
        if _fits(shorter):
            fits, html = middle, shorter
        else:
            too_many = middle
    return html


def _mail_of(view: View, entries: int) -> str:
    from css_inline import CSSInliner

    short = shortened(view, entries, MAIL_CHANGES, MAIL_ABSENT, MAIL_ROWS)
    inliner = CSSInliner(load_remote_stylesheets=False)
    inlined: str = inliner.inline(fill("mail.html", view=short, w=short.words))
    return inlined


def _fits(html: str) -> bool:
    return len(html.encode()) < MAIL_LIMIT
