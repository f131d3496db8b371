"""The same tissue labels by plain numpy and scipy: what the server is held against.

Usage: python reference.py VOLUME OUT Z Y X DZ DY DX AXIAL_AXIS

VOLUME is float32 [z][y][x] in Hounsfield units, OUT becomes uint8 of the same shape; DZ DY DX are spacings in mm;
AXIAL_AXIS (0 z, 1 y, 2 x) is the axis nearest to the patient's head-feet direction.
"""

import json
import pathlib
import sys

import numpy as np
from scipy import ndimage

STEP = json.loads((pathlib.Path(__file__).parent / "1" / "model.json").read_text())["postProcess"][0]


def body_mask(hu, spacing, axial_axis):
    """Largest dense component after parting what is thin, holes of each axial plane filled."""
    hu = np.moveaxis(hu, axial_axis, 0)
    sampling = [mm for axis, mm in enumerate(spacing) if axis != axial_axis]
    thick = np.stack([shrink(plane, sampling, STEP["partMm"]) for plane in hu > STEP["aboveHu"]])
    components, count = ndimage.label(thick)
    if count == 0:
        return np.moveaxis(np.zeros(hu.shape, bool), 0, axial_axis)
    largest = components == 1 + np.argmax(np.bincount(components.ravel())[1:])
    body = np.stack([grow(plane, sampling, STEP["restoreMm"]) for plane in largest]) & (hu > STEP["edgeHu"])
    filled = np.stack([ndimage.binary_fill_holes(plane) for plane in body])
    return np.moveaxis(filled, 0, axial_axis)


def shrink(plane, sampling, radius):
    if plane.all():
        return plane
    return distance(plane, sampling, radius) > radius


def grow(plane, sampling, radius):
    if not plane.any():
        return plane
    return distance(~plane, sampling, radius) <= radius


def distance(plane, sampling, radius):
    """To the nearest pixel that is not set; a neighbour counts as near however coarse the grid is."""
    return ndimage.distance_transform_edt(plane, sampling=[min(mm, radius) for mm in sampling])


def tissue(hu):
    hu = np.rint(hu)
    labels = np.full(hu.shape, 1, np.uint8)
    labels[(hu >= -190) & (hu <= -30)] = 2
    labels[(hu >= -29) & (hu <= 150)] = 3
    labels[hu > 150] = 4
    return labels


def segment(hu, spacing, axial_axis=0):
    """Labels 0 to 4 of float HU [z][y][x] with spacing (dz, dy, dx) in mm."""
    return np.where(body_mask(hu, spacing, axial_axis), tissue(hu), 0).astype(np.uint8)


def main():
    volume, out = sys.argv[1:3]
    shape = [int(n) for n in sys.argv[3:6]]
    spacing = [float(mm) for mm in sys.argv[6:9]]
    hu = np.fromfile(volume, np.float32).reshape(shape)
    segment(hu, spacing, int(sys.argv[9])).tofile(out)


if __name__ == "__main__":
    main()
