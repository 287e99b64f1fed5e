"""Microsoft Graph: a mailbox as a Source and a Sink."""

from postroom.drivers.graph.settings import GraphSettings, TokenSource
from postroom.drivers.graph.sink import GraphSink
from postroom.drivers.graph.source import GraphSource

__all__ = ["GraphSettings", "GraphSink", "GraphSource", "TokenSource"]
