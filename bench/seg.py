"""Half of bench/seg: times highdicom, compares the voxels, prints the ratios.

usage: seg.py FOLDER ROUNDS
"""

import sys
import time
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian, RLELossless

SEGMENTS = 99


def described():
    algorithm = hd.AlgorithmIdentificationSequence(
        name="bench", version="1", family=codes.cid7162.ArtificialIntelligence
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
        for number in range(1, SEGMENTS + 1)
    ]


def write(images, labels, kind, syntax, file):
    file.unlink(missing_ok=True)
    wall, cpu = time.perf_counter(), time.process_time()
    seg = hd.seg.Segmentation(
        source_images=images,
        pixel_array=labels,
        segmentation_type=kind,
        segment_descriptions=described(),
        series_instance_uid=hd.UID(),
        series_number=7,
        sop_instance_uid=hd.UID(),
        instance_number=1,
        manufacturer="bench",
        manufacturer_model_name="bench",
        software_versions="1",
        device_serial_number="1",
        transfer_syntax_uid=syntax,
    )
    seg.save_as(file)
    return time.perf_counter() - wall, time.process_time() - cpu


def read(file, shape):
    volume = hd.seg.segread(file).get_volume(combine_segments=True, dtype=np.uint8)
    found = np.zeros(shape, np.uint8)
    # frames at the ends of the stack may be left out
    first = round((volume.position[2] - LOWEST) / volume.spacing[0])
    step = 1 if volume.affine[2, 0] > 0 else -1
    for z, slice_ in enumerate(volume.array):
        found[first + step * z] = slice_
    return found


def main(folder, rounds):
    global LOWEST
    folder = Path(folder)
    images = [pydicom.dcmread(path, stop_before_pixels=True) for path in (folder / "ct").glob("*.dcm")]
    images.sort(key=lambda image: image.ImagePositionPatient[2])
    LOWEST = images[0].ImagePositionPatient[2]
    shape = (len(images), images[0].Rows, images[0].Columns)
    labels = np.fromfile(folder / "labels", np.uint8).reshape(shape)
    ours = {}
    for line in (folder / "ours.txt").read_text().splitlines():
        _, kind, wall, cpu = line.split()
        ours.setdefault(kind, []).append((float(wall), float(cpu)))

    print(f"{'form':9} {'round':6} {'ours s':>7} {'CPU s':>7} {'highdicom s':>12} {'CPU s':>7} {'wall ratio':>11} {'CPU ratio':>10}")
    for kind, syntax in (("BINARY", ExplicitVRLittleEndian), ("LABELMAP", RLELossless)):
        file = folder / f"theirs-{kind.lower()}.dcm"
        theirs = [write(images, labels, kind, syntax, file) for _ in range(int(rounds))]
        for name, (a, b) in {"first": (ours[kind][0], theirs[0]), "best": (min(ours[kind]), min(theirs))}.items():
            print(f"{kind:9} {name:6} {a[0]:7.3f} {a[1]:7.3f} {b[0]:12.3f} {b[1]:7.3f} {b[0] / a[0]:11.1f} {b[1] / a[1]:10.1f}")
        mine = folder / f"ours-{kind.lower()}.dcm"
        if not np.array_equal(read(mine, shape), labels):
            sys.exit(f"FAULT: the voxels of our {kind} differ")
        if not np.array_equal(read(file, shape), labels):
            sys.exit(f"FAULT: the voxels of highdicom's {kind} differ")
        print(f"{kind:9} voxels equal; ours {mine.stat().st_size / 1e6:.1f} MB, highdicom {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
