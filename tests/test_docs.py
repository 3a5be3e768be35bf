"""The docs say what the code does: commands, config keys, files, links."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest

from core.config import Config, MailSettings
from core.settings import parse
from scheduler.cli import COMMANDS, cli
from scheduler.inspecting import KEYS

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def commands():
    with click.Context(cli) as context:
        for name in COMMANDS:
            command = cli.get_command(context, name)
            yield name, command
            for sub, child in getattr(command, "commands", {}).items():
                yield f"{name} {sub}", child


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_has_help_and_stands_in_the_docs(name, command):
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS if path.name != "CHANGELOG.md")

    assert command.help
    assert re.search(rf"(?:deltawatch|run) (?:[^\n]*[ |])?{name}\b", text)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_named_in_the_docs_exist(path):
    known = dict(commands())
    said = re.findall(r"`deltawatch ([a-z]+)(?: ([a-z]+))?\b", path.read_text(encoding="utf-8"))
    named = {f"{name} {sub}" if hasattr(known.get(name), "commands") and sub else name for name, sub in said}

    assert named <= set(known)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path):
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))

    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_shipped_config_is_the_default_one_and_names_every_section():
    text = (ROOT / "scheduler/templates/deltawatch.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)

    assert parse(text, "deltawatch.toml", Config) == Config()
    named = set(written) | set(re.findall(r"^# \[+(\w+)\]+$", text, re.MULTILINE))
    assert {field.name for field in fields(Config)} == named
    assert all(
        f"# {field.name} =" in text for field in fields(MailSettings) if field.name in {"host", "sender", "user"}
    )


def test_the_answer_of_inspect_is_documented_key_by_key():
    rows = re.findall(r"^\| (`.+?`) \|", (ROOT / "docs/inspect.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(key for row in rows for key in re.findall(r"`(\w+)", row)) == sorted(KEYS)


def test_every_table_of_the_config_refuses_unknown_keys():
    source = (ROOT / "core/config.py").read_text(encoding="utf-8")

    assert source.count("__pydantic_config__ = _STRICT") == source.count("@dataclass")
