"""SQLite through sqlite-utils: rows to nouns and back, migrations, full-text search, backup; nothing else."""

from store.checks import RobotsCopy, Validators
from store.database import Store, open_store
from store.errors import DigestExists, StoreError
from store.links import Seen

__all__ = ["DigestExists", "RobotsCopy", "Seen", "Store", "StoreError", "Validators", "open_store"]
