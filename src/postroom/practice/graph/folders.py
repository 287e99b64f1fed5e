"""mailFolders."""

from __future__ import annotations

from postroom.practice.asgi.messages import Response, json_response
from postroom.practice.graph.access import Call
from postroom.practice.graph.as_json import folder_json
from postroom.practice.graph.errors import GraphError, bad_request, malformed_id, not_found
from postroom.practice.graph.query import number, page_size
from postroom.practice.mailstore.folders import Folder, FolderExistsError


def folder_of(call: Call, identifier: str) -> Folder:
    """The folder of an id or a well-known name. Raises GraphError (400 malformed, 404 unknown)."""
    folder = call.world.post.folders.by_graph_id(call.key, identifier)
    if folder is not None:
        return folder
    raise not_found() if identifier.startswith("AQMkAD") else malformed_id()


def list_folders(call: Call, parent: str = "") -> Response:
    """The folders at the top, or those below `parent`; hidden ones only on request."""
    call.need_read()
    query = call.request.query
    above = folder_of(call, parent).id if parent else None
    hidden = query.get("includeHiddenFolders", "").lower() == "true"
    folders = call.world.post.folders.children(call.key, above, hidden=hidden)
    skip, size = number(query, "$skip", 0), page_size(query, call.request.headers.get("prefer", ""))
    body = {"value": [folder_json(call, folder) for folder in folders[skip : skip + size]]}
    if skip + size < len(folders):
        link = f"{call.world.base_url}{call.request.path}?$top={size}&$skip={skip + size}"
        return json_response({**body, "@odata.nextLink": link + ("&includeHiddenFolders=true" if hidden else "")})
    return json_response(body)


def get_folder(call: Call, folder: str) -> Response:
    call.need_read()
    return json_response(folder_json(call, folder_of(call, folder)))


def create_folder(call: Call, parent: str = "") -> Response:
    call.need_write()
    name = str(call.request.json().get("displayName", "")).strip()
    if not name or "/" in name:
        raise bad_request("The folder display name is not valid.", "ErrorInvalidFolderName")
    above = folder_of(call, parent).id if parent else None
    try:
        folder = call.world.post.folders.create(call.key, above, name)
    except FolderExistsError as error:
        raise GraphError(
            409, "ErrorFolderExists", f"A folder with the specified name already exists., {name}"
        ) from error
    return json_response(folder_json(call, folder), 201)
