"""Zipped: an office file with the same bytes whenever and wherever it is made."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_CORE = "docProps/core.xml"
#: Libraries write the time of saving into it.
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def repacked(packed: bytes, at: datetime) -> bytes:
    """The same members in the same order, last modified `at`, and no trace of the clock.

    Args:
        at: without zone, UTC.
    """
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == _CORE:
                content = _MODIFIED.sub(rb"\g<1>" + f"{at:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            # The earliest time a zip can hold; a ZipInfo without one has it.
            after.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()
