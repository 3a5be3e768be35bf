"""SQLite through sqlite-utils: rows to nouns and back, migrations, full-text search, backup; nothing else."""
