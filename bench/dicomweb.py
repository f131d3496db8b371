"""The rounds of bench/dicomweb; see there."""
import argparse
import dataclasses
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse

import dicomweb_data as data
import store

WORK = store.ROOT / "target" / "bench" / "dicomweb"
SENDERS = 4
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


@dataclasses.dataclass
class Row:
    """
    A line of the table.

    path: of a round, made from a random generator and the number of studies
    goal: times as fast as Orthanc
    expect: whether an answer (status, body) is right, so that nobody is measured doing nothing
    """
    name: str
    path: callable
    goal: float
    expect: callable
    accept: str = "application/dicom+json"
    body: bytes = b""
    grows: bool = True


def matches(least, most):
    return lambda status, body: status == 200 and least <= len(json.loads(body)) <= most


def by_patient(rng, studies):
    return f"studies?PatientID=PAT{rng.randint(1, min(studies, 399999)):07}"


def by_name_and_date(rng, studies):
    month = f"{rng.randint(2020, 2025)}{rng.randint(1, 12):02}"
    name = urllib.parse.quote(f"{rng.choice(data.FAMILIES)[:4]}*")
    return f"studies?PatientName={name}&StudyDate={month}01-{month}28&limit=25"


def a_list(rng, studies):
    return f"studies?limit=101&offset=0&includefield={INCLUDE}"


def fuzzy_list(rng, studies):
    return f"studies?limit=101&fuzzymatching=true&PatientName=*{rng.choice(data.FAMILIES)[:4].lower()}*&includefield={INCLUDE}"


# Further rows (STOW-RS, metadata, frames, rendered, whole series) are further entries.
ROWS = [
    Row("patient", by_patient, 3, matches(1, 3)),
    Row("name", by_name_and_date, 8, matches(0, 25)),
    Row("list", a_list, 20, matches(101, 101)),
    Row("fuzzy", fuzzy_list, 0, matches(1, 101)),
]


class Client:
    """One connection that stays open, as a browser's does."""

    def __init__(self, peer):
        self.peer = peer
        self.connection = http.client.HTTPConnection("127.0.0.1", peer.http)

    def time(self, row, path):
        headers = {"Accept": row.accept}
        begin = time.perf_counter()
        self.connection.request("POST" if row.body else "GET", f"{self.peer.root}/{path}", row.body or None, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - begin
        if not row.expect(answer.status, body):
            sys.exit(f"bench/dicomweb: {self.peer.name} answers {path} with {answer.status}: {body[:300]!r}")
        return 1000 * seconds


def measure(row, peers, studies, rounds, warm_ups):
    clients = [Client(peer) for peer in peers]
    times = {peer.name: [] for peer in peers}
    rng = random.Random(row.name)
    for number in range(-warm_ups, rounds):
        path = row.path(rng, studies)
        for client in clients if number % 2 == 0 else reversed(clients):
            took = client.time(row, path)
            if number >= 0:
                times[client.peer.name].append(took)
    return {name: (statistics.median(each), sorted(each)[int(0.95 * len(each))]) for name, each in times.items()}


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
                    out.write(text.read())
    for name in settings:
        voxrelay.sql(f"alter role voxrelay reset {name};", "postgres")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the peers are stopped
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", default=",".join(row.name for row in ROWS))
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--warm-ups", type=int, default=200)
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--million", type=int, default=1_000_000)
    parser.add_argument("--plans", default="")
    parser.add_argument("--keep", action="store_true", help="leave Voxrelay's data folder there")
    wanted = parser.parse_args()
    rows = [row for row in ROWS if row.name in wanted.rows.split(",")]
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    store.WORK = WORK
    peers = [Voxrelay("")]
    try:
        peers.append(Orthanc())
        folders = data.write(WORK / "files", wanted.studies, SENDERS)
        for peer in peers:
            store.send(peer, folders, store.PROMPT)
        small = {}
        for row in rows:
            result = small[row.name] = measure(row, peers, wanted.studies, wanted.rounds, wanted.warm_ups)
            ours, theirs = result["voxrelay"], result["orthanc"]
            print(f"{row.name:8} voxrelay {ours[0]:6.2f} ms (p95 {ours[1]:.2f})  orthanc {theirs[0]:6.1f} ms (p95 {theirs[1]:.1f})"
                  f"  {theirs[0] / ours[0]:5.1f} x" + (f"  goal {row.goal} x" if row.goal else ""), flush=True)
        peers.pop().stop()
        if wanted.million > wanted.studies:
            voxrelay = peers[0]
            fill(voxrelay, wanted.studies, wanted.million)
            for row in rows:
                if row.grows:
                    large = measure(row, peers, wanted.million, wanted.rounds, wanted.warm_ups)["voxrelay"]
                    least = small[row.name]["voxrelay"][0]
                    print(f"{row.name:8} {wanted.million} studies {large[0]:6.2f} ms (p95 {large[1]:.2f})  {large[0] / least:5.2f} x the"
                          f" time with {wanted.studies}", flush=True)
            if wanted.plans:
                plans(voxrelay, [row for row in rows if row.grows], wanted.million, wanted.plans)
    finally:
        for peer in peers:
            peer.stop()
        if not wanted.keep:
            shutil.rmtree(WORK, ignore_errors=True)


main()
