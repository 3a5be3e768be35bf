"""What all sites of the newsroom are written with: the name of a host, and templates of a package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

DOMAIN = "newsroom.localhost"


def origin(host: str, port: int) -> str:
    """The address of a host, without a slash at its end."""
    return f"http://{host}.{DOMAIN}:{port}"


@cache
def templates(package: str) -> Environment:
    """The templates in the folder `templates` of a package."""
    folder = files(package) / "templates"
    return Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
