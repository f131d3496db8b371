"""Prints the Instance Availability Notifications that come to PORT: availability.py PORT."""

import sys

from pynetdicom import AE, evt
from pynetdicom.sop_class import InstanceAvailabilityNotification

from peer import say


def handle(event):
    study = event.attribute_list
    instances = [item for series in study.ReferencedSeriesSequence for item in series.ReferencedSOPSequence]
    states = sorted({f"{item.InstanceAvailability} at {item.RetrieveAETitle}" for item in instances})
    say(f"study {study.StudyInstanceUID} instances {len(instances)} {' '.join(states)}")
    return 0x0000, None


ae = AE(ae_title="PYIAN")
ae.add_supported_context(InstanceAvailabilityNotification)
ae.start_server(("127.0.0.1", int(sys.argv[1])), evt_handlers=[(evt.EVT_N_CREATE, handle)])
