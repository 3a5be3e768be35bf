"""SQLite through sqlite-utils: rows to nouns and back, migrations, full-text search, backup; nothing else."""

from store.errors import DigestExists, StoreError
from store.store import Store, open_store

__all__ = ["DigestExists", "Store", "StoreError", "open_store"]
