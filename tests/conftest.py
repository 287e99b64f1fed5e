"""The servers that tests run against, and what holds for every test; the order matters: settings come first."""

import hypothesis

# How long something takes is for benchmarks to say.
hypothesis.settings.register_profile("postroom", deadline=None)
hypothesis.settings.load_profile("postroom")

pytest_plugins = ["tests.servers.postgres", "tests.servers.dovecot", "tests.servers.smtp"]
pytest_plugins += ["tests.servers.every_test", "tests.servers.order"]
