"""The commands, grouped by what a person is doing."""
