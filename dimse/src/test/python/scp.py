"""Stores in a folder what pynetdicom receives: scp.py FOLDER; prints its port, and a line an instance."""

import sys
from pathlib import Path

from pynetdicom import AE, AllStoragePresentationContexts, evt
from pynetdicom.sop_class import Verification
from pydicom.uid import AllTransferSyntaxes

from peer import say


def handle_store(event):
    path = Path(sys.argv[1]) / f"{event.request.AffectedSOPInstanceUID}.dcm"
    path.write_bytes(event.encoded_dataset(include_meta=False))
    say(f"stored {path.name}")
    return 0xB007 if path.name.startswith("1.2.3.7") else 0x0000


ae = AE(ae_title="PYNETDICOM")
ae.maximum_pdu_size = 16382
for context in AllStoragePresentationContexts[:120]:
    ae.add_supported_context(context.abstract_syntax, AllTransferSyntaxes)
ae.add_supported_context(Verification)
server = ae.start_server(
    ("127.0.0.1", 0),
    block=False,
    evt_handlers=[(evt.EVT_C_STORE, handle_store), (evt.EVT_RELEASED, lambda event: say("released"))],
)
say(f"port {server.server_address[1]}")
sys.stdin.read()
server.shutdown()
