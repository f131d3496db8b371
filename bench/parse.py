"""Half of bench/parse: finds the files, times dcmdump, prints the ratios.

usage: parse.py list FOLDER | report FOLDER JMH.json | each FOLDER JMH.json
"""

import json
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 3
DCMDUMP = ("dcmdump", "-q")
REFUSED_BY_US = "DICOMDIR-nooffset"  # a sequence longer than its length, which dcmdump passes over
# Our benchmark: what dcmdump has to do beside it
PEERS = {"allValues": ("+M",), "longValuesInTheFile": (), "untilPixelData": ()}


def is_dicom(path):
    if path.suffix == ".dcm" or path.name.startswith("DICOMDIR"):
        return True
    with path.open("rb") as file:
        return file.read(132)[128:] == b"DICM"


def make_lists(folder):
    import data_store
    import pydicom.data

    roots = [Path(module.__path__[0]) for module in (pydicom.data, data_store)]
    files = sorted(path for root in roots for path in root.rglob("*") if path.is_file() and path.name != REFUSED_BY_US and is_dicom(path))
    readable = [str(path) for path in files if subprocess.run(
        [*DCMDUMP, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0]
    (folder / "pydicom.list").write_text("\n".join(readable))
    (folder / "seg.list").write_text(str(folder / "seg300.dcm"))


def seconds(command):
    def once():
        begin = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return time.perf_counter() - begin

    return min(once() for _ in range(ROUNDS))


def dcmdump_micros(files, options, times):
    """Time a file without the start of the process: many passes less one."""
    one = seconds([*DCMDUMP, *options, *files])
    many = seconds([*DCMDUMP, *options, *files * times])
    return (many - one) / (times - 1) / len(files) * 1e6


def results(path):
    for result in json.loads(Path(path).read_text()):
        name = result["benchmark"].rsplit(".", 1)[1]
        allocated = result.get("secondaryMetrics", {}).get("gc.alloc.rate.norm", {}).get("score", 0)
        yield name, result["params"]["list"], result["primaryMetric"]["score"], allocated


def report(folder, path):
    print(f"{'files':12} {'what':22} {'ours us':>9} {'dcmdump us':>11} {'ratio':>6} {'bytes a file':>13}")
    for name, listed, micros, allocated in results(path):
        files = Path(listed).read_text().split("\n")
        peer = dcmdump_micros(files, PEERS[name], 4 if len(files) > 1 else 40)
        ours = micros / len(files)
        print(f"{Path(listed).stem:12} {name:22} {ours:9.1f} {peer:11.1f} {peer / ours:6.2f} {allocated / len(files):13.0f}")


def each(folder, path):
    for wanted in ("allValues", "longValuesInTheFile"):
        ratios = []
        for name, file, micros, _ in results(path):
            if name == wanted:
                peer = dcmdump_micros([file], PEERS[name], 200)
                ratios.append((peer / micros, Path(file).name, micros, peer))
        ratios.sort()
        slower = sum(1 for ratio, *_ in ratios if ratio < 1)
        print(f"{wanted}: {len(ratios)} files, slower than dcmdump in {slower}")
        for ratio, file, ours, peer in ratios[:8]:
            print(f"  {file:45} ours {ours:8.1f} us, dcmdump {peer:8.1f} us, ratio {ratio:.2f}")


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    if sys.argv[1] == "list":
        make_lists(folder)
    else:
        {"report": report, "each": each}[sys.argv[1]](folder, sys.argv[3])
