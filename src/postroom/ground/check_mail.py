"""Whether the mail servers of the active channels can be reached and take the stored credentials."""

from collections.abc import Iterator

from postroom.channels.registry import open_sink, open_source
from postroom.channels.sentences import explain
from postroom.drivers.errors import DriverError
from postroom.ground.finding import Finding, right, wrong
from postroom.ground.migrations import pending_migrations
from postroom.models import Channel
from postroom.words import gettext as _


def check_mail() -> Iterator[Finding]:
    """Sign in both ways, as fetching and sending do. Reads nothing and sends nothing."""
    if pending_migrations():
        yield wrong(_("The tables are of an older version. “postroom run” brings them up to date."))
        return
    for channel in Channel.objects.filter(active=True):
        yield _receiving(channel)
        yield _sending(channel)


def _receiving(channel: Channel) -> Finding:
    try:
        with open_source(channel, folder=""):
            return right(_("Channel “{name}” receives.").format(name=channel.name))
    except DriverError as error:
        return _failed(_("Channel “{name}” does not receive:").format(name=channel.name), error)


def _sending(channel: Channel) -> Finding:
    try:
        with open_sink(channel):
            return right(_("Channel “{name}” sends.").format(name=channel.name))
    except DriverError as error:
        return _failed(_("Channel “{name}” does not send:").format(name=channel.name), error)


def _failed(start: str, error: DriverError) -> Finding:
    sentence = explain(error.code)
    words = f" ({error.server_text})" if error.server_text else ""
    return wrong(f"{start} {sentence.what}{words} {sentence.remedy}")
