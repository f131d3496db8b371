"""Stores a folder's instances by dicomweb-client, finds them again and compares what comes back with what was sent."""

import sys
from pathlib import Path

import pydicom
from dicomweb_client.api import DICOMwebClient


def main(url: str, folder: str) -> None:
    sent = [pydicom.dcmread(file) for file in sorted(Path(folder).glob("*.dcm"))]
    study, series = sent[0].StudyInstanceUID, sent[0].SeriesInstanceUID
    client = DICOMwebClient(url)

    stored = client.store_instances(sent)
    assert len(stored.ReferencedSOPSequence) == len(sent), stored

    found = client.search_for_studies(search_filters={"StudyInstanceUID": study}, fields=["StudyDescription"])
    assert [match["0020000D"]["Value"][0] for match in found] == [study], found
    assert len(client.search_for_instances(study)) == len(sent)

    metadata = client.retrieve_series_metadata(study, series)
    assert len(metadata) == len(sent)

    by_uid = {image.SOPInstanceUID: image for image in sent}
    received = client.retrieve_series(study, series)
    assert {image.SOPInstanceUID for image in received} == set(by_uid)
    for image in received:
        assert image == by_uid[image.SOPInstanceUID], "a data set changed on its way"

    first = sent[0]
    frames = client.retrieve_instance_frames(study, series, first.SOPInstanceUID, frame_numbers=[1])
    assert frames[0] == first.PixelData
    bulk = client.retrieve_bulkdata(url.removesuffix("/dicom-web") + next(
        m for m in metadata if m["00080018"]["Value"][0] == first.SOPInstanceUID)["7FE00010"]["BulkDataURI"])
    assert bulk[0] == first.PixelData
    print(f"dicomweb-client agrees on {len(sent)} instances")


if __name__ == "__main__":
    main(*sys.argv[1:])
