"""Reads the probabilities of a segmentation with highdicom and compares them with those that MONAI computed.

usage: check_fractional.py SEG CT_FOLDER PROBABILITIES

PROBABILITIES: every n-th of [channel][z][y][x], the background first, in steps of 1/255 (bench/exactness.py).
"""

import gzip
import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom

KEPT = 6000


def main(seg_file, ct_folder, probability_file):
    seg = hd.seg.segread(seg_file)
    if seg.SegmentationType != "FRACTIONAL" or seg.SegmentationFractionalType != "PROBABILITY":
        sys.exit(f"FAULT: {seg.SegmentationType}")
    images = sorted(map(pydicom.dcmread, Path(ct_folder).glob("*.dcm")), key=lambda i: i.ImagePositionPatient[2])
    found = seg.get_pixels_by_source_instance(
        [image.SOPInstanceUID for image in images],
        combine_segments=False,
        rescale_fractional=False,
        assert_missing_frames_are_empty=True,
    )
    if seg.MaximumFractionalValue != 255 or found.max() < 200:
        sys.exit(f"FAULT: maximum {seg.MaximumFractionalValue}, highest value {found.max()}")
    ours = np.concatenate([np.zeros(found.shape[:3] + (1,), found.dtype), found], axis=3).transpose(3, 0, 1, 2).ravel()
    theirs = np.frombuffer(gzip.decompress(Path(probability_file).read_bytes()), np.uint8)
    step = max(1, ours.size // KEPT)
    places = np.arange(0, ours.size, step)
    foreground = places >= ours.size // (found.shape[3] + 1)
    difference = np.abs(ours[places].astype(int) - theirs.astype(int))[foreground]
    if difference.max() > 1:
        sys.exit(f"FAULT: differs by {difference.max()}/255 from MONAI in {np.mean(difference > 1):.2%}")
    print(f"{difference.size} probabilities are those of MONAI; {np.mean(difference == 0):.2%} to the last step")


if __name__ == "__main__":
    main(*sys.argv[1:])
