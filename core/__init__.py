"""Nouns and decisions. Imports nothing of ours; opens no file, socket, database, process or clock."""
