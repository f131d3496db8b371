"""Writes segmentations of a CT series with highdicom, in every form and coding that it has, with their labels beside them.

usage: make_segs.py CT_FOLDER FOLDER
writes FOLDER/NAME.dcm and FOLDER/NAME.labels (uint16, [z][y][x] along the normal of the images)
"""

import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
from pydicom.sr.codedict import codes
from pydicom.uid import (
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGLSLossless,
    RLELossless,
)

DEFLATED_IMAGE_FRAME = "1.2.840.10008.1.2.8.1"


def described(count):
    algorithm = hd.AlgorithmIdentificationSequence(
        name="make_segs", version="1", family=codes.cid7162.ArtificialIntelligence
    )
    return [
        hd.seg.SegmentDescription(
            segment_number=number,
            segment_label=f"segment {number}",
            segmented_property_category=codes.cid7150.Tissue,
            segmented_property_type=codes.cid7166.ConnectiveTissue,
            algorithm_type="AUTOMATIC",
            algorithm_identification=algorithm,
            tracking_uid=hd.UID(),
            tracking_id=f"segment {number}",
        )
        for number in range(1, count + 1)
    ]


def main(ct_folder, out_folder):
    images = [pydicom.dcmread(path) for path in Path(ct_folder).glob("*.dcm")]
    row, column = np.array(images[0].ImageOrientationPatient).reshape(2, 3)
    images.sort(key=lambda image: np.dot(np.cross(row, column), image.ImagePositionPatient))
    shape = (len(images), images[0].Rows, images[0].Columns)
    random = np.random.default_rng(1)

    def write(name, pixels, labels, kind, syntax, count, sources=images, **more):
        seg = hd.seg.Segmentation(
            source_images=sources,
            pixel_array=pixels,
            segmentation_type=kind,
            segment_descriptions=described(count),
            series_instance_uid=hd.UID(),
            series_number=7,
            sop_instance_uid=hd.UID(),
            instance_number=1,
            manufacturer="make_segs",
            manufacturer_model_name="make_segs",
            software_versions="1",
            device_serial_number="1",
            transfer_syntax_uid=syntax,
            **more,
        )
        folder = Path(out_folder)
        seg.save_as(folder / (name + ".dcm"))
        labels.astype("<u2").tofile(folder / (name + ".labels"))

    def labels(count, sparse=False):
        found = np.zeros(shape, np.uint16)
        for number in range(1, count + 1):
            z, y, x = (random.integers(0, size - 3) for size in shape)
            found[z : z + 3, y : y + 4, x : x + 4] = number
        if sparse:
            found[3 : shape[0] - 2 : 2] = 0
            found[0] = 0
        return found

    few = labels(12)
    write("binary", few.astype(np.uint8), few, "BINARY", ExplicitVRLittleEndian, 12)
    write("implicit", few.astype(np.uint8), few, "BINARY", ImplicitVRLittleEndian, 12)
    write("all-frames", few.astype(np.uint8), few, "BINARY", ExplicitVRLittleEndian, 12, omit_empty_frames=False)
    sparse = labels(12, True)
    write("sparse", sparse.astype(np.uint8), sparse, "BINARY", ExplicitVRLittleEndian, 12)
    order = list(range(shape[0]))[::-1]
    write(
        "reversed",
        few[::-1].astype(np.uint8),
        few,
        "BINARY",
        ExplicitVRLittleEndian,
        12,
        sources=[images[z] for z in order],
    )
    for name, syntax in (
        ("labelmap", ExplicitVRLittleEndian),
        ("labelmap-rle", RLELossless),
        ("labelmap-jpegls", JPEGLSLossless),
        ("labelmap-deflated", DEFLATED_IMAGE_FRAME),
    ):
        try:
            write(name, sparse.astype(np.uint8), sparse, "LABELMAP", syntax, 12)
        except ValueError as e:
            print(name, "is not written here:", e)
    many = labels(300)
    write("labelmap-300", many, many, "LABELMAP", RLELossless, 300)
    one = (few == 3).astype(np.float32)
    for name, syntax in (("fractional", ExplicitVRLittleEndian), ("fractional-rle", RLELossless)):
        write(
            name, one * 0.75, (one * 1).astype(np.uint16), "FRACTIONAL", syntax, 1,
            max_fractional_value=200, fractional_type="PROBABILITY",
        )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
