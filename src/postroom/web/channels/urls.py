"""Addresses below `channels/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.channels import (
    addresses,
    channel,
    connect,
    converting,
    deciding,
    doctor,
    listing,
    probes,
    switching,
    trying,
)

urlpatterns = [
    path("", listing.channels, name="channels"),
    path("connect/", connect.choose, name="channel_connect"),
    path("connect/<slug:kind>/", connect.start, name="channel_start"),
    path("drafts/<int:draft_id>/settings/", connect.settings, name="channel_draft_settings"),
    path("drafts/<int:draft_id>/find/", connect.find, name="channel_draft_find"),
    path("drafts/<int:draft_id>/connection/", trying.connection, name="channel_draft_connection"),
    path("drafts/<int:draft_id>/folder/", deciding.folder, name="channel_draft_folder"),
    path("drafts/<int:draft_id>/import/", deciding.importing, name="channel_draft_import"),
    path("drafts/<int:draft_id>/foresight/", deciding.foresight, name="channel_draft_foresight"),
    path("drafts/<int:draft_id>/test/", trying.test, name="channel_draft_test"),
    path("drafts/<int:draft_id>/save-anyway/", trying.save_anyway, name="channel_draft_save_anyway"),
    path("drafts/<int:draft_id>/discard/", connect.discard, name="channel_draft_discard"),
    path("probes/<int:probe_id>/", probes.lines, name="channel_probe"),
    path("addresses/<int:address_id>/", addresses.change, name="channel_address"),
    path("addresses/<int:address_id>/remove/", addresses.remove, name="channel_address_remove"),
    path("<int:channel_id>/", channel.page, name="channel"),
    path("<int:channel_id>/edit/<slug:part>/", channel.edit, name="channel_edit"),
    path("<int:channel_id>/group/", channel.group, name="channel_group"),
    path("<int:channel_id>/addresses/new/", addresses.add, name="channel_address_new"),
    path("<int:channel_id>/go-back/", converting.go_back, name="channel_go_back"),
    path("<int:channel_id>/check/", switching.check, name="channel_check"),
    path("<int:channel_id>/doctor/", doctor.page, name="channel_doctor"),
    path("<int:channel_id>/fetch/", switching.fetch, name="channel_fetch"),
    path("<int:channel_id>/enable/", switching.enable, name="channel_enable"),
    path("<int:channel_id>/disable/", switching.disable, name="channel_disable"),
    path("<int:channel_id>/delete/", switching.delete, name="channel_delete"),
]
