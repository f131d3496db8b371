"""Writes the tables of PS3.6 for the package org.voxrelay.dicom.dict from pydicom's tables.

Run from the repository root with a Python that has the pydicom named in the table headers:
    python dicom/src/main/python/generate_dictionary.py && mvn spotless:apply -pl dicom
"""

from pathlib import Path

import pydicom
from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary
from pydicom._uid_dict import UID_dictionary

MODULE = Path(__file__).resolve().parents[3]
JAVA = MODULE / "src/main/java/org/voxrelay/dicom/dict"
TABLES = MODULE / "src/main/resources/org/voxrelay/dicom/dict"
SOURCE = f"Made by generate_dictionary.py from the tables of pydicom {pydicom.__version__} (PS3.6)."


def write_tags():
    lines = [
        "package org.voxrelay.dicom.dict;",
        "",
        f"/** The attribute tags of PS3.6 and PS3.7 by keyword. {SOURCE} */",
        "public final class Tag {",
    ]
    for tag, (_, _, name, retired, keyword) in sorted(DicomDictionary.items()):
        if keyword:
            lines.append(f"    public static final int {keyword} = 0x{tag:08X};")
    for mask, (_, _, name, retired, keyword) in sorted(RepeatersDictionary.items()):
        if keyword:
            lines.append(f"    public static final int {keyword} = 0x{mask.replace('x', '0').upper()};")
    lines += ["", "    private Tag() {}", "}"]
    (JAVA / "Tag.java").write_text("\n".join(lines) + "\n")


def write_elements():
    """tag or mask, VR, VM, R if retired or -, keyword"""
    rows = [
        (f"{tag:08X}", vr, vm, retired, keyword)
        for tag, (vr, vm, _, retired, keyword) in sorted(DicomDictionary.items())
    ]
    rows += [
        (mask.upper().replace("X", "x"), vr, vm, retired, keyword)
        for mask, (vr, vm, _, retired, keyword) in sorted(RepeatersDictionary.items())
    ]
    lines = [f"# {SOURCE}"]
    for tag, vr, vm, retired, keyword in rows:
        if keyword and vr != "NONE":
            lines.append("\t".join((tag, vr.replace(" or ", "_"), vm, "R" if retired else "-", keyword)))
    (TABLES / "elements.tsv").write_text("\n".join(lines) + "\n")


def write_uids():
    constants = [
        "package org.voxrelay.dicom.dict;",
        "",
        f"/** The UIDs of PS3.6 Annex A by keyword. {SOURCE} */",
        "public final class UID {",
    ]
    rows = [f"# {SOURCE}"]
    for uid, (name, kind, _, retired, keyword) in sorted(UID_dictionary.items()):
        if keyword and keyword.isidentifier():
            constants.append(f'    public static final String {keyword} = "{uid}";')
        rows.append("\t".join((uid, kind, "R" if retired else "-", keyword or "-", name.replace("\t", " "))))
    constants += ["", "    private UID() {}", "}"]
    (JAVA / "UID.java").write_text("\n".join(constants) + "\n")
    (TABLES / "uids.tsv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    write_tags()
    write_elements()
    write_uids()
