"""Retrieves by dicomweb-client what a series and a segmentation hold, and reads a zip with pydicom's FileSet."""

import io
import sys
import tempfile
import zipfile
from pathlib import Path

import highdicom
import numpy as np
import pydicom
import requests
from dicomweb_client.api import DICOMwebClient
from PIL import Image
from pydicom.fileset import FileSet
from pydicom.sr.codedict import codes


def segmentation(images: list[pydicom.Dataset]) -> highdicom.seg.Segmentation:
    """A box in every second image, so that empty frames are left out."""
    mask = np.zeros((len(images), images[0].Rows, images[0].Columns), dtype=np.uint8)
    mask[::2, 8:16, 8:16] = 1
    description = highdicom.seg.SegmentDescription(
        segment_number=1,
        segment_label="box",
        segmented_property_category=codes.SCT.Tissue,
        segmented_property_type=codes.SCT.Bone,
        algorithm_type=highdicom.seg.SegmentAlgorithmTypeValues.MANUAL,
    )
    return highdicom.seg.Segmentation(
        source_images=images,
        pixel_array=mask,
        segmentation_type=highdicom.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=[description],
        series_instance_uid=highdicom.UID(),
        series_number=77,
        sop_instance_uid=highdicom.UID(),
        instance_number=1,
        manufacturer="test",
        manufacturer_model_name="test",
        software_versions="1",
        device_serial_number="1",
    )


def check_segmentation(client: DICOMwebClient, images: list[pydicom.Dataset]) -> None:
    seg = segmentation(images)
    client.store_instances([seg])
    where = (seg.StudyInstanceUID, seg.SeriesInstanceUID, seg.SOPInstanceUID)
    metadata = pydicom.Dataset.from_json(client.retrieve_instance_metadata(*where))
    frames = [
        client.retrieve_instance_frames(*where, frame_numbers=[number + 1])[0]
        for number in range(metadata.NumberOfFrames)
    ]
    metadata.PixelData = b"".join(frames)
    metadata["PixelData"].VR = "OB"
    metadata.file_meta = seg.file_meta
    metadata.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    read = highdicom.seg.Segmentation.from_dataset(metadata)
    sources = [image.SOPInstanceUID for image in images]
    got = read.get_pixels_by_source_instance(sources, ignore_spatial_locations=True, assert_missing_frames_are_empty=True)
    want = seg.get_pixels_by_source_instance(sources, ignore_spatial_locations=True, assert_missing_frames_are_empty=True)
    assert np.array_equal(got, want) and got.sum() > 0
    print(f"highdicom reads {len(frames)} frames of a segmentation one by one")


def check_retrieval(client: DICOMwebClient, images: list[pydicom.Dataset]) -> None:
    first = images[0]
    where = (first.StudyInstanceUID, first.SeriesInstanceUID, first.SOPInstanceUID)
    for media_types in (None, (("application/dicom", "*"),), (("application/dicom", "1.2.840.10008.1.2.1"),)):
        instance = client.retrieve_instance(*where, media_types=media_types)
        assert np.array_equal(instance.pixel_array, first.pixel_array), media_types
    frame = client.retrieve_instance_frames(*where, [1], media_types=(("application/octet-stream", "*"),))[0]
    assert frame == first.PixelData
    rle = client.retrieve_instance(*where, media_types=(("application/dicom", "1.2.840.10008.1.2.4.80"),))
    assert rle.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.4.80"
    for media_type in ("image/jpeg", "image/png", "image/gif"):
        picture = Image.open(io.BytesIO(client.retrieve_instance_rendered(*where, media_types=(media_type,))))
        assert picture.size == (first.Columns, first.Rows), media_type
        framed = client.retrieve_instance_frames_rendered(*where, [1], media_types=(media_type,))
        assert Image.open(io.BytesIO(framed)).size == picture.size
    series = Image.open(io.BytesIO(client.retrieve_series_rendered(*where[:2], media_types=("image/gif",))))
    assert series.n_frames == len(images)
    print("dicomweb-client retrieves files, frames and pictures")


def check_zip(url: str, images: list[pydicom.Dataset], study: str) -> None:
    answer = requests.get(f"{url}/studies/{study}", headers={"Accept": "application/zip"}, timeout=60)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip", answer.text
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            assert packed.testzip() is None
            packed.extractall(folder)
        files = FileSet(Path(folder) / "DICOMDIR")
        found = {instance.SOPInstanceUID: instance.load() for instance in files}
        assert {image.SOPInstanceUID for image in images} <= set(found)
        for image in images:
            assert found[image.SOPInstanceUID] == image
        print(f"pydicom reads a file-set of {len(found)} instances at {folder}")
        Path(sys.argv[3]).write_bytes((Path(folder) / "DICOMDIR").read_bytes())


def main(url: str, folder: str) -> None:
    """The third argument names a file that the DICOMDIR is copied to."""
    images = [pydicom.dcmread(file) for file in sorted(Path(folder).glob("*.dcm"))]
    client = DICOMwebClient(url)
    client.store_instances(images)
    check_retrieval(client, images)
    check_segmentation(client, images)
    check_zip(url, images, images[0].StudyInstanceUID)


if __name__ == "__main__":
    main(*sys.argv[1:3])
