"""The row `ohif` of bench/dicomweb: 32 clients open studies at once, each as OHIF does, over six connections as browsers have."""
import concurrent.futures
import json
import gzip
import random
import statistics
import sys
import threading
import time

import dicomweb_client as client
import dicomweb_images as images_of
import store

CLIENTS = 32
PROCESSES = 4
CONNECTIONS = 6
STUDIES = 8
IMAGES = 40
FIRST = 200_000
JSON = "application/dicom+json"
LIST = "limit=101&offset=0&fuzzymatching=true&includefield=00081030%2C00080060%2C00080090%2C00100030"
SERIES = "includefield=00080021%2C00080031%2C0008103E%2C00200011"


class Viewer:
    """Opens one study; keeps what each answer took, in ms."""

    def __init__(self, peer):
        self.peer, self.own, self.times, self.wrong = peer, threading.local(), [], []

    def get(self, path, accept=JSON):
        if not hasattr(self.own, "client"):
            self.own.client = client.Client(self.peer)
        try:
            status, body, took = self.own.client.ask("GET", path, None, {"Accept": accept, "Accept-Encoding": "gzip, deflate, br"})
        except OSError as e:
            self.wrong.append(f"{path}: {e}")
            return b""
        self.times.append(took)
        if status != 200:
            self.wrong.append(f"{path}: {status} {body[:200]!r}")
        return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body

    def open(self, study):
        """Seconds until the first image, and until all are there."""
        begin = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
            again = f"studies?{LIST}&StudyInstanceUID={study.study}"
            series = f"studies/{study.study}/series?{SERIES}"
            list(pool.map(self.get, [again, again, series]))
            instances = json.loads(pool.submit(self.get, study.path + "/metadata").result() or b"[]")
            uids = [each["00080018"]["Value"][0] for each in instances]
            if len(uids) != IMAGES:
                self.wrong.append(f"{len(uids)} instances in the metadata of {study.path}")
                return 0, 0
            middle = uids.pop(len(uids) // 2)
            pool.submit(self.frame, study, middle).result()
            first = time.perf_counter() - begin
            list(pool.map(lambda uid: self.frame(study, uid), uids))
        return first, time.perf_counter() - begin

    def frame(self, study, uid):
        body = self.get(f"{study.path}/instances/{uid}/frames/1", images_of.OCTETS)
        if not images_of.is_frame(200, body):
            self.wrong.append(f"frame of {uid}: {len(body)} bytes")


class Address:
    """What a client must know of a peer, in another process."""

    def __init__(self, peer):
        self.name, self.http, self.root = peer.name, peer.http, peer.root


def viewers(address, studies):
    """In a process of its own: a viewer a study, all at once."""
    made = [Viewer(address) for _ in studies]
    with concurrent.futures.ThreadPoolExecutor(len(studies)) as pool:
        opened = list(pool.map(lambda viewer, study: viewer.open(study), made, studies))
    return opened, [took for viewer in made for took in viewer.times], [each for viewer in made for each in viewer.wrong]


def at_once(pool, peer, studies, rng):
    opening = [rng.choice(studies) for _ in range(CLIENTS)]
    parts = [pool.submit(viewers, Address(peer), opening[i::PROCESSES]) for i in range(PROCESSES)]
    return [sum(each, []) for each in zip(*(part.result() for part in parts))]


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def run(peers, rounds=1, warm_ups=1):
    images = store.ct(IMAGES, "ohif")
    studies = [images_of.Series(images, FIRST + i) for i in range(STUDIES)]
    for i in range(STUDIES):
        images.renew(FIRST + i)
        for peer in peers:
            store.send(peer, images.folders(1), store.PROMPT)
    with concurrent.futures.ProcessPoolExecutor(PROCESSES) as pool:
        rng = random.Random("ohif")
        rounds_of = client.in_turn(peers, rounds, warm_ups, lambda peer, _: at_once(pool, peer, studies, rng))
    for name, found in rounds_of.items():
        opened, times, wrong = (sum(each, []) for each in zip(*found))
        firsts, whole = zip(*opened)
        print(f"ohif      {name:8} {len(opened)} studies by {CLIENTS} at once, {len(times)} answers, {len(wrong)} errors;"
              f" p50 {statistics.median(times):.1f} p99 {percentile(times, 0.99):.1f} ms an answer; first image p50"
              f" {statistics.median(firsts):.2f} p99 {percentile(firsts, 0.99):.2f} s; all {IMAGES} p50"
              f" {statistics.median(whole):.2f} p99 {percentile(whole, 0.99):.2f} s  ({client.load()})", flush=True)
        if wrong:
            print(f"bench/dicomweb: {name}: {wrong[:3]}", file=sys.stderr)
            if name == "voxrelay":
                sys.exit(1)
