"""Answers with pynetdicom what is negotiated, and prints what was proposed: negotiation_scp.py; prints its port first.

pynetdicom answers every asynchronous operations window with one of a single operation, whatever its handler says.
"""

import sys

from pydicom.uid import ExplicitVRLittleEndian
from pynetdicom import AE, evt
from pynetdicom.sop_class import (
    CTImageStorage,
    StudyRootQueryRetrieveInformationModelGet as Get,
    StudyRootQueryRetrieveInformationModelMove as Move,
    Verification,
)

from peer import say

RESPONSES = {3: b"server ticket", 4: b"<Response/>", 5: b"ddd.eee.fff"}


def handle_identity(event):
    say("identity", event.user_id_type, event.primary_field, event.secondary_field)
    return event.secondary_field != b"wrong", RESPONSES.get(event.user_id_type)


def handle_window(event):
    say("window", event.nr_invoked, event.nr_performed)
    return event.nr_invoked, event.nr_performed


def handle_extended(event):
    for sop_class, information in sorted(event.app_info.items()):
        say("extended", sop_class.name, information.hex())
    answers = {CTImageStorage: b"\1\0\0\0\1\0", Get: b"\1\0", Move: b"\0"}
    return {sop_class: answers[sop_class] for sop_class in event.app_info}


def handle_common(event):
    for sop_class, item in event.items.items():
        say("common", sop_class, item.service_class_uid, *item.related_general_sop_class_identification)
    return event.items


def handle_store(event):
    say("stored", event.request.AffectedSOPInstanceUID)
    return 0x0000


ae = AE(ae_title="PYNETDICOM")
ae.add_supported_context(Verification)
ae.add_supported_context(Get)
ae.add_supported_context(Move)
ae.add_supported_context(CTImageStorage, ExplicitVRLittleEndian, scu_role=True, scp_role=True)
server = ae.start_server(
    ("127.0.0.1", 0),
    block=False,
    evt_handlers=[
        (evt.EVT_USER_ID, handle_identity),
        (evt.EVT_ASYNC_OPS, handle_window),
        (evt.EVT_SOP_EXTENDED, handle_extended),
        (evt.EVT_SOP_COMMON, handle_common),
        (evt.EVT_C_STORE, handle_store),
    ],
)
say(f"port {server.server_address[1]}")
sys.stdin.read()
server.shutdown()
