"""Opens a segmentation of any form with highdicom and pydicom and compares it with the labels that were written.

usage: check_segmap.py SEG LABELS GRID TYPE
LABELS: uint16, little endian, [z][y][x]; GRID as check_seg.py has it; TYPE: the Segmentation Type that is wanted
"""

import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom


def check(condition, fault):
    if not condition:
        sys.exit("FAULT: " + fault)


def main(seg_file, label_file, grid_file, segmentation_type):
    sizes, spacings, origin, x_direction, y_direction = (
        [float(value) for value in line.split()] for line in Path(grid_file).read_text().splitlines()
    )
    sizes = [int(size) for size in sizes]
    labels = np.fromfile(label_file, "<u2").reshape(sizes)

    seg = hd.seg.segread(seg_file)
    check(seg.segmentation_type.value == segmentation_type, f"it is {seg.segmentation_type}")
    directions = np.array([np.cross(x_direction, y_direction), y_direction, x_direction])
    affine = np.eye(4)
    affine[:3, :3] = (directions * np.array(spacings)[:, np.newaxis]).T
    affine[:3, 3] = origin
    grid = hd.VolumeGeometry(affine, sizes, coordinate_system="PATIENT")
    if segmentation_type == "FRACTIONAL":
        volume = seg.get_volume(rescale_fractional=False).match_geometry(grid)
        for index, number in enumerate(seg.segment_numbers):
            wanted = np.where(labels == number, 255, 0)
            check(np.array_equal(volume.array[..., index], wanted), f"the values of segment {number} differ")
    else:
        volume = seg.get_volume(combine_segments=True).match_geometry(grid)
        check(np.array_equal(volume.array, labels), "the labels of highdicom's volume differ")

    plain = pydicom.dcmread(seg_file)
    frames = plain.pixel_array.reshape(-1, sizes[1], sizes[2])
    check(len(frames) == len(plain.PerFrameFunctionalGroupsSequence), "frames and functional groups differ in number")
    if segmentation_type == "LABELMAP":
        check(plain.SOPClassUID == "1.2.840.10008.5.1.4.1.1.66.7", "the SOP class is " + plain.SOPClassUID)
        check(plain.file_meta.TransferSyntaxUID.is_encapsulated, "it is native")
        check(np.array_equal(frames, labels[labels.any(axis=(1, 2))]), "pydicom's pixels differ")
    print(f"{len(frames)} frames agree, {labels.astype(bool).sum()} labelled voxels")


if __name__ == "__main__":
    main(*sys.argv[1:])
