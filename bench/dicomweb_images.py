"""Rows of bench/dicomweb about images: 400 CT of 512 x 512 (210 MB), stored, and retrieved as a viewer or an archive does."""
import gzip
import json
import os
import socket
import sys
import time

import dicomweb_client as client
import store

BOUNDARY = b"voxrelay-bench"
AS_STORED = "transfer-syntax=*"
OCTETS = f"multipart/related; type=application/octet-stream; {AS_STORED}"
FILES = f'multipart/related; type="application/dicom"; {AS_STORED}'
FRAME = 2 * 512 * 512
A_REQUEST = 50
KNOWN = 100_000


def uid_in(uid, stamp):
    return (uid[:8] + stamp + uid[14:]).decode()


class Series:
    """The images that both peers have, with the UIDs of one stamp."""

    def __init__(self, images, stamp):
        digits = f"{stamp:06d}".encode()
        self.size = images.bytes
        self.study, self.series = (uid_in(images.uids[0][level], digits) for level in (0, 1))
        self.instances = [uid_in(each[2], digits) for each in images.uids]
        self.path = f"studies/{self.study}/series/{self.series}"

    def some_frame(self, rng, _):
        return f"{self.path}/instances/{rng.choice(self.instances)}/frames/1"

    def some_rendered(self, rng, _):
        return f"{self.path}/instances/{rng.choice(self.instances)}/rendered"


class Complete:
    """Whether an answer has the metadata of so many images; one that is as long as a right one is not read again."""

    def __init__(self, count):
        self.count, self.lengths = count, set()

    def __call__(self, status, body):
        if status == 200 and len(body) not in self.lengths:
            plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            found = json.loads(plain)
            if len(found) == self.count and all("00280010" in each for each in found):
                self.lengths.add(len(body))
        return status == 200 and len(body) in self.lengths


def is_frame(status, body):
    return status == 200 and FRAME < len(body) < FRAME + 2000 and body.lstrip()[:2] == b"--"


def is_jpeg(status, body):
    return status == 200 and body[:2] == b"\xff\xd8"


def question_rows(series):
    metadata = series.path + "/metadata"
    complete = Complete(len(series.instances))
    return [
        client.Row("metadata", lambda *_: metadata, 50, complete, encoding="gzip", warm_ups=80, rounds=30),
        client.Row("plain", lambda *_: metadata, 50, complete, warm_ups=20, rounds=30),
        client.Row("rendered", series.some_rendered, 1, is_jpeg, accept="image/jpeg"),
        client.Row("frame", series.some_frame, 2, is_frame, accept=OCTETS, warm_ups=2500),
    ]


def retrieve(peer, series):
    """Seconds for a whole series, read from the socket as it comes, so that the client does next to nothing."""
    buffer, begin = bytearray(1 << 20), time.perf_counter()
    request = f"GET {peer.root}/{series.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {FILES}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", peer.http)) as connection:
        connection.sendall(request.encode())
        size = connection.recv_into(buffer)
        status = bytes(buffer[:15])
        while count := connection.recv_into(buffer):
            size += count
    if b" 200 " not in status or size < series.size:
        sys.exit(f"bench/dicomweb: {peer.name} sends {size} bytes of {series.size}: {status!r}")
    return time.perf_counter() - begin


def bodies(images):
    """Of requests to store 50 each."""
    head = b"--" + BOUNDARY + b"\r\nContent-Type: application/dicom\r\n\r\n"
    made = []
    for first in range(0, len(images.files), A_REQUEST):
        parts = [head + file.read_bytes() + b"\r\n" for file in images.files[first:first + A_REQUEST]]
        made.append(b"".join(parts) + b"--" + BOUNDARY + b"--\r\n")
    return made


def store_all(peer, requests):
    """Seconds for all requests, one after the other over one connection."""
    asked = client.Client(peer)
    headers = {"Content-Type": f'multipart/related; type="application/dicom"; boundary="{BOUNDARY.decode()}"',
               "Accept": "application/dicom+json"}
    os.sync()
    seconds = 0
    for body in requests:
        status, answer, took = asked.ask("POST", "studies", body, headers)
        seconds += took / 1000
        if status != 200 or len(json.loads(answer)["00081199"]["Value"]) != A_REQUEST:
            sys.exit(f"bench/dicomweb: {peer.name} answers STOW-RS with {status}: {answer[:300]!r}")
    return seconds


def stow(images, peers, rounds, warm_ups):
    made = {}

    def round_of(peer, number):
        if number not in made:
            images.renew(KNOWN + 1000 + number)
            made.clear()
            made[number] = bodies(images)
        return store_all(peer, made[number])

    client.show_rates("stow", images.bytes / 1e6, client.in_turn(peers, rounds, warm_ups, round_of), 4)


def run(wanted, peers, rounds):
    """Those of the rows whose names are wanted."""
    images = store.ct(400)
    series = Series(images, KNOWN)
    if wanted - {"stow"}:
        images.renew(KNOWN)
        for peer in peers:
            store.send(peer, images.folders(1), store.PROMPT)
    rows = question_rows(series)
    if wanted & {row.name for row in rows}:
        # What every request passes through is compiled first; a series' metadata alone would take minutes of Orthanc to get there.
        client.measure(rows[-1], peers, 0, 1, rows[-1].warm_ups)
    for row in rows:
        if row.name in wanted:
            client.show_times(row, client.measure(row, peers, 0, row.rounds or rounds, row.warm_ups))
    if "series" in wanted:
        times = client.in_turn(peers, 15, 15, lambda peer, _: retrieve(peer, series))
        client.show_rates("series", series.size / 1e6, times, 1.2)
    if "stow" in wanted:
        stow(images, peers, 5, 15)
