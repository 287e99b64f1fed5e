"""The tables of the practice tenant."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key));

CREATE TABLE IF NOT EXISTS consents (
    tenant TEXT NOT NULL, client_id TEXT NOT NULL, principal TEXT NOT NULL, resource TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (tenant, client_id, principal, resource, name));

CREATE TABLE IF NOT EXISTS consent_requests (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, client_id TEXT NOT NULL, user TEXT NOT NULL, scope TEXT NOT NULL,
    reason TEXT NOT NULL, at REAL NOT NULL, state TEXT NOT NULL DEFAULT 'open');

CREATE TABLE IF NOT EXISTS access_tokens (
    uti TEXT PRIMARY KEY, tenant TEXT NOT NULL, client_id TEXT NOT NULL, user TEXT NOT NULL, expires REAL NOT NULL);

CREATE TABLE IF NOT EXISTS refresh_tokens (
    token TEXT PRIMARY KEY, tenant TEXT NOT NULL, client_id TEXT NOT NULL, user TEXT NOT NULL, scope TEXT NOT NULL,
    issued REAL NOT NULL, mfa INTEGER NOT NULL DEFAULT 0, superseded INTEGER NOT NULL DEFAULT 0,
    fate TEXT NOT NULL DEFAULT '');

CREATE TABLE IF NOT EXISTS folders (
    id INTEGER PRIMARY KEY, mailbox TEXT NOT NULL, parent INTEGER, name TEXT NOT NULL, well_known TEXT NOT NULL,
    hidden INTEGER NOT NULL DEFAULT 0, graph_id TEXT NOT NULL UNIQUE,
    uidvalidity INTEGER NOT NULL, uidnext INTEGER NOT NULL DEFAULT 1);
CREATE INDEX IF NOT EXISTS folders_of_mailbox ON folders (mailbox, parent);

CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, mailbox TEXT NOT NULL, folder INTEGER NOT NULL, uid INTEGER NOT NULL,
    immutable_id TEXT NOT NULL UNIQUE, changing_id TEXT NOT NULL UNIQUE, change_key INTEGER NOT NULL DEFAULT 1,
    size INTEGER NOT NULL, received REAL NOT NULL, flags TEXT NOT NULL DEFAULT '',
    categories TEXT NOT NULL DEFAULT '[]', broken INTEGER NOT NULL DEFAULT 0,
    message_id TEXT NOT NULL, subject TEXT NOT NULL, sender TEXT NOT NULL, UNIQUE (folder, uid));

CREATE INDEX IF NOT EXISTS messages_of_mailbox ON messages (mailbox);
CREATE INDEX IF NOT EXISTS messages_by_arrival ON messages (folder, received, id);

CREATE TABLE IF NOT EXISTS contents (message INTEGER PRIMARY KEY, content BLOB NOT NULL);

CREATE TABLE IF NOT EXISTS changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, folder INTEGER NOT NULL, immutable_id TEXT NOT NULL,
    changing_id TEXT NOT NULL, kind TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS changes_of_folder ON changes (folder, seq);
"""
