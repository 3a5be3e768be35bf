"""Where new addresses are found: one spider for each kind of Source, and the shipped Sites as data."""
