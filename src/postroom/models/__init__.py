"""Tables, constraints, querysets and one-line properties. What happens to them is decided elsewhere."""

from postroom.models.absences import Absence
from postroom.models.articles import Article, ArticleKind, Attachment, SenderKind
from postroom.models.audit import AuditEntry, AuditKind
from postroom.models.blobs import Blob
from postroom.models.channels import Account, AfterImport, Channel, ChannelHealth, Direction, EmailAddress, HealthState
from postroom.models.drafts import Draft, DraftFile, DraftKind
from postroom.models.events import Event, EventKind
from postroom.models.filters import Filter
from postroom.models.following import FolderMark, Subscription
from postroom.models.former import FormerAccount
from postroom.models.further_addresses import FurtherAddress
from postroom.models.groups import Group, GroupAccess, Level, Role, Signature
from postroom.models.housekeeping import Housekeeping
from postroom.models.inbound import Inbound, InboundState, Outcome, Sighting
from postroom.models.keys import KeyKind, KeyRole, MailKey
from postroom.models.links import LinkKind, TicketLink
from postroom.models.logos import Logo
from postroom.models.macros import After, Macro
from postroom.models.mentions import Mention
from postroom.models.merged_people import DifferentPeople, Likeness, MergedPerson
from postroom.models.notices import Notice
from postroom.models.notifications import Follow, Notification, NotificationChoice, NotificationKind
from postroom.models.oauth import ConsentRequest, ConsentState, OAuthAccessToken, OAuthApp, OAuthGrant, ProofKind
from postroom.models.outbound import Outbound, OutboundState
from postroom.models.outside import OutsideReference, OutsideSystem
from postroom.models.overviews import ListChoice, StoredOverview
from postroom.models.people import Organisation, User
from postroom.models.presence import Presence
from postroom.models.probes import ChannelDraft, LineState, Probe, ProbeLine, ProbeState, Purpose
from postroom.models.removals import Removal
from postroom.models.scheduled_jobs import ScheduledJob
from postroom.models.search import FileState, FileText, SearchText
from postroom.models.sessions import Session
from postroom.models.settings import Setting
from postroom.models.tags import Tag
from postroom.models.templates import TicketTemplate
from postroom.models.text_modules import TextModule
from postroom.models.tickets import Hint, Priority, Ticket, TicketState
from postroom.models.triggers import Trigger, WebhookCall
from postroom.models.undo import Undoable, UndoKind
from postroom.models.user_imports import ImportState, UserImport

__all__ = [
    "Absence",
    "Account",
    "After",
    "AfterImport",
    "Article",
    "ArticleKind",
    "Attachment",
    "AuditEntry",
    "AuditKind",
    "Blob",
    "Channel",
    "ChannelDraft",
    "ChannelHealth",
    "ConsentRequest",
    "ConsentState",
    "DifferentPeople",
    "Direction",
    "Draft",
    "DraftFile",
    "DraftKind",
    "EmailAddress",
    "Event",
    "EventKind",
    "FileState",
    "FileText",
    "Filter",
    "FolderMark",
    "Follow",
    "FormerAccount",
    "FurtherAddress",
    "Group",
    "GroupAccess",
    "HealthState",
    "Hint",
    "Housekeeping",
    "ImportState",
    "Inbound",
    "InboundState",
    "KeyKind",
    "KeyRole",
    "Level",
    "Likeness",
    "LineState",
    "LinkKind",
    "ListChoice",
    "Logo",
    "Macro",
    "MailKey",
    "Mention",
    "MergedPerson",
    "Notice",
    "Notification",
    "NotificationChoice",
    "NotificationKind",
    "OAuthAccessToken",
    "OAuthApp",
    "OAuthGrant",
    "Organisation",
    "Outbound",
    "OutboundState",
    "Outcome",
    "OutsideReference",
    "OutsideSystem",
    "Presence",
    "Priority",
    "Probe",
    "ProbeLine",
    "ProbeState",
    "ProofKind",
    "Purpose",
    "Removal",
    "Role",
    "ScheduledJob",
    "SearchText",
    "SenderKind",
    "Session",
    "Setting",
    "Sighting",
    "Signature",
    "StoredOverview",
    "Subscription",
    "Tag",
    "TextModule",
    "Ticket",
    "TicketLink",
    "TicketState",
    "TicketTemplate",
    "Trigger",
    "UndoKind",
    "Undoable",
    "User",
    "UserImport",
    "WebhookCall",
]
