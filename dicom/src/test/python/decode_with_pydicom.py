"""Decodes images with pydicom: decode_with_pydicom.py FOLDER FILE...

Writes the frames of the n-th file, samples of a pixel together, little endian, to FOLDER/n.raw. Files that it cannot
decode have none.
"""

import pathlib
import sys
import warnings

import numpy as np
import pydicom
from pydicom.pixels import pixel_array

JPEG = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51")

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])
for number, name in enumerate(sys.argv[2:]):
    try:
        dataset = pydicom.dcmread(name)
        # JPEG stores colours as luminance and differences, and is decoded to colours; others keep their form
        raw = dataset.file_meta.TransferSyntaxUID not in JPEG
        array = pixel_array(dataset, raw=raw)
        if dataset.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.2":
            array = array.astype(array.dtype.newbyteorder("<"))
        if dataset.BitsAllocated == 1:
            array = np.packbits(array, bitorder="little")
        (folder / f"{number}.raw").write_bytes(array.tobytes())
    except Exception as failure:  # whatever a plugin throws
        print(f"{name}: {failure}", file=sys.stderr)
