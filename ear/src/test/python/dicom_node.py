"""pynetdicom as user and provider of the DICOM node under test.

dicom_node.py PORT WHAT ARGUMENT...; prints one line a fact, which the Java test compares:
    find STUDY             matches with their status, at every level of both information models
    get STUDY FOLDER       what C-GET brings, as bare data sets
    move STUDY SCP_PORT FOLDER        what C-MOVE to PYNETDICOM (listening at SCP_PORT) brings
    commit SAME|NEW SCP_PORT CLASS=INSTANCE...    the report of a storage commitment request
    identity TYPE PRIMARY [SECONDARY]    what the answer to a user identity is
    negotiate SERIES       what is answered to extended negotiation, and a retrieval that names the series alone
    private FOLDER         stores an instance of a private class, and gets it again
"""

import queue
import sys
import time
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, generate_uid
from pynetdicom import AE, build_role, evt
from pynetdicom.pdu_primitives import (
    AsynchronousOperationsWindowNegotiation,
    SOPClassCommonExtendedNegotiation,
    SOPClassExtendedNegotiation,
    UserIdentityNegotiation,
)
from pynetdicom.sop_class import (
    CTImageStorage,
    PatientRootQueryRetrieveInformationModelFind as PATIENT_FIND,
    StorageCommitmentPushModel,
    StorageCommitmentPushModelInstance,
    StudyRootQueryRetrieveInformationModelFind as STUDY_FIND,
    StudyRootQueryRetrieveInformationModelGet as STUDY_GET,
    StudyRootQueryRetrieveInformationModelMove as STUDY_MOVE,
    Verification,
)

from peer import say, still

TITLE = "PYNETDICOM"
port = int(sys.argv[1])
arguments = sys.argv[3:]


def associate(contexts, **options):
    ae = AE(ae_title=TITLE)
    for context in contexts:
        ae.add_requested_context(context, [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
    association = ae.associate("127.0.0.1", port, ae_title="VOXRELAY", **options)
    assert association.is_established, "no association"
    return association


def identifier(level, **keys):
    dataset = Dataset()
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.QueryRetrieveLevel = level
    for keyword, value in keys.items():
        setattr(dataset, keyword, value)
    return dataset


def ask(association, model, dataset):
    statuses = []
    for status, match in still(association).send_c_find(dataset, model):
        statuses.append(f"{status.Status:04x}")
        assert match is None or match.QueryRetrieveLevel == dataset.QueryRetrieveLevel
        assert match is None or match.RetrieveAETitle == "VOXRELAY"
    return f"{len(statuses) - 1} {' '.join(sorted(set(statuses)))}"


def extended(sop_class, information):
    item = SOPClassExtendedNegotiation()
    item.sop_class_uid = sop_class
    item.service_class_application_information = information
    return item


def find(study):
    relational = extended(STUDY_FIND, b"\x01\x01\x00")
    association = associate([PATIENT_FIND, STUDY_FIND], ext_neg=[relational])
    say("study", ask(association, STUDY_FIND, identifier("STUDY", StudyInstanceUID=study, PatientName="*")))
    say("unknown key", ask(association, STUDY_FIND, identifier("STUDY", StudyInstanceUID=study, EthnicGroup="x")))
    say("relational", ask(association, STUDY_FIND, identifier("IMAGE", StudyInstanceUID=study, SOPInstanceUID="")))
    say("hierarchical", ask(association, PATIENT_FIND, identifier("IMAGE", StudyInstanceUID=study, SOPInstanceUID="")))
    say("bad date", ask(association, STUDY_FIND, identifier("STUDY", StudyDate="20269999-", StudyInstanceUID=study)))
    say("none", ask(association, STUDY_FIND, identifier("STUDY", StudyInstanceUID="1.2.3.99")))
    association.release()


def keep(folder):
    def handle(event):
        path = Path(folder) / str(event.request.AffectedSOPInstanceUID)
        path.write_bytes(event.encoded_dataset(include_meta=False))
        return 0x0000

    return [(evt.EVT_C_STORE, handle)]


def counts(responses):
    last = None
    pending = 0
    for status, _ in responses:
        pending += status.Status == 0xFF00
        last = status
    say(
        f"{last.Status:04x} completed {last.NumberOfCompletedSuboperations}"
        f" failed {last.NumberOfFailedSuboperations} warning {last.NumberOfWarningSuboperations} pending {pending}"
    )


def get(study, folder):
    role = build_role(CTImageStorage, scp_role=True)
    association = associate([STUDY_GET, CTImageStorage], ext_neg=[role], evt_handlers=keep(folder))
    counts(still(association).send_c_get(identifier("STUDY", StudyInstanceUID=study), STUDY_GET))
    association.release()


def move(study, scp_port, folder):
    ae = AE(ae_title=TITLE)
    ae.add_supported_context(CTImageStorage, [ExplicitVRLittleEndian])
    server = ae.start_server(("127.0.0.1", int(scp_port)), block=False, evt_handlers=keep(folder))
    association = associate([STUDY_MOVE])
    counts(still(association).send_c_move(identifier("STUDY", StudyInstanceUID=study), TITLE, STUDY_MOVE))
    association.release()
    server.shutdown()


def commit(way, scp_port, *references):
    reports = queue.Queue()

    def handle(event):
        reports.put((event.assoc.is_acceptor, event.event_type, event.event_information))
        return 0x0000, None

    handlers = [(evt.EVT_N_EVENT_REPORT, handle)]
    ae = AE(ae_title=TITLE)
    ae.add_supported_context(StorageCommitmentPushModel, scu_role=False, scp_role=True)
    server = ae.start_server(("127.0.0.1", int(scp_port)), block=False, evt_handlers=handlers)
    association = associate([StorageCommitmentPushModel], evt_handlers=handlers)
    action = Dataset()
    action.TransactionUID = generate_uid()
    action.ReferencedSOPSequence = []
    for reference in references:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = reference.split("=")
        action.ReferencedSOPSequence.append(item)
    status, _ = still(association).send_n_action(action, 1, StorageCommitmentPushModel, StorageCommitmentPushModelInstance)
    say(f"action {status.Status:04x}")
    if way == "NEW":
        association.release()
    accepted, kind, information = reports.get(timeout=60)
    assert information.TransactionUID == action.TransactionUID
    say("on", "a new association" if accepted else "the same association", "event", kind)
    for item in information.get("ReferencedSOPSequence", []):
        say("safe", item.ReferencedSOPInstanceUID)
    for item in information.get("FailedSOPSequence", []):
        say("failed", item.ReferencedSOPInstanceUID, f"{item.FailureReason:04x}")
    time.sleep(0.5)  # our answer to the report goes out
    if way == "SAME":
        association.release()
    server.shutdown()


def identity(kind, primary, secondary=""):
    user = UserIdentityNegotiation()
    user.user_identity_type = int(kind)
    user.primary_field = primary.encode()
    user.secondary_field = secondary.encode()
    user.positive_response_requested = True
    association = associate([Verification], ext_neg=[user])
    say(f"echo {still(association).send_c_echo().Status:04x}")
    answer = association.acceptor.user_identity
    say("not answered" if answer is None else f"answered {answer.server_response}")
    association.release()


def negotiate(series):
    window = AsynchronousOperationsWindowNegotiation()
    window.maximum_number_operations_invoked = 5
    association = associate([CTImageStorage], ext_neg=[window, extended(CTImageStorage, b"\3\0\0\0\2\0")])
    say("window", *association.acceptor.asynchronous_operations)
    say("storage", association.acceptor.sop_class_extended[CTImageStorage].hex())
    association.release()
    proposed = [
        window,
        build_role(CTImageStorage, scp_role=True),
        extended(CTImageStorage, b"\0\0\0\0\1\0"),
        extended(STUDY_GET, b"\1\1"),
        extended(STUDY_MOVE, b"\1"),
    ]
    stored = [(evt.EVT_C_STORE, lambda event: 0x0000)]
    contexts = [STUDY_GET, STUDY_MOVE, CTImageStorage]
    association = associate(contexts, ext_neg=proposed, evt_handlers=stored)
    say("window", *association.acceptor.asynchronous_operations)
    for sop_class in contexts:
        say(sop_class.name, association.acceptor.sop_class_extended[sop_class].hex())
    counts(still(association).send_c_get(identifier("SERIES", SeriesInstanceUID=series), STUDY_GET))
    association.release()


def private(folder):
    common = SOPClassCommonExtendedNegotiation()
    common.sop_class_uid = generate_uid()
    common.service_class_uid = "1.2.840.10008.4.2"  # Storage
    instance = Dataset()
    instance.SOPClassUID = common.sop_class_uid
    instance.SOPInstanceUID = generate_uid()
    instance.PatientName = "Private^Class"
    instance.PatientID = "PRIVATE-CLASS"
    instance.StudyInstanceUID = generate_uid()
    instance.SeriesInstanceUID = generate_uid()
    instance.private_block(0x0099, "VOXRELAY TEST", create=True).add_new(1, "LO", "kept")
    instance.file_meta = FileMetaDataset()
    instance.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    association = associate([Verification, common.sop_class_uid])
    say("unexplained", len(association.accepted_contexts), "accepted")
    association.release()
    roles = build_role(common.sop_class_uid, scu_role=True, scp_role=True)
    contexts = [STUDY_GET, common.sop_class_uid]
    association = associate(contexts, ext_neg=[common, roles], evt_handlers=keep(folder))
    say(f"stored {still(association).send_c_store(instance).Status:04x}")
    counts(still(association).send_c_get(identifier("STUDY", StudyInstanceUID=instance.StudyInstanceUID), STUDY_GET))
    association.release()
    with open(Path(folder) / instance.SOPInstanceUID, "rb") as came:
        same = dcmread(came, force=True) == instance
    say("came as it was" if same else "came otherwise")


WHAT = {function.__name__: function for function in (find, get, move, commit, identity, negotiate, private)}
WHAT[sys.argv[2]](*arguments)
