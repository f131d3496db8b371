"""Prints every difference between files, what Voxrelay wrote of them, and what it wrote of them as JSON.

usage: compare_with_pydicom.py FOLDER

The folder has a file list.txt: a path of an original file a line. Beside it lie N.dcm and N.json, N the line counted from 0.
"""

import json
import struct
import sys
import warnings
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset

warnings.simplefilter("ignore")
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
pydicom.config.settings.writing_validation_mode = pydicom.config.IGNORE

BINARY = {"OB", "OW", "OF", "OD", "OL", "OV", "UN"}
NO_NUMBERS = ("badVR.dcm",)  # integer strings as 1A, which pydicom does not take from JSON


def normal(element):
    value = element.value
    if element.VR == "SQ":
        return [elements(item) for item in value]
    if value is None or (hasattr(value, "__len__") and len(value) == 0):
        return []
    if isinstance(value, bytes):
        words = element.VR == "OW" and element.tag != 0x7FE00010
        return value if words else value.rstrip(b"\0 ")
    values = list(value) if isinstance(value, (list, pydicom.multival.MultiValue)) else [value]
    if element.VR in ("DS", "IS", "FD", "FL"):
        return [number(element.VR, v) for v in values]
    texts = ["" if v is None else str(v).strip(" \0").rstrip("=") for v in values]
    return [] if texts == [""] else texts


def number(vr, value):
    try:
        wide = float(value)
    except (TypeError, ValueError):
        return value or None
    return struct.unpack("f", struct.pack("f", wide))[0] if vr == "FL" else wide


def elements(dataset):
    found = {}
    for element in dataset:
        if element.tag.element != 0 and element.tag.group > 2:
            found[str(element.tag)] = (element.VR, normal(element))
    return found


def differences(name, left, right):
    if isinstance(left, dict):
        for tag in sorted(left.keys() | right.keys()):
            if tag not in left or tag not in right:
                yield f"{name} {tag}: only in {'the original' if tag in left else 'the copy'}"
                continue
            (left_vr, left_value), (right_vr, right_value) = left[tag], right[tag]
            if "UN" not in (left_vr, right_vr):
                if left_vr != right_vr and tag != "(7FE0,0010)":
                    yield f"{name} {tag}: VR {left_vr} {right_vr}"
                yield from differences(f"{name} {tag}", left_value, right_value)
    elif isinstance(left, list) and left and isinstance(left[0], dict) and len(left) == len(right):
        for number, (one, other) in enumerate(zip(left, right), 1):
            yield from differences(f"{name}[{number}]", one, other)
    elif left != right:
        yield f"{name}: {str(left)[:80]!r} {str(right)[:80]!r}"


def in_little_endian(found, dataset):
    """pydicom keeps words as they lie in a file of big endian; JSON has them in little endian (PS3.18 section F.2.7)."""
    if dataset.original_encoding[1]:
        return found
    return {tag: (vr, swapped(value) if vr == "OW" else value) for tag, (vr, value) in found.items()}


def swapped(value):
    if not isinstance(value, bytes) or len(value) % 2:
        return value
    return struct.pack(f"<{len(value) // 2}H", *struct.unpack(f">{len(value) // 2}H", value))


def without(found, tags):
    return {tag: value for tag, value in found.items() if tag not in tags}


def main(folder):
    count = 0
    for number, original in enumerate((folder / "list.txt").read_text().splitlines()):
        name = Path(original).name
        dataset = pydicom.dcmread(original, force=True)
        expected = elements(dataset)
        written = elements(pydicom.dcmread(folder / f"{number}.dcm"))
        for line in differences(name, expected, written):
            print("file", line)
        count += 1
        if name in NO_NUMBERS:
            continue
        of_json = elements(Dataset.from_json(json.loads((folder / f"{number}.json").read_text("utf-8"))))
        charset_and_pixels = ("(0008,0005)", "(7FE0,0010)")
        wanted = in_little_endian(expected, dataset)
        for line in differences(name, without(wanted, charset_and_pixels), without(of_json, charset_and_pixels)):
            if "(0008,0005)" not in line:
                print("json", line)
    print(f"compared {count}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
