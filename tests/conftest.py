"""What all tests share: property tests measure no time, since a busy machine is no fault."""

from hypothesis import settings

settings.register_profile("deltawatch", deadline=None)
settings.load_profile("deltawatch")
