"""Stores a folder's instances by dicomweb-client and deletes them again: an instance, the series, the study."""

import sys
from pathlib import Path

import pydicom
from dicomweb_client.api import DICOMwebClient


def main(url: str, folder: str) -> None:
    sent = [pydicom.dcmread(file) for file in sorted(Path(folder).glob("*.dcm"))]
    study, series = sent[0].StudyInstanceUID, sent[0].SeriesInstanceUID
    client = DICOMwebClient(url)

    client.store_instances(sent)
    client.delete_instance(study, series, sent[0].SOPInstanceUID)
    left = client.search_for_instances(study)
    assert len(left) == len(sent) - 1, left
    client.delete_series(study, series)
    assert client.search_for_studies(search_filters={"StudyInstanceUID": study}) == []

    stored = client.store_instances(sent, study_instance_uid=study)
    assert len(stored.ReferencedSOPSequence) == len(sent), stored
    client.delete_study(study)
    assert client.search_for_studies(search_filters={"StudyInstanceUID": study}) == []
    print(f"dicomweb-client deleted {len(sent)} instances")


if __name__ == "__main__":
    main(*sys.argv[1:])
