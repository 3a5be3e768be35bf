"""Forms: digests as the bytes of each file that an office asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec

from core.config import DigestSettings, Form
from core.digest import Digest
from digest.errors import DigestError
from digest.feed import feed_of, to_atom, to_json_feed
from digest.files import INDEX, file_name
from digest.markdown import to_markdown
from digest.plain import to_text
from digest.record import cleaned, to_json
from digest.render import to_html
from digest.sheet import to_csv, to_xlsx
from digest.view import view_of
from digest.word import to_docx

_FEEDS = {"atom": to_atom, "jsonfeed": to_json_feed}
#: What the extra `office` of deltawatch brings.
_LIBRARIES: Mapping[Form, str] = {"docx": "docx", "xlsx": "openpyxl"}


def lacking(forms: Iterable[Form]) -> tuple[Form, ...]:
    """Those of these forms whose library is not installed."""
    return tuple(form for form in forms if form in _LIBRARIES and find_spec(_LIBRARIES[form]) is None)


def how_to_have(forms: Iterable[Form]) -> str:
    """What is to be done about forms that are lacking, in one line."""
    return f"{' and '.join(forms)}: the library is not installed; pip install 'deltawatch[office]' brings it"


def contents(digest: Digest, forms: Iterable[Form]) -> dict[Form, bytes]:
    """The bytes of those of these forms that are of one issue; the same digest gives the same bytes.

    Raises:
        DigestError: when the library of one of them is not installed.
    """
    wanted = tuple(dict.fromkeys(forms))
    if missing := lacking(wanted):
        raise DigestError(how_to_have(missing))
    digest = cleaned(digest)
    view = view_of(digest)
    make: dict[Form, Callable[[], bytes]] = {
        "html": lambda: to_html(view).encode(),
        "md": lambda: to_markdown(view).encode(),
        "txt": lambda: to_text(view).encode(),
        "json": lambda: to_json(digest).encode(),
        "csv": lambda: to_csv(digest, view),
        "docx": lambda: to_docx(view),
        "xlsx": lambda: to_xlsx(digest, view),
    }
    return {form: make[form]() for form in wanted if form in make}


def are_feeds(forms: Iterable[Form]) -> bool:
    """Whether one of these forms is of more than one issue."""
    return any(form in _FEEDS for form in forms)


def feeds(digests: Sequence[Digest], settings: DigestSettings, archive: str) -> dict[Form, bytes]:
    """The bytes of the feeds that the settings ask for.

    Args:
        digests: all of the settings' name that may be in a feed, the newest first, one at the least.
        archive: the address of the archive on the web; empty where it is on no web server.
    """
    feed = feed_of(digests, settings.url or "", archive)
    day = digests[0].local_date
    return {
        form: _FEEDS[form](feed, file_name(settings.name, day, form), INDEX).encode()
        for form in dict.fromkeys(settings.formats)
        if form in _FEEDS
    }
