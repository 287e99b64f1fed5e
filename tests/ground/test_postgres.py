"""The embedded server as the tests themselves use it."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_embedded_server_version_and_order() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, current_setting('data_checksums'),"
            " datlocprovider, datlocale, pg_encoding_to_char(encoding), current_setting('listen_addresses')"
            " FROM pg_database WHERE datname = current_database()"
        )
        assert cursor.fetchone() == (18, "on", "b", "C.UTF-8", "UTF8", "")
