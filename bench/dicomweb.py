"""The rounds of bench/dicomweb; see there."""
import argparse
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import dicomweb_data as data
import dicomweb_images as images
import dicomweb_ohif as ohif
import store
from dicomweb_client import Client, Row, load, measure, show_times

WORK = store.ROOT / "target" / "bench" / "dicomweb"
SENDERS = 4
IN_A_ROW = 10
INCLUDE = "00081030%2C00080060%2C00080090%2C00100030"


class Orthanc(store.Peer):
    def __init__(self):
        super().__init__("orthanc", "ORTHANC")
        self.http, self.root = store.free_port(), "/dicom-web"
        config = self.folder / "orthanc.json"
        config.write_text(json.dumps({
            "Name": "bench", "StorageDirectory": str(self.folder / "files"), "IndexDirectory": str(self.folder / "files"),
            "HttpPort": self.http, "DicomPort": self.port, "DicomAet": self.ae_title, "RemoteAccessAllowed": False,
            "AuthenticationEnabled": False, "Plugins": ["/usr/share/orthanc/plugins"],
            "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "EnableWado": True}}))
        self.launch("Orthanc", str(config))


class Voxrelay(store.Voxrelay):
    root = "/dicom-web"

    def restart(self):
        self.stop()
        environment = dict(store.PROMPT, VOXRELAY_SETTLE_SECONDS="86400")
        log = open(self.folder / "terminal.txt", "a")
        self.process = subprocess.Popen(
            [str(store.ROOT / "run"), "--data", str(self.folder / "data"), "--http-port", str(self.http),
             "--dicom-port", str(self.port)], env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        if not self.process.stdout.readline().startswith("Voxrelay ready"):
            sys.exit("bench/dicomweb: Voxrelay did not start again")

    def sql(self, text, user="voxrelay"):
        postgres = self.folder / "data" / "postgres"
        port = next(postgres.glob("*/postmaster.pid")).read_text().splitlines()[3]
        environment = dict(os.environ, PGPASSWORD=(postgres / "password").read_text().strip())
        ended = subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", port, "-U", user, "voxrelay"],
                               input=text, env=environment, capture_output=True, text=True)
        if ended.returncode:
            sys.exit(f"bench/dicomweb: {ended.stderr}")
        return ended.stdout


def matches(least, most):
    return lambda status, body: status == 200 and least <= len(json.loads(body)) <= most


def by_patient(rng, studies):
    return f"studies?PatientID=PAT{rng.randint(1, min(studies, 399999)):07}"


def by_name_and_date(rng, studies):
    year = rng.randint(2020, 2025)
    return f"studies?PatientName={rng.choice(data.FAMILIES)[0]}*&StudyDate={year}0101-{year}1231&limit=25"


def a_list(rng, studies):
    return f"studies?limit=101&offset=0&includefield={INCLUDE}"


def fuzzy_list(rng, studies):
    return f"studies?limit=101&fuzzymatching=true&PatientName=*{rng.choice(data.FAMILIES)[:4].lower()}*&includefield={INCLUDE}"


ROWS = [
    Row("patient", by_patient, 3, matches(1, 3)),
    Row("name", by_name_and_date, 8, matches(1, 25)),
    Row("list", a_list, 20, matches(101, 101)),
    Row("fuzzy", fuzzy_list, 0, matches(1, 101)),
]
IMAGE_ROWS = ["stow", "metadata", "plain", "frame", "rendered", "series", "ohif"]


def fill(voxrelay, studies, million):
    begin = time.monotonic()
    packed = store.ROOT / "ear" / "target" / "voxrelay"
    voxrelay.sql(data.sounds_sql(packed / "lib", packed / "ejb.jar"))
    for first in range(studies + 1, million + 1, 100_000):
        voxrelay.sql(data.rows_sql(first, min(million, first + 99_999)))
        print(f"rows up to study {min(million, first + 99_999)} after {time.monotonic() - begin:.0f} s", flush=True)
    voxrelay.sql("vacuum analyze patient; vacuum analyze study; vacuum analyze series; vacuum analyze study_modality;")


def plans(voxrelay, rows, studies, file):
    """Has PostgreSQL write down the plans of the searches as the server sends them (auto_explain)."""
    settings = {"session_preload_libraries": "'auto_explain'", "auto_explain.log_min_duration": "0",
                "auto_explain.log_analyze": "on", "auto_explain.log_buffers": "on"}
    for name, value in settings.items():
        voxrelay.sql(f"alter role voxrelay set {name} = {value};", "postgres")
    voxrelay.restart()
    log = voxrelay.folder / "data" / "postgres" / "log"
    with open(file, "w") as out:
        for row in rows:
            client, rng = Client(voxrelay), random.Random(row.name)
            for _ in range(5):
                path = row.path(rng, studies)
                client.time(row, path)
            before = {each: each.stat().st_size for each in log.glob("*.log")}
            client.time(row, path)
            time.sleep(0.5)
            out.write(f"== {row.name}: {path}\n")
            for each in log.glob("*.log"):
                with open(each) as text:
                    text.seek(before.get(each, 0))
                    entries = re.split(r"^(?=\d{4}-\d\d-\d\d )", text.read(), flags=re.MULTILINE)
                    out.write("".join(entry for entry in entries if "as study_uid" in entry))
    for name in settings:
        voxrelay.sql(f"alter role voxrelay reset {name};", "postgres")


def searches(rows, peers, wanted):
    folders = data.write(WORK / "files", wanted.studies, SENDERS)
    for peer in peers:
        store.send(peer, folders, store.PROMPT)
    for row in rows:
        measure(row, peers[:1], wanted.studies, 1, row.warm_ups)
        for in_a_row in (1, IN_A_ROW):
            result = measure(row, peers, wanted.studies, wanted.rounds, wanted.warm_ups, in_a_row)
            show_times(row, result, in_a_row)


def growth(rows, peers, wanted):
    voxrelay = peers[0]
    # Alone, as it is measured later: beside a peer that takes turns every answer takes longer.
    small = {row.name: measure(row, peers, wanted.studies, wanted.rounds, wanted.warm_ups)["voxrelay"] for row in rows}
    fill(voxrelay, wanted.studies, wanted.million)
    for row in rows:
        large = measure(row, peers, wanted.million, wanted.rounds, wanted.warm_ups)["voxrelay"]
        least = small[row.name][0]
        print(f"{row.name:9} {wanted.million} studies {large[0]:6.2f} ms (p95 {large[1]:.2f})  {large[0] / least:5.2f} x the"
              f" {least:.2f} ms with {wanted.studies}  ({load()})", flush=True)
    if wanted.plans:
        plans(voxrelay, rows, wanted.million, wanted.plans)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the peers are stopped
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", default=",".join([row.name for row in ROWS] + IMAGE_ROWS))
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--warm-ups", type=int, default=300)
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--million", type=int, default=1_000_000)
    parser.add_argument("--plans", default="")
    parser.add_argument("--java-opts", default="")
    parser.add_argument("--keep", action="store_true", help="leave Voxrelay's data folder there")
    wanted = parser.parse_args()
    names = set(wanted.rows.split(","))
    rows = [row for row in ROWS if row.name in names]
    if unknown := names - {row.name for row in ROWS} - set(IMAGE_ROWS):
        sys.exit(f"bench/dicomweb: there is no row {', '.join(sorted(unknown))}")
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    store.WORK = WORK
    peers = [Voxrelay(wanted.java_opts)]
    try:
        peers.append(Orthanc())
        print(load(), flush=True)
        if rows:
            searches(rows, peers, wanted)
        if names & set(IMAGE_ROWS) - {"ohif"}:
            images.run(names, peers, wanted.rounds)
        if "ohif" in names:
            ohif.run(peers)
        peers.pop().stop()
        if rows and wanted.million > wanted.studies:
            growth(rows, peers, wanted)
    finally:
        for peer in peers:
            peer.stop()
        if not wanted.keep:
            shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main()
