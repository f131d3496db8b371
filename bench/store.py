"""The rounds of bench/store; see there."""
import argparse
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "bench" / "store"
PROMPT = dict(os.environ, TCP_NODELAY="1")
NAGLE = {name: value for name, value in os.environ.items() if name != "TCP_NODELAY"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def await_port(port, process):
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"bench/store: {process.args[0]} ended at once")
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"bench/store: {process.args[0]} does not listen")


class Peer:
    """A program that takes C-STORE; started with TCP_NODELAY=1, except where the row is about what happens without."""

    def __init__(self, name, ae_title, environment=PROMPT):
        self.name, self.ae_title, self.environment, self.port = name, ae_title, environment, free_port()
        self.folder = WORK / name
        self.folder.mkdir(parents=True)

    def launch(self, *command, **options):
        log = open(self.folder / "terminal.txt", "w")
        self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, **options)
        await_port(self.port, self.process)

    def found(self, query):
        return None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


class Dcmtk(Peer):
    def __init__(self, name="dcmtk", environment=PROMPT):
        super().__init__(name, "STORESCP", environment)
        (self.folder / "files").mkdir()
        self.launch("storescp", "--fork", "-aet", self.ae_title, "-od", str(self.folder / "files"), str(self.port))


class Orthanc(Peer):
    def __init__(self, name="orthanc", environment=PROMPT):
        super().__init__(name, "ORTHANC", environment)
        self.http = free_port()
        config = self.folder / "orthanc.json"
        config.write_text(json.dumps({
            "Name": "bench", "StorageDirectory": str(self.folder / "files"), "IndexDirectory": str(self.folder / "files"),
            "HttpPort": self.http, "DicomPort": self.port, "DicomAet": self.ae_title,
            "RemoteAccessAllowed": False, "AuthenticationEnabled": False}))
        self.launch("Orthanc", str(config))


class Voxrelay(Peer):
    def __init__(self, java_opts):
        super().__init__("voxrelay", "VOXRELAY")
        self.http = free_port()
        environment = dict(PROMPT, VOXRELAY_SETTLE_SECONDS="86400", VOXRELAY_JAVA_OPTS=java_opts)
        log = open(self.folder / "terminal.txt", "w")
        self.process = subprocess.Popen(
            [str(ROOT / "run"), "--data", str(self.folder / "data"), "--http-port", str(self.http),
             "--dicom-port", str(self.port)], env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("Voxrelay ready"):
            sys.exit(f"bench/store: Voxrelay is not ready; see {self.folder}/terminal.txt")


    def found(self, query):
        count, offset = 0, 0
        while True:
            url = f"http://127.0.0.1:{self.http}/dicom-web/{query}&limit=1000&offset={offset}"
            request = urllib.request.Request(url, headers={"Accept": "application/dicom+json"})
            with urllib.request.urlopen(request) as answer:
                page = json.loads(answer.read() or b"[]")
            count, offset = count + len(page), offset + len(page)
            if len(page) == 0:
                return count


class Images:
    """Files in a folder whose UIDs (and what else has a stamp) change with each round; the same files for all peers of a round."""

    def __init__(self, name, files, uids):
        self.name, self.files, self.uids = name, files, uids
        self.bytes = sum(file.stat().st_size for file in files)
        self.stamp = None

    def folders(self, count):
        made = []
        for i in range(count):
            folder = WORK / f"{self.name}-{count}" / str(i)
            if not folder.exists():
                folder.mkdir(parents=True)
                for file in self.files[i::count]:
                    os.link(file, folder / file.name)
            made.append(str(folder))
        return made

    def renew(self, round_number):
        """Writes the number of the round into the UIDs, and into Patient IDs that have a place for it."""
        stamp = f"{round_number:06d}".encode()
        for file, uids in zip(self.files, self.uids):
            with open(file, "r+b") as f:
                head = f.read(4096)
                changed = head
                for uid in uids:
                    old = uid[:8] + (self.stamp or uid[8:14]) + uid[14:]
                    changed = changed.replace(old, uid[:8] + stamp + uid[14:])
                f.seek(0)
                f.write(changed)
        self.stamp = stamp
        self.study = (self.uids[0][0][:8] + stamp + self.uids[0][0][14:]).decode()


def uid_of(head, element):
    at = head.index(element + b"UI") + 6
    length = int.from_bytes(head[at:at + 2], "little")
    return head[at + 2:at + 2 + length].rstrip(b"\0")


STUDY, SERIES, INSTANCE = b"\x20\x00\x0d\x00", b"\x20\x00\x0e\x00", b"\x08\x00\x18\x00"
PATIENT_ID, PATIENT = b"\x10\x00\x20\x00LO", b"BENCHPAT"


def make_ct(folder, *settings):
    library = ":".join(str(jar) for jar in (ROOT / "ear/target/voxrelay/lib").glob("*.jar"))
    subprocess.run(["java", "-cp", library, "org.voxrelay.dicom.phantom.MakeCt", str(folder), *settings],
                   check=True, stdout=subprocess.DEVNULL)
    return sorted(folder.glob("**/*.dcm"))


def ct(count, name="ct"):
    files = make_ct(WORK / name, "columns=512", "rows=512", f"slices={count}")
    uids = []
    for file in files:
        head = file.read_bytes()[:4096]
        uids.append([uid_of(head, tag) for tag in (STUDY, SERIES, INSTANCE)])
    return Images(name, files, uids)


def small(count):
    """Studies of one small instance, each of a patient of its own; Patient IDs have the stamp of the round, as the UIDs have."""
    template = make_ct(WORK / "one", "columns=16", "rows=16", "slices=1")[0].read_bytes()
    uids = [uid_of(template, tag) for tag in (STUDY, SERIES, INSTANCE)]
    at = template.index(PATIENT_ID) + len(PATIENT_ID)
    patient = template[at - len(PATIENT_ID):at + 2 + int.from_bytes(template[at:at + 2], "little")]
    folder = WORK / "small"
    folder.mkdir()
    files, all_uids = [], []
    for i in range(count):
        own, data = [], template
        for uid in uids:
            renamed = uid[:14] + f"{i:06d}".encode() + uid[20:]
            data = data.replace(uid, renamed)
            own.append(renamed)
        own.append(PATIENT + f"000000{i:06d}".encode())
        data = data.replace(patient, PATIENT_ID + len(own[-1]).to_bytes(2, "little") + own[-1], 1)
        file = folder / f"{i:05d}.dcm"
        file.write_bytes(data)
        files.append(file)
        all_uids.append(own)
    return Images("small", files, all_uids)


def send(peer, folders, environment):
    os.sync()
    begin = time.monotonic()
    senders = [subprocess.Popen(["storescu", "-aec", peer.ae_title, "+sd", "127.0.0.1", str(peer.port), folder],
                                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for folder in folders]
    for sender in senders:
        error = sender.communicate()[1]
        if sender.returncode != 0:
            sys.exit(f"bench/store: storescu to {peer.name} failed: {error.decode(errors='replace')}")
    return time.monotonic() - begin


def check(peer, images, row):
    begin = time.monotonic()
    if row == "small":
        found = peer.found(f"studies?PatientID={PATIENT.decode()}{images.stamp.decode()}*")
        if found is not None and found != len(images.files):
            sys.exit(f"bench/store: QIDO finds {found} of {len(images.files)} studies")
    else:
        found = peer.found(f"instances?StudyInstanceUID={images.study}")
        if found is not None and found != len(images.files):
            sys.exit(f"bench/store: QIDO finds {found} of {len(images.files)} instances")
    return time.monotonic() - begin


def rows_of(name):
    kind = name.rstrip("0123456789")
    return kind, int(name[len(kind):] or 1)


def warm_up(sets, peers, times, counter):
    """The server's code is compiled while it works: a new one is slower for some thousand instances."""
    for images in sets.values():
        for _ in range(times):
            counter[0] += 1
            images.renew(counter[0])
            for peer in peers:
                send(peer, images.folders(4), PROMPT)


def measure(name, sets, peers, rounds, counter):
    kind, associations = rows_of(name)
    images = sets[kind]
    times = {peer.name: [] for peer in peers}
    for number in range(rounds + 1):
        counter[0] += 1
        images.renew(counter[0])
        for peer in peers if number % 2 == 0 else reversed(peers):
            seconds = send(peer, images.folders(associations), NAGLE if kind == "nagle" else PROMPT)
            visible = check(peer, images, kind)
            if number > 0:
                times[peer.name].append((seconds, visible))
    return images, times


def show(name, images, times):
    kind, _ = rows_of(name)
    amount, unit = (len(images.files), "/s") if kind == "small" else (images.bytes / 1e6, "MB/s")
    rate = {peer: amount / statistics.median(t[0] for t in runs) for peer, runs in times.items()}
    ours = rate["voxrelay"]
    line = f"{name:8}" + "".join(f"  {peer} {value:7.0f} {unit}" for peer, value in rate.items())
    line += "".join(f"  voxrelay/{peer} {ours / value:5.2f}" for peer, value in rate.items() if peer != "voxrelay")
    indexed = statistics.median(t[1] for t in times["voxrelay"])
    each = " ".join(f"{amount / t[0]:.0f}" for t in times["voxrelay"])
    print(f"{line}  (QIDO complete {1000 * indexed:.0f} ms after; rounds {each})", flush=True)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the peers are stopped
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warm-ups", type=int, default=20)
    parser.add_argument("--images", type=int, default=400)
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--nagle-images", type=int, default=200)
    parser.add_argument("--rows", default="ct1,ct4,ct8,small8,nagle1")
    parser.add_argument("--peers", default="orthanc,dcmtk")
    parser.add_argument("--java-opts", default="")
    wanted = parser.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    peers = [Voxrelay(wanted.java_opts)]
    try:
        others = {name: {"orthanc": Orthanc, "dcmtk": Dcmtk}[name] for name in wanted.peers.split(",") if name}
        peers += [kind() for kind in others.values()]
        rows = wanted.rows.split(",")
        kinds = {rows_of(row)[0] for row in rows}
        sets = {}
        if kinds & {"ct", "nagle"}:
            sets["ct"] = ct(wanted.images)
            few = slice(0, wanted.nagle_images)
            sets["nagle"] = Images("nagle", sets["ct"].files[few], sets["ct"].uids[few])
        if "small" in kinds:
            sets["small"] = small(wanted.studies)
        counter = [0]
        warm_up({name: images for name, images in sets.items() if name != "nagle"}, peers, wanted.warm_ups, counter)
        for row in rows:
            if row.startswith("nagle"):
                sets["nagle"].stamp = sets["ct"].stamp
            if row.startswith("nagle"):
                peers += [kind(f"{name}-as-it-comes", NAGLE) for name, kind in others.items()]
            show(row, *measure(row, sets, peers, wanted.rounds, counter))
            if row.startswith("nagle"):
                sets["ct"].stamp = sets["nagle"].stamp if len(sets["nagle"].files) == len(sets["ct"].files) else None
    finally:
        for peer in peers:
            peer.stop()
        for peer in peers:
            for folder in ("files", "data"):
                shutil.rmtree(peer.folder / folder, ignore_errors=True)


if __name__ == "__main__":
    main()
