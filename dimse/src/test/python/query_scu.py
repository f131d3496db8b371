"""Asks for everything with pynetdicom: query_scu.py PORT MOVE_PORT [CA KEY CERTIFICATE]; prints what comes back."""

import queue
import ssl
import sys

from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian
from pynetdicom import AE, build_role, evt
from pynetdicom.pdu_primitives import SOPClassExtendedNegotiation, UserIdentityNegotiation
from pynetdicom.sop_class import (
    CTImageStorage,
    StorageCommitmentPushModel,
    StorageCommitmentPushModelInstance,
    StudyRootQueryRetrieveInformationModelFind as Find,
    StudyRootQueryRetrieveInformationModelGet as Get,
    StudyRootQueryRetrieveInformationModelMove as Move,
)

from peer import say, still

reports = queue.Queue()


def handle_store(event):
    say(f"got {event.request.AffectedSOPInstanceUID} for {event.request.MoveOriginatorApplicationEntityTitle}")
    return 0x0000


def handle_report(event):
    information = event.event_information
    kept = [item.ReferencedSOPInstanceUID for item in information.ReferencedSOPSequence]
    failed = [f"{item.ReferencedSOPInstanceUID} {item.FailureReason:04X}" for item in information.FailedSOPSequence]
    reports.put(f"event {event.event_type} kept {kept} failed {failed}")
    return 0x0000, None


def study(number):
    keys = Dataset()
    keys.QueryRetrieveLevel = "STUDY"
    keys.StudyInstanceUID = number
    return keys


def counts(response):
    names = ("Completed", "Failed", "Warning")
    return " ".join(str(response.get(f"NumberOf{name}Suboperations")) for name in names)


ae = AE(ae_title="PYNETDICOM")
for sop_class in (Find, Get, Move, StorageCommitmentPushModel):
    ae.add_requested_context(sop_class)
ae.add_requested_context(CTImageStorage, ExplicitVRLittleEndian)
ae.add_supported_context(CTImageStorage, ExplicitVRLittleEndian)
destination = ae.start_server(
    ("127.0.0.1", int(sys.argv[2])), block=False, ae_title="PYDEST", evt_handlers=[(evt.EVT_C_STORE, handle_store)]
)
identity = UserIdentityNegotiation()
identity.user_identity_type = 2
identity.primary_field = b"somebody"
identity.secondary_field = b"right"
identity.positive_response_requested = True
extended = SOPClassExtendedNegotiation()
extended.sop_class_uid = Find
extended.service_class_application_information = b"\x01\x00\x01"
tls = None
if len(sys.argv) > 3:
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=sys.argv[3])
    context.load_cert_chain(certfile=sys.argv[5], keyfile=sys.argv[4])
    tls = (context, "localhost")
association = ae.associate(
    "127.0.0.1",
    int(sys.argv[1]),
    ae_title="TEST",
    ext_neg=[identity, extended, build_role(CTImageStorage, scp_role=True)],
    evt_handlers=[(evt.EVT_C_STORE, handle_store), (evt.EVT_N_EVENT_REPORT, handle_report)],
    tls_args=tls,
)
if not association.is_established:
    sys.exit("no association")
say(f"identity answered {association.acceptor.user_identity is not None}")
say(f"extended {association.acceptor.sop_class_extended[Find].hex()}")
for status, match in still(association).send_c_find(study(""), Find):
    say(f"find {status.Status:04X} {match.StudyInstanceUID if match else ''}".rstrip())
for status, _ in still(association).send_c_get(study("1.2.3.1"), Get):
    say(f"get {status.Status:04X} {counts(status)}")
for status, _ in still(association).send_c_move(study(["1.2.3.0", "1.2.3.2"]), "PYDEST", Move):
    say(f"move {status.Status:04X} {counts(status)}")
for status, _ in still(association).send_c_move(study("1.2.3.0"), "NOWHERE", Move):
    say(f"move {status.Status:04X}")
commitment = Dataset()
commitment.TransactionUID = "1.2.99"
commitment.ReferencedSOPSequence = []
for uid in ("1.2.3.0.1.1", "1.2.3.777"):
    item = Dataset()
    item.ReferencedSOPClassUID = CTImageStorage
    item.ReferencedSOPInstanceUID = uid
    commitment.ReferencedSOPSequence.append(item)
status, _ = still(association).send_n_action(commitment, 1, StorageCommitmentPushModel, StorageCommitmentPushModelInstance)
say(f"action {status.Status:04X}")
say(reports.get(timeout=20))
association.release()
say("released" if association.is_released else "not released")
destination.shutdown()
