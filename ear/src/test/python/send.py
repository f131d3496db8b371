"""Sends the files of a folder over one association by pynetdicom and prints each status.

usage: send.py HOST PORT CALLED_AE_TITLE FOLDER
"""

import sys
from pathlib import Path

import pydicom
from pynetdicom import AE

from peer import still


def main(host, port, called, folder):
    images = [pydicom.dcmread(file) for file in sorted(Path(folder).glob("*.dcm"))]
    ae = AE(ae_title="PYNETDICOM")
    for sop_class, syntax in {(image.SOPClassUID, image.file_meta.TransferSyntaxUID) for image in images}:
        ae.add_requested_context(sop_class, syntax)
    association = ae.associate(host, int(port), ae_title=called)
    if not association.is_established:
        sys.exit("no association")
    statuses = [still(association).send_c_store(image).Status for image in images]
    association.release()
    print(" ".join(f"{status:04X}" for status in statuses))
    sys.exit(any(statuses))


if __name__ == "__main__":
    main(*sys.argv[1:])
