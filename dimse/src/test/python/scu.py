"""Echoes, then sends files with pynetdicom: scu.py PORT FILE...; prints each status."""

import sys

import pydicom
from pynetdicom import AE
from pynetdicom.sop_class import Verification

from peer import say, still

files = [pydicom.dcmread(path) for path in sys.argv[2:]]
ae = AE(ae_title="PYNETDICOM")
ae.add_requested_context(Verification)
for kind in sorted({(f.SOPClassUID, f.file_meta.TransferSyntaxUID) for f in files}):
    ae.add_requested_context(*kind)
association = ae.associate("127.0.0.1", int(sys.argv[1]), ae_title="TEST")
if not association.is_established:
    sys.exit("no association")
say(f"echo {still(association).send_c_echo().Status:04X}")
for file in files:
    say(f"store {still(association).send_c_store(file).Status:04X}")
association.release()
say("released" if association.is_released else "not released")
