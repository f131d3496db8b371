"""Answers everything with pynetdicom: query_scp.py MOVE_PORT [CA KEY CERTIFICATE]; prints its port and what it is asked."""

import ssl
import sys
import threading
import time

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian
from pynetdicom import AE, evt
from pynetdicom.sop_class import (
    CTImageStorage,
    InstanceAvailabilityNotification,
    ModalityPerformedProcedureStep,
    StorageCommitmentPushModel,
    StorageCommitmentPushModelInstance,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
    Verification,
)

from peer import say


def image(number):
    dataset = Dataset()
    dataset.SOPClassUID = CTImageStorage
    dataset.SOPInstanceUID = f"1.2.3.{number}"
    dataset.PatientName = "PHANTOM"
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return dataset


def handle_find(event):
    for number in range(100):
        if event.is_cancelled:
            yield 0xFE00, None
            return
        match = Dataset()
        match.QueryRetrieveLevel = event.identifier.QueryRetrieveLevel
        match.StudyInstanceUID = f"1.2.3.{number}"
        yield 0xFF00, match


def handle_get(event):
    yield 3
    for number in range(3):
        yield 0xFF00, image(number)


def handle_move(event):
    if event.move_destination != "TEST":
        yield None, None
        return
    yield "127.0.0.1", int(sys.argv[1])
    yield 2
    for number in range(2):
        yield 0xFF00, image(number)


def handle_identity(event):
    return event.primary_field == b"somebody" and event.secondary_field == b"right", None


def report(association, action):
    time.sleep(0.2)  # the response to N-ACTION goes first
    information = Dataset()
    information.TransactionUID = action.TransactionUID
    information.ReferencedSOPSequence = action.ReferencedSOPSequence
    status, _ = association.send_n_event_report(
        information, 1, StorageCommitmentPushModel, StorageCommitmentPushModelInstance
    )
    say(f"reported {status.Status:04X}")


def handle_action(event):
    threading.Thread(target=report, args=(event.assoc, event.action_information)).start()
    return 0x0000, None


def handle_create(event):
    say(f"created {event.request.AffectedSOPClassUID.name} {event.request.AffectedSOPInstanceUID}")
    return 0x0000, event.attribute_list


def handle_set(event):
    say(f"set {event.request.RequestedSOPInstanceUID} {event.modification_list.PerformedProcedureStepStatus}")
    return 0x0000, event.modification_list


def handle_get_attributes(event):
    return 0x0112, None


def handle_delete(event):
    say(f"deleted {event.request.RequestedSOPInstanceUID}")
    return 0x0000


ae = AE(ae_title="PYNETDICOM")
for sop_class in (
    Verification,
    InstanceAvailabilityNotification,
    ModalityPerformedProcedureStep,
    StorageCommitmentPushModel,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
):
    ae.add_supported_context(sop_class)
ae.add_supported_context(CTImageStorage, ExplicitVRLittleEndian, scu_role=True, scp_role=True)
ae.add_requested_context(CTImageStorage, ExplicitVRLittleEndian)
context = None
if len(sys.argv) > 2:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=sys.argv[2])
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(certfile=sys.argv[4], keyfile=sys.argv[3])
server = ae.start_server(
    ("127.0.0.1", 0),
    block=False,
    ssl_context=context,
    evt_handlers=[
        (evt.EVT_C_FIND, handle_find),
        (evt.EVT_C_GET, handle_get),
        (evt.EVT_C_MOVE, handle_move),
        (evt.EVT_USER_ID, handle_identity),
        (evt.EVT_N_ACTION, handle_action),
        (evt.EVT_N_CREATE, handle_create),
        (evt.EVT_N_SET, handle_set),
        (evt.EVT_N_GET, handle_get_attributes),
        (evt.EVT_N_DELETE, handle_delete),
    ],
)
say(f"port {server.server_address[1]}")
sys.stdin.read()
server.shutdown()
