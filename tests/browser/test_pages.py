"""Every kind of page in a real browser: quiet, alone, as wide as the screen, readable by everybody, fit for paper."""

import pytest

from tests.browser.looking import NOT_FOR_MAIL, SCREENS, opened, too_wide, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240), pytest.mark.xdist_group("browser")]

#: Kind of page to the files of that kind; the longest of them is looked at.
PAGES = {
    "digest": "digests/daily-*.html",
    "digest in English": "digests/english-*.html",
    "digest with every section": "made/full-zh.html",
    "digest with every section in English": "made/full-en.html",
    "round-up of a week": "made/week-zh.html",
    "empty day": "made/empty-healthy.html",
    "blind day": "made/empty-blind.html",
    "hostile digest": "made/hostile.html",
    "list of digests": "digests/index.html",
    "mail": "mail/daily-*.html",
    "mail in English": "mail/english-*.html",
    "mail with every section": "mail/full-zh.html",
    "mail of an empty day": "mail/empty-blind.html",
    "hostile mail": "mail/hostile.html",
    **{
        f"{kind}{language}": f"archive{suffix}/{files}"
        for language, suffix in (("", ""), (" in English", "-en"))
        for kind, files in {
            "archive": "index.html",
            "archived digest": "digest/*-2026-*.html",
            "all issues": "digest/index.html",
            "month": "month/*.html",
            "story": "story/*/*.html",
            "areas": "area/index.html",
            "area": "area/*/index.html",
            "month of an area": "area/*/2*.html",
            "places": "place/index.html",
            "place": "place/*/index.html",
            "programmes": "programme/index.html",
            "programme": "programme/*/index.html",
            "sources": "source/index.html",
            "source": "source/*/index.html",
            "search": "search.html",
        }.items()
    },
    "hostile story": "hostile-archive/story/*/*.html",
    "hostile sources": "hostile-archive/source/index.html",
    "hostile place": "hostile-archive/place/*/index.html",
}


def longest(folder, files):
    return max(sorted(folder.glob(files)), key=lambda path: path.stat().st_size)


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("files", PAGES.values(), ids=PAGES)
def test_a_page_is_quiet_alone_and_readable(files, screen, produced, chromium):
    with opened(chromium, longest(produced, files), screen) as found:
        assert found.said == []
        assert [url for url in found.asked if not url.startswith(produced.as_uri())] == []
        assert too_wide(found.page) == []
        assert violations(found.page, NOT_FOR_MAIL if files.startswith("mail/") else ()) == []
