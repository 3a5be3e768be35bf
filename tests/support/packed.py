"""What office files have to keep, whatever is in them."""

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def parts_of(packed: bytes) -> dict[str, bytes]:
    """The members of an office file by name, each seen to be whole, XML where it says so, and of no time."""
    with ZipFile(BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {member.date_time for member in archive.infolist()} == {_EARLIEST}
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    return parts
