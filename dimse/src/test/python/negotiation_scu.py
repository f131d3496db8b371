"""Proposes with pynetdicom all that can be negotiated: negotiation_scu.py PORT; prints what is answered.

pynetdicom negotiates an asynchronous operations window and then asks one operation after the other all the same.
"""

import sys

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian
from pynetdicom import AE, build_role
from pynetdicom.pdu_primitives import (
    AsynchronousOperationsWindowNegotiation,
    SOPClassCommonExtendedNegotiation,
    SOPClassExtendedNegotiation,
    UserIdentityNegotiation,
)
from pynetdicom.sop_class import (
    CTImageStorage,
    MRImageStorage,
    StudyRootQueryRetrieveInformationModelFind as Find,
    StudyRootQueryRetrieveInformationModelGet as Get,
    StudyRootQueryRetrieveInformationModelMove as Move,
    Verification,
)

from peer import say, still

STORAGE_SERVICE = "1.2.840.10008.4.2"


def associate(contexts, *items):
    ae = AE(ae_title="PYNETDICOM")
    for context in contexts:
        ae.add_requested_context(context, ExplicitVRLittleEndian)
    return ae.associate("127.0.0.1", int(sys.argv[1]), ae_title="TEST", ext_neg=list(items))


def user(kind, primary, secondary=b"", response=True):
    item = UserIdentityNegotiation()
    item.user_identity_type = kind
    item.primary_field = primary
    item.secondary_field = secondary
    item.positive_response_requested = response
    return item


def identity(name, item):
    association = associate([Verification], item)
    if association.is_rejected:
        say("identity", name, "rejected")
        return
    answer = association.acceptor.user_identity
    status = still(association).send_c_echo().Status
    say("identity", name, f"echo {status:04X}", "no response" if answer is None else answer.server_response)
    association.release()


def window(name, contexts, invoked, performed):
    item = AsynchronousOperationsWindowNegotiation()
    item.maximum_number_operations_invoked = invoked
    item.maximum_number_operations_performed = performed
    association = associate(contexts, item)
    say("window", name, invoked, performed, "answered", *association.acceptor.asynchronous_operations)
    association.release()


def extended(sop_class, information):
    item = SOPClassExtendedNegotiation()
    item.sop_class_uid = sop_class
    item.service_class_application_information = information
    return item


def classes():
    association = associate(
        [CTImageStorage, MRImageStorage, Find, Get, Move],
        extended(CTImageStorage, b"\3\0\0\0\2\0"),  # this side only sends it
        extended(MRImageStorage, b"\2\0\0\0\1\0"),  # this side keeps what a C-GET brings
        extended(Find, b"\1\1\1\1\1"),
        extended(Get, b"\1\1"),
        extended(Move, b"\1"),
        build_role(MRImageStorage, scp_role=True),
    )
    for sop_class, information in sorted(association.acceptor.sop_class_extended.items()):
        say("extended", sop_class.name, information.hex())
    for context in association.accepted_contexts:
        say("role", context.abstract_syntax.name, "SCU" * context.as_scu, "SCP" * context.as_scp)
    association.release()


def private(name, sop_class, service_class, *related):
    item = SOPClassCommonExtendedNegotiation()
    item.sop_class_uid = sop_class
    item.service_class_uid = service_class
    item.related_general_sop_class_identification = list(related)
    association = associate([Verification, sop_class], item)
    if len(association.accepted_contexts) == 1:
        say("private", name, "not accepted")
    else:
        instance = Dataset()
        instance.SOPClassUID = sop_class
        instance.SOPInstanceUID = sop_class + ".1"
        instance.file_meta = FileMetaDataset()
        instance.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        say("private", name, f"stored {still(association).send_c_store(instance).Status:04X}")
    association.release()


identity("name", user(1, "müller".encode()))
identity("name and passcode", user(2, b"somebody", b"right"))
identity("wrong passcode", user(2, b"somebody", b"wrong"))
identity("Kerberos", user(3, b"\x60\x82ticket"))
identity("SAML", user(4, b"<Assertion/>"))
identity("JWT", user(5, b"aaa.bbb.ccc"))
identity("JWT, no response wanted", user(5, b"aaa.bbb.ccc", response=False))
window("storage", [CTImageStorage], 5, 5)
window("storage", [CTImageStorage], 0, 0)
window("storage and query", [CTImageStorage, Find], 5, 5)
classes()
private("class of the Storage service", "1.2.826.0.1.999.1", STORAGE_SERVICE)
private("class related to CT", "1.2.826.0.1.999.2", "1.2.826.0.1.999", CTImageStorage)
private("class of another service", "1.2.826.0.1.999.3", "1.2.826.0.1.999")
