"""Echoes, then sends files with pynetdicom: scu.py PORT FILE...; prints each status."""

import sys
import time

import pydicom
from pynetdicom import AE
from pynetdicom.sop_class import Verification


def still(association):
    """Lets the reader of pynetdicom come to a stand before a request: else it may take the answer from who waits for it."""
    association._reactor_checkpoint.clear()
    time.sleep(0.02)
    return association


files = [pydicom.dcmread(path) for path in sys.argv[2:]]
ae = AE(ae_title="PYNETDICOM")
ae.add_requested_context(Verification)
for kind in sorted({(f.SOPClassUID, f.file_meta.TransferSyntaxUID) for f in files}):
    ae.add_requested_context(*kind)
association = ae.associate("127.0.0.1", int(sys.argv[1]), ae_title="TEST")
if not association.is_established:
    sys.exit("no association")
print(f"echo {still(association).send_c_echo().Status:04X}")
for file in files:
    print(f"store {still(association).send_c_store(file).Status:04X}")
association.release()
print("released" if association.is_released else "not released")
