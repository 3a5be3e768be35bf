"""A Digest built, rendered and delivered."""
