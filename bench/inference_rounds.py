"""The rounds and the table of bench/inference; see there.

usage: inference_rounds.py DIR CLASSPATH [options]
"""
import argparse
import importlib.util
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

VOXELS = {"resample": "512 512 400", "segresnet": "128 128 128", "unet": "512 512 200", "many": "512 512 800"}
RUNS = {"segresnet": 2, "unet": 2, "many": 1}
MONAI = "MONAI + PyTorch"
AIM_RESAMPLE, AIM_WHOLE = 3, 1.10


class Bench:
    def __init__(self, wanted):
        self.work, self.threads = wanted.work, wanted.threads
        self.python = [sys.executable, "-W", "ignore", "bench/inference.py"]
        self.java = ["java", "-Xmx10g", "-XX:MaxDirectMemorySize=4g", "-cp", wanted.classpath, "org.voxrelay.inference.Speed"]
        found = importlib.util.find_spec("openvino")
        self.openvino = str(pathlib.Path(found.origin).parent) if found else None

    def performers(self, row):
        """By name: the command, and the aim of its share of the seconds that MONAI takes."""
        size = VOXELS[row].split()
        if row == "resample":
            folder = str(self.work / "resample")
            return {"Voxrelay": ([*self.java, "resample", *size, folder], None),
                    "SimpleITK": ([*self.python, "simpleitk", folder, *size, str(self.threads)], None)}
        engines = [("ONNX Runtime", row, "onnx", 1.05)]
        if self.openvino and row != "many":
            engines.append(("OpenVINO f32", row, "openvino", 0.75))
        if self.openvino and row == "segresnet":
            engines.append(("OpenVINO bf16", "segresnet-bf16", "openvino", 0.20))
        performers = {}
        if row != "many":
            performers[MONAI] = ([*self.python, "monai", str(self.work), row, *size, str(RUNS[row]), str(self.threads)], None)
        for name, model, engine, aim in engines:
            command = [*self.java, "segment", str(self.work), model, *size, "1", engine, str(self.threads), self.openvino or "",
                       str(RUNS[row])]
            performers[name] = (command, aim)
        return performers


def measured(command):
    """Seconds of the last computation, [(CPU, wall)]: of the whole, and of the engine alone where that is told."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if ended.returncode:
        sys.exit(f"bench/inference: {' '.join(command)} failed")
    print(ended.stdout, end="", flush=True)
    seconds = [re.findall(r"([\d.]+) CPU-s, ([\d.]+) s", line) for line in ended.stdout.splitlines()]
    return [tuple(map(float, pair)) for pair in [found for found in seconds if found][-1]]


def show(row, performers, rounds):
    """rounds: by performer a list of what measured() gave."""
    cpu = {name: statistics.median(one[0][0] for one in all) for name, all in rounds.items()}
    for name, all in rounds.items():
        wall = statistics.median(one[0][1] for one in all)
        line = f"{row:10} {name:24} {cpu[name]:8.2f} CPU-s {wall:8.2f} s"
        if performers[name][1] and MONAI in cpu:
            line += f"   {cpu[name] / cpu[MONAI]:.2f} of MONAI's CPU-s (aim {performers[name][1]:.2f})"
        if len(all[0]) > 1:
            ratio = statistics.median(whole[0] / engine[0] for whole, engine in all)
            line += f"   whole / engine {ratio:.3f} (aim {AIM_WHOLE:.2f})"
        if row == "resample" and name == "Voxrelay":
            line += f"   {cpu['SimpleITK'] / cpu[name]:.1f} times SimpleITK's speed by CPU-s (aim {AIM_RESAMPLE})"
        print(line)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("classpath")
    parser.add_argument("--rows", default="resample,segresnet,unet")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    wanted = parser.parse_args()
    rows = wanted.rows.split(",")
    if not set(rows) <= set(VOXELS):
        parser.error(f"rows are {', '.join(VOXELS)}")
    bench = Bench(wanted)
    performers = {row: bench.performers(row) for row in rows}
    rounds = {row: {name: [] for name in performers[row]} for row in rows}
    loads = []
    for _ in range(wanted.rounds):
        for row in rows:
            for name, (command, _) in performers[row].items():
                loads.append(os.getloadavg()[0])
                rounds[row][name].append(measured(command))
    shutil.rmtree(wanted.work / "resample", ignore_errors=True)
    print(f"\nMedians of {wanted.rounds} round(s), {wanted.threads} thread(s); load before each measurement {min(loads):.1f} to {max(loads):.1f}")
    for row in rows:
        show(row, performers[row], rounds[row])


if __name__ == "__main__":
    main()
