"""Listing messages, page by page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from postroom.practice.asgi.messages import Response, json_response
from postroom.practice.graph.access import Call
from postroom.practice.graph.as_json import message_json
from postroom.practice.graph.errors import bad_request
from postroom.practice.graph.query import Filter, number, page_size, selected
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.message import Message


def list_messages(call: Call, folder: Folder | None) -> Response:
    """The messages of a folder, or of the whole mailbox, newest first unless ordered otherwise."""
    call.need_read()
    query = call.request.query
    skip, size = number(query, "$skip", 0), page_size(query, call.request.headers.get("prefer", ""))
    messages, count = _page(call, folder, skip, size)
    select = selected(query)
    body: dict[str, Any] = {"@odata.context": f"{call.world.base_url}/v1.0/$metadata#messages"}
    if query.get("$count", "").lower() == "true":
        body["@odata.count"] = count
    body["value"] = [message_json(call, message, select) for message in messages]
    if skip + size < count:
        following = {**query, "$skip": str(skip + size)}
        body["@odata.nextLink"] = f"{call.world.base_url}{call.request.path}?{urlencode(following)}"
    return json_response(body)


def _page(call: Call, folder: Folder | None, skip: int, size: int) -> tuple[list[Message], int]:
    """The messages of one page, and how many there are altogether."""
    store = call.world.post.messages
    name, newest_first = _order(call)
    if folder is not None and name == "receivedDateTime" and "$filter" not in call.request.query:
        # The usual way, and the folder may hold tens of thousands.
        return store.by_arrival(folder, skip, size, newest_first=newest_first), store.count(folder)
    everything = filtered(call, store.in_folder(folder) if folder else store.in_mailbox(call.key))
    return _ordered(call, everything)[skip : skip + size], len(everything)


def filtered(call: Call, messages: list[Message]) -> list[Message]:
    text = call.request.query.get("$filter", "")
    if not text:
        return messages
    test = Filter(text).test()
    try:
        return [message for message in messages if test(_fields_of(call, message))]
    except (TypeError, ValueError) as error:
        raise bad_request("Invalid filter clause.") from error


def _fields_of(call: Call, message: Message) -> Any:
    """Reads a field of the message by its Graph name."""

    def read(name: str) -> Any:
        body = message_json(call, message, [name])
        if name == "parentFolderId":
            # A well-known name may stand in the filter instead of the id.
            folder = call.world.post.folders.get(message.folder)
            return folder.well_known if folder.well_known in call.request.query["$filter"].lower() else body[name]
        if name not in body:
            raise bad_request(f"Could not find a property named '{name}' on type 'Microsoft.OutlookServices.Message'.")
        return body[name]

    return read


def _order(call: Call) -> tuple[str, bool]:
    """The field to order by, and whether it is from high to low."""
    name, _, direction = call.request.query.get("$orderby", "receivedDateTime desc").strip().partition(" ")
    return name, direction.strip().lower() == "desc"


def _ordered(call: Call, messages: list[Message]) -> list[Message]:
    name, reverse = _order(call)
    if name == "receivedDateTime":
        return sorted(messages, key=lambda message: (message.received, message.id), reverse=reverse)
    return sorted(messages, key=lambda message: str(message_json(call, message, [name]).get(name)), reverse=reverse)
