"""The two Python steps of bench/head-ct.

head_ct.py make MATRIX FOLDER                    writes the CT series, prints its Study Instance UID
head_ct.py compare MATRIX DICOMWEB STUDY SECONDS waits for the segmentation and compares it
"""

import hashlib
import importlib.util
import sys
import time
from pathlib import Path

import highdicom as hd
import numpy as np
from dicomweb_client import DICOMwebClient
from pydicom import Dataset, FileDataset
from pydicom.dataset import FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

SHA256 = "d87fd5e6aaf2c4fdf4f3fe28ee3335192fc2464ed8e9682fc78530cb837938da"
SHAPE = (108, 256, 256)
PIXEL_MM = 0.9570312
SLICE_MM = 1.5
FIRST_POSITION = (-122.0, -122.0, 0.0)
ENOUGH = 0.99
MODEL = Path(__file__).resolve().parent.parent / "models" / "ct-tissue"


def hounsfield(matrix):
    """The CT numbers, [z][y][x], z to the head, y to the back, x to the left.

    The project file keeps Hounsfield units (its scalar range begins at -1024) with the face at the last row.
    """
    data = Path(matrix).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit("matrix.dat is not the one that is known")
    return np.frombuffer(data, "<i2").reshape(SHAPE)[:, ::-1, :]


def grid():
    affine = np.eye(4)
    affine[:3, 0] = 0, 0, SLICE_MM
    affine[:3, 1] = 0, PIXEL_MM, 0
    affine[:3, 2] = PIXEL_MM, 0, 0
    affine[:3, 3] = FIRST_POSITION
    return hd.VolumeGeometry(affine, SHAPE, coordinate_system="PATIENT")


def make(matrix, folder):
    volume = hounsfield(matrix)
    study, series, frame_of_reference = generate_uid(), generate_uid(), generate_uid()
    Path(folder).mkdir(parents=True)
    for z, pixels in enumerate(volume):
        image = ct_image(pixels, z)
        image.StudyInstanceUID = study
        image.SeriesInstanceUID = series
        image.FrameOfReferenceUID = frame_of_reference
        image.save_as(Path(folder) / f"{z:03}.dcm", enforce_file_format=True)
    print(study)


def ct_image(pixels, z):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid()
    image = FileDataset(None, Dataset(), file_meta=meta, preamble=bytes(128))
    image.SOPClassUID = CTImageStorage
    image.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    image.Modality = "CT"
    image.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    image.PatientName = "INVESALIUS^CRANIUM"
    image.PatientID = "INVESALIUS-EXAMPLE"
    image.PatientBirthDate = image.PatientSex = image.AccessionNumber = image.ReferringPhysicianName = ""
    image.StudyID = "1"
    image.StudyDate = image.SeriesDate = image.ContentDate = "20120914"
    image.StudyTime = image.SeriesTime = image.ContentTime = "151208"
    image.StudyDescription = "Head, InVesalius example"
    image.SeriesDescription = "Cranium 1.5 mm"
    image.BodyPartExamined = "HEAD"
    image.PatientPosition = "HFS"
    image.Manufacturer = "InVesalius example"
    image.PositionReferenceIndicator = ""
    image.SeriesNumber = image.AcquisitionNumber = 1
    image.InstanceNumber = z + 1
    image.KVP = ""
    image.SliceThickness = SLICE_MM
    image.PixelSpacing = [PIXEL_MM, PIXEL_MM]
    image.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    image.ImagePositionPatient = [FIRST_POSITION[0], FIRST_POSITION[1], FIRST_POSITION[2] + z * SLICE_MM]
    image.SamplesPerPixel = 1
    image.PhotometricInterpretation = "MONOCHROME2"
    image.Rows, image.Columns = pixels.shape
    image.BitsAllocated = image.BitsStored = 16
    image.HighBit = 15
    image.PixelRepresentation = 1
    image.RescaleIntercept, image.RescaleSlope = 0, 1
    image.RescaleType = "HU"
    image.WindowCenter, image.WindowWidth = 40, 400
    image.PixelData = np.ascontiguousarray(pixels).tobytes()
    return image


def wait_for_segmentation(client, study, seconds):
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        found = client.search_for_series(study, search_filters={"Modality": "SEG"})
        if found:
            print(f"segmentation found {time.monotonic() - began:.1f} s after the last image")
            series = found[0]["0020000E"]["Value"][0]
            return hd.seg.Segmentation.from_dataset(client.retrieve_series(study, series)[0])
        time.sleep(0.5)
    sys.exit(f"no segmentation within {seconds:.0f} s")


def reference(volume):
    """The labels that numpy and scipy find by the rules of the model."""
    spec = importlib.util.spec_from_file_location("reference", MODEL / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.segment(volume.astype(np.float32), (SLICE_MM, PIXEL_MM, PIXEL_MM))


def compare(matrix, url, study, seconds):
    segmentation = wait_for_segmentation(DICOMwebClient(url), study, float(seconds))
    ours = segmentation.get_volume(combine_segments=True).match_geometry(grid()).array
    theirs = np.asarray(reference(hounsfield(matrix)))
    lowest = 1.0
    print(f"{'label':32} {'server':>10} {'numpy':>10} {'Dice':>8}")
    for number in segmentation.segment_numbers:
        a, b = ours == number, theirs == number
        total = a.sum() + b.sum()
        dice = 2 * (a & b).sum() / total if total else 1.0
        lowest = min(lowest, dice)
        name = f"{number} {segmentation.get_segment_description(number).segment_label}"
        print(f"{name:32} {a.sum():10} {b.sum():10} {dice:8.5f}")
    sys.exit(0 if lowest >= ENOUGH else f"a label agrees with less than Dice {ENOUGH}")


if __name__ == "__main__":
    {"make": make, "compare": compare}[sys.argv[1]](*sys.argv[2:])
