"""The servers that tests run against, and what holds for every test; the order matters: settings come first."""

pytest_plugins = ["tests.servers.postgres", "tests.servers.dovecot", "tests.servers.smtp", "tests.servers.every_test"]
