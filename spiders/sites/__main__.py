"""`python -m spiders.sites` prints docs/sources.md: the shipped Sites as a table."""

from __future__ import annotations

from spiders.sites import shipped

_HEAD = """\
# Sites that are shipped

Written by `.venv/bin/python -m spiders.sites > docs/sources.md`; a test holds this page to the files in
`spiders/sites/`. Each Source's evidence, and how sure it is, stands above it in its file. All of it comes from public
code and documents, no address was asked when it was written down: watch the coverage statement of the first days.
`*` marks the default set.

"""


def table() -> str:
    """One row a Source, Sites by id."""
    rows = ["| site | source | kind | tier | region | address | state |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for site in shipped():
        mark = "*" if site.default else ""
        rows += [
            f"| {site.id}{mark} {site.name} | {source.id} {source.name} | {source.kind} | {site.tier} | {site.region} "
            f"| <{source.url}> | {'on' if source.enabled else source.note} |"
            for source in site.sources
        ]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(_HEAD + table(), end="")
