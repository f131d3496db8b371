"""Compares the codes of labels.csv with those that PS3.16 uses, as pydicom lists them, and notes the result.

Usage: python check_labels.py   (rewrites the column "source" of labels.csv: "PS3.16" where pydicom has the code with
the same meaning, "other" where it has not; those come from the mapping that TotalSegmentator publishes or from SNOMED CT
itself, and are not verified)
"""

import csv
import pathlib
import re

from pydicom.sr._concepts_dict import concepts

TABLE = pathlib.Path(__file__).parent / "src/main/resources/org/voxrelay/inference/model/labels.csv"


def agree(ours, theirs):
    """Whether each word of ours begins as one of theirs: 'Aorta' and 'Aortic structure (body structure)' do."""
    words = re.findall(r"\w+", theirs.lower())
    ours = [word for word in re.findall(r"\w+", ours.lower()) if word not in ("gland", "of")]
    return all(any(word[:4] == other[:4] for other in words) for word in ours)


def main():
    known = {code: meaning for codes in concepts["SCT"].values() for code, (meaning, *_) in codes.items()}
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        meaning = known.get(row["code"])
        row["source"] = "PS3.16" if meaning and agree(row["meaning"], meaning) else "other"
        if meaning and row["source"] == "other":
            print(f"{row['name']}: {row['code']} is '{meaning}', not '{row['meaning']}'")
    with TABLE.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} labels, {sum(row['source'] == 'PS3.16' for row in rows)} with a code of PS3.16")


if __name__ == "__main__":
    main()
