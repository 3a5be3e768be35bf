"""The worked configs of docs/delivery.md are configs, and its signature check is one."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.config import MAIL_PRESETS, Config
from core.settings import Origin, parse
from digest.channels import signature
from scheduler.checking import faults_of
from scheduler.resources import build_rules, shipped_text

TEXT = (Path(__file__).parents[2] / "docs" / "delivery.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("config", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_a_worked_config_works(config):
    rules = build_rules(shipped_text("topics.toml"), (), "topics.toml")
    assert faults_of(parse(config, "delivery.md", Config), rules, Origin("delivery.md", config)) == []


def test_the_check_of_a_signature_accepts_ours_and_no_other():
    known: dict = {}
    exec(re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1], known)
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    at = datetime(2026, 11, 21, tzinfo=UTC)
    headers = {
        "webhook-id": "daily.1",
        "webhook-timestamp": f"{at.timestamp():.0f}",
        "webhook-signature": signature(b"{}", "daily.1", secret, at),
    }
    assert known["is_ours"](secret, headers, b"{}")
    assert not known["is_ours"](secret, headers, b"{ }")


def test_every_preset_is_named():
    named = re.search(r"`preset` knows host, port and security of: (.*?)\.", TEXT, re.DOTALL)[1]
    assert re.split(r",\s+", named) == list(MAIL_PRESETS)
