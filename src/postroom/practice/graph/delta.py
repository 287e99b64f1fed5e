"""Delta queries: what changed in a folder since last time.

Source: "message: delta" and "Use delta query to track changes in Microsoft Graph data" (learn.microsoft.com): the first
round lists everything page by page, its last page has the deltaLink; query options are given once and travel in the
token; a token too old answers 410 with syncStateNotFound.
"""

from __future__ import annotations

import base64
import binascii
import json
import sqlite3
import zlib
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from postroom.practice.asgi.messages import Response, json_response
from postroom.practice.clock import from_iso
from postroom.practice.graph.access import Call
from postroom.practice.graph.as_json import folder_json, message_json
from postroom.practice.graph.errors import GraphError, bad_request
from postroom.practice.graph.query import page_size
from postroom.practice.mailstore.folders import Folder
from postroom.practice.switches import Fault

_KINDS = ("created", "updated", "deleted")


def message_delta(call: Call, folder: Folder) -> Response:
    call.need_read()
    state = _state(call) or _first_state(call, folder)
    call = _as_first_asked(call, state)
    if state["folder"] != folder.id:
        raise bad_request("Badly formed token.")
    size = page_size(call.request.query, call.request.headers.get("prefer", ""))
    value, more = _listing(call, folder, state, size) if "listed" in state else _changes(call, folder, state, size)
    return _page(call, "messages", value, state, more=more)


def _as_first_asked(call: Call, state: dict[str, Any]) -> Call:
    """The call with the $expand of the first round, which travels in the token too."""
    query = urlencode({**call.request.query, "$expand": state["expand"]})
    return replace(call, request=replace(call.request, query_string=query))


def _first_state(call: Call, folder: Folder) -> dict[str, Any]:
    query = call.request.query
    kind = query.get("changeType", "")
    if kind and kind not in _KINDS:
        raise bad_request(f"Invalid changeType '{kind}'.")
    since = query.get("$filter", "").partition(" ge ")[2].strip()
    return {
        "folder": folder.id,
        "seq": _latest(call, folder),
        "listed": 0,
        "select": query.get("$select", ""),
        "expand": query.get("$expand", ""),
        "kind": kind,
        "since": from_iso(since) if since else 0,
    }


def _latest(call: Call, folder: Folder) -> int:
    row = call.world.database.row("SELECT MAX(seq) AS seq FROM changes WHERE folder=?", folder.id)
    return int(row["seq"] or 0) if row else 0


def _listing(call: Call, folder: Folder, state: dict[str, Any], size: int) -> tuple[list[dict[str, Any]], bool]:
    """One page of the first round: by the store's own number, so that pages do not shift while mail comes and goes."""
    found = call.world.post.messages.page(folder, state["listed"], state["since"], size + 1)
    page, more = found[:size], len(found) > size
    if more:
        state["listed"] = page[-1].id
    else:
        del state["listed"]
    if state["kind"] == "deleted":
        return [], more
    return [message_json(call, message, _select(state)) for message in page], more


def _changes(call: Call, folder: Folder, state: dict[str, Any], size: int) -> tuple[list[dict[str, Any]], bool]:
    rows = call.world.database.rows(
        "SELECT * FROM changes WHERE folder=? AND seq>? ORDER BY seq", folder.id, state["seq"]
    )
    page = rows[:size]
    if page:
        state["seq"] = page[-1]["seq"]
    created = {row["immutable_id"] for row in page if row["kind"] == "created"}
    last = {row["immutable_id"]: row for row in page}
    entries = (_entry(call, folder, state, row, fresh=key in created) for key, row in last.items())
    return [entry for entry in entries if entry is not None], len(rows) > size


def _entry(
    call: Call, folder: Folder, state: dict[str, Any], row: sqlite3.Row, *, fresh: bool
) -> dict[str, Any] | None:
    """What became of one message; None where that kind of change was not asked for."""
    message = call.world.post.messages.by_graph_id(call.key, row["immutable_id"])
    if message is None or message.folder != folder.id:
        gone = {"id": row["immutable_id" if call.immutable_ids else "changing_id"], "@removed": {"reason": "deleted"}}
        return gone if state["kind"] in ("", "deleted") else None
    kind = "created" if fresh else "updated"
    return message_json(call, message, _select(state)) if state["kind"] in ("", kind) else None


def _select(state: dict[str, Any]) -> list[str] | None:
    names = [name.strip() for name in state["select"].split(",") if name.strip()]
    return names or None


def folder_delta(call: Call) -> Response:
    """mailFolder: delta. The token holds a fingerprint of every folder, changes are found by comparing."""
    call.need_read()
    folders = {str(folder.id): folder for folder in call.world.post.folders.all(call.key)}
    prints = {key: zlib.crc32(f"{folder.parent}/{folder.name}".encode()) for key, folder in folders.items()}
    known: dict[str, int] = (_state(call) or {"prints": {}})["prints"]
    value: list[dict[str, Any]] = [
        folder_json(call, folder) for key, folder in folders.items() if known.get(key) != prints[key]
    ]
    value += [{"id": key, "@removed": {"reason": "deleted"}} for key in known if key not in prints]
    return _page(call, "mailFolders", value, {"prints": prints}, more=False)


def _page(call: Call, what: str, value: list[dict[str, Any]], state: dict[str, Any], *, more: bool) -> Response:
    token = base64.urlsafe_b64encode(json.dumps(state).encode()).decode()
    here = f"{call.world.base_url}{call.request.path}"
    link = (
        {"@odata.nextLink": f"{here}?$skiptoken={token}"}
        if more
        else {"@odata.deltaLink": f"{here}?$deltatoken={token}"}
    )
    context = f"{call.world.base_url}/v1.0/$metadata#Collection({what})"
    return json_response({"@odata.context": context, "value": value, **link})


def _state(call: Call) -> dict[str, Any] | None:
    """The state in the request's token; None without one. Raises GraphError (410 while the fault is on)."""
    query = call.request.query
    token = query.get("$skiptoken") or query.get("$deltatoken")
    if not token:
        return None
    if call.world.switches.hit(Fault.DELTA_LOST, call.key):
        raise GraphError(
            410, "syncStateNotFound", "The sync state generation is not found; a full synchronization is required."
        )
    try:
        state = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, binascii.Error) as error:
        raise bad_request("Badly formed token.") from error
    return state if isinstance(state, dict) else None
