"""Opens a segmentation with highdicom and pydicom and compares it with the labels that were written.

usage: check_seg.py SEG LABELS GRID CT_FOLDER
GRID: sizes z y x; spacings z y x; origin; direction of x; direction of y (LPS, mm)
"""

import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom


def check(condition, fault):
    if not condition:
        sys.exit("FAULT: " + fault)


def main(seg_file, label_file, grid_file, ct_folder):
    sizes, spacings, origin, x_direction, y_direction = (
        [float(value) for value in line.split()] for line in Path(grid_file).read_text().splitlines()
    )
    sizes = [int(size) for size in sizes]
    labels = np.fromfile(label_file, np.uint8).reshape(sizes)

    seg = hd.seg.segread(seg_file)
    directions = np.array([np.cross(x_direction, y_direction), y_direction, x_direction])
    affine = np.eye(4)
    affine[:3, :3] = (directions * np.array(spacings)[:, np.newaxis]).T
    affine[:3, 3] = origin
    grid = hd.VolumeGeometry(affine, sizes, coordinate_system="PATIENT")
    volume = seg.get_volume(combine_segments=True)
    if labels.any():
        matched = volume.match_geometry(grid)
        check(np.array_equal(matched.array, labels), "the labels of highdicom's volume differ")
    else:
        check(not volume.array.any(), "an empty segmentation has labels")

    plain = pydicom.dcmread(seg_file)
    images = {image.SOPInstanceUID: image for image in map(pydicom.dcmread, Path(ct_folder).glob("*.dcm"))}
    along = sorted(images.values(), key=lambda image: np.dot(directions[0], image.ImagePositionPatient))
    slices = {image.SOPInstanceUID: z for z, image in enumerate(along)}
    masks = plain.pixel_array.reshape(-1, sizes[1], sizes[2])
    index_values = []
    seen = np.zeros_like(labels)
    for mask, group in zip(masks, plain.PerFrameFunctionalGroupsSequence, strict=True):
        source = group.DerivationImageSequence[0].SourceImageSequence[0]
        image = images[source.ReferencedSOPInstanceUID]
        z = slices[image.SOPInstanceUID]
        number = group.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        check(group.PlanePositionSequence[0].ImagePositionPatient == image.ImagePositionPatient, "a position differs")
        check(np.array_equal(mask == 1, labels[z] == number), f"the mask of segment {number} in slice {z} differs")
        seen[z][mask == 1] = number
        index_values.append(tuple(group.FrameContentSequence[0].DimensionIndexValues))
    check(np.array_equal(seen, labels), "a voxel has no frame")
    check(len(set(index_values)) == len(index_values), "dimension index values are not unique")
    check(index_values == sorted(index_values), "the frames are not in the order of the dimensions")
    for dimension in zip(*index_values):
        check(set(dimension) == set(range(1, max(dimension) + 1)), "dimension index values are not dense")

    referenced = {
        item.ReferencedSOPInstanceUID
        for series in plain.ReferencedSeriesSequence
        for item in series.ReferencedInstanceSequence
    }
    check(referenced == set(images), "the source images are not all referenced")
    for keyword in ("PatientName", "PatientID", "StudyInstanceUID", "FrameOfReferenceUID", "StudyDate"):
        check(plain.get(keyword) == along[0].get(keyword), keyword + " differs from the source")
    check(np.allclose(volume.spacing, spacings, rtol=1e-6), f"spacing {volume.spacing} instead of {spacings}")
    print(f"{len(masks)} frames agree, {labels.astype(bool).sum()} labelled voxels")


if __name__ == "__main__":
    main(*sys.argv[1:])
