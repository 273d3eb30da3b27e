"""Settings that all tests share."""

import os

from hypothesis import settings

# The same examples on every machine and every day; a new example is a new line in a test.
settings.register_profile("local", derandomize=True, deadline=None)
settings.register_profile("ci", parent=settings.get_profile("local"), print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
