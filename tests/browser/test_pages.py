"""Every kind of page in a real browser: quiet, alone, as wide as the screen, readable by everybody, fit for paper."""

import pytest

from tests.browser.looking import NOT_FOR_MAIL, PAPER, SCREENS, colliding, opened, printed, too_wide, unfold, violations

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
def test_a_page_is_quiet_alone_and_readable(files, screen, chromium, produced):
    with opened(chromium, longest(produced, files), screen) as found:
        unfold(found.page)
        assert found.said == []
        assert [url for url in found.asked if not url.startswith(produced.as_uri())] == []
        assert too_wide(found.page) == []
        assert colliding(found.page) == []
        assert violations(found.page, NOT_FOR_MAIL if files.startswith("mail/") else ()) == []


def test_no_page_of_an_archive_is_wider_than_a_phone(chromium, produced):
    with opened(chromium, produced / "archive" / "index.html", SCREENS["phone"]) as found:
        for path in sorted((produced / "archive").rglob("*.html")):
            found.page.goto(path.as_uri())
            assert too_wide(found.page) == [], path
        assert found.said == []


#: Where a page is of use on paper only with the address.
NAMED = '.entry h3 a, .absent a[href^="http"], .original a'


@pytest.mark.parametrize("files", PAGES.values(), ids=PAGES)
def test_a_page_is_whole_on_paper(files, chromium, produced):
    with opened(chromium, longest(produced, files), PAPER) as found:
        found.page.emulate_media(media="print")
        assert too_wide(found.page) == []
        addresses = found.page.eval_on_selector_all(NAMED, "links => links.map(link => link.getAttribute('href'))")
        sheets = printed(found.page)
    text = "".join("".join(sheets).split())
    assert [address for address in addresses if address not in text] == []
    # The address stands below its heading: they are not torn apart.
    assert [sheet[:80] for sheet in sheets if sheet.lstrip().startswith("http")] == []


SEARCHES = {
    "Chinese": ("archive", "公共数据", "公共数据授权运营"),
    "Traditional script": ("archive", "公共數據", "公共数据授权运营"),
    "English": ("archive", "Public data reviews", "each other's public data reviews"),
    "English in the English archive": ("archive-en", "public data", "each other's public data reviews"),
    "Chinese in the English archive": ("archive-en", "公共数据", "公共数据授权运营"),
}


@pytest.mark.parametrize(("archive", "words", "title"), SEARCHES.values(), ids=SEARCHES)
def test_what_is_typed_is_found_and_can_be_opened_by_keyboard(archive, words, title, chromium, produced):
    with opened(chromium, produced / archive / "search.html", SCREENS["wide"]) as found:
        page = found.page
        page.get_by_role("searchbox").press_sequentially(words)
        page.keyboard.press("Enter")
        result = page.locator("#results a", has_text=title).first
        result.wait_for()
        assert violations(page) == []
        result.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/story/**")
        assert title in page.locator("h1").inner_text()
        assert found.said == []
        assert [url for url in found.asked if not url.startswith(produced.as_uri())] == []


def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(chromium, produced):
    with opened(chromium, produced / "archive" / "index.html", SCREENS["wide"]) as found:
        found.page.keyboard.press("Tab")
        skip = found.page.locator(":focus")
        assert skip.get_attribute("href") == "#content"
        assert skip.bounding_box()["x"] >= 0
