"""The clock that is passed in wherever time counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

#: The time now, aware, UTC.
Clock = Callable[[], datetime]
