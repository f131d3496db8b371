"""See bench/large."""
import argparse
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile

FRAME = 10 << 20
SMALL = 4 << 20
BOUNDARY = "part-of-bench-large"
MULTI_FRAME = "1.2.840.10008.5.1.4.1.1.7.4"  # Multi-frame True Color Secondary Capture
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"


def uid():
    return "2.25." + str(uuid.uuid4().int)


def element(group, number, vr, value):
    if isinstance(value, str):
        value = value.encode() + (b"\0" if vr == "UI" else b" ") * (len(value) % 2)
    head = struct.pack("<HH", group, number) + vr.encode()
    if vr in ("OB", "OW", "SQ", "UN"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def number(group, element_number, value):
    return element(group, element_number, "US", struct.pack("<H", value))


def header(study, series, instance, frames):
    meta = (element(2, 1, "OB", b"\0\1") + element(2, 2, "UI", MULTI_FRAME) + element(2, 3, "UI", instance)
            + element(2, 0x10, "UI", JPEG_BASELINE) + element(2, 0x12, "UI", "2.25.1"))
    dataset = (element(8, 0x16, "UI", MULTI_FRAME) + element(8, 0x18, "UI", instance) + element(8, 0x60, "CS", "OT")
               + element(0x10, 0x10, "PN", "LARGE^INSTANCE") + element(0x10, 0x20, "LO", "LARGE")
               + element(0x20, 0xD, "UI", study) + element(0x20, 0xE, "UI", series)
               + number(0x28, 2, 3) + element(0x28, 4, "CS", "YBR_FULL_422") + element(0x28, 8, "IS", str(frames))
               + number(0x28, 0x10, 4096) + number(0x28, 0x11, 4096) + number(0x28, 0x100, 8)
               + number(0x28, 0x101, 8) + number(0x28, 0x102, 7) + number(0x28, 0x103, 0))
    pixels = struct.pack("<HH", 0x7FE0, 0x10) + b"OB\0\0" + struct.pack("<I", 0xFFFFFFFF)
    return (bytes(128) + b"DICM" + element(2, 0, "UL", struct.pack("<I", len(meta))) + meta + dataset + pixels
            + struct.pack("<HHI", 0xFFFE, 0xE000, 0))


def instance_bytes(head, frames):
    yield head
    for frame in range(frames):
        yield struct.pack("<HHI", 0xFFFE, 0xE000, FRAME)
        yield hashlib.sha256(struct.pack("<I", frame)).digest() * (FRAME // 32)
    yield struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


def body(head, frames, digest):
    yield f"--{BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n".encode()
    for piece in instance_bytes(head, frames):
        digest.update(piece)
        yield piece
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def store(connection, pieces):
    """Sends one request in chunks; the answer's JSON."""
    begin = time.monotonic()
    connection.request("POST", "/dicom-web/studies", body=pieces, encode_chunked=True, headers={
        "Content-Type": f'multipart/related; type="application/dicom"; boundary={BOUNDARY}',
        "Accept": "application/dicom+json", "Transfer-Encoding": "chunked"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        sys.exit(f"bench/large: STOW-RS answers {answer.status}: {text[:500]!r}")
    return json.loads(text), time.monotonic() - begin


def found(connection, study):
    count = 0
    while True:
        connection.request("GET", f"/dicom-web/studies/{study}/instances?limit=1000&offset={count}",
                           headers={"Accept": "application/dicom+json"})
        page = json.loads(connection.getresponse().read() or b"[]")
        count += len(page)
        if not page:
            return count


def many(connection, count):
    """Stores many instances of 4 MiB in one request."""
    study, series, fragment = uid(), uid(), bytes(range(256)) * (SMALL // 256)

    def pieces():
        for _ in range(count):
            yield (f"--{BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n".encode() + header(study, series, uid(), 1)
                   + struct.pack("<HHI", 0xFFFE, 0xE000, SMALL))
            yield fragment
            yield struct.pack("<HHI", 0xFFFE, 0xE0DD, 0) + b"\r\n"
        yield f"--{BOUNDARY}--\r\n".encode()

    answer, seconds = store(connection, pieces())
    stored = len(answer["00081199"]["Value"])
    print(f"{stored} instances, {stored * SMALL} bytes, in one request of {seconds:.0f} s: {stored * SMALL / 1e6 / seconds:.0f} MB/s")
    at_once = found(connection, study)
    print(f"QIDO-RS finds {at_once} instances")
    return stored == count == at_once


def read_back(connection, study, path, sent):
    """The study as a zip of more than 4 GB, and whether others read the sent bytes in it."""
    begin = time.monotonic()
    connection.request("GET", f"/dicom-web/studies/{study}", headers={"Accept": "application/zip; transfer-syntax=*"})
    answer = connection.getresponse()
    with open(path, "wb") as out:
        shutil.copyfileobj(answer, out, 1 << 20)
    print(f"a zip of {os.path.getsize(path)} bytes in {time.monotonic() - begin:.0f} s", flush=True)
    try:
        with zipfile.ZipFile(path) as whole:
            names, inside = whole.namelist(), hashlib.sha256()
            with whole.open(names[0]) as file:  # the CRC is checked at its end
                while piece := file.read(1 << 20):
                    inside.update(piece)
            directory = whole.read("DICOMDIR")
        same = inside.digest() == sent.digest() and directory[128:132] == b"DICM"
        print(f"zipfile reads {names}: {'the same bytes' if same else 'OTHER BYTES'}", flush=True)
        if shutil.which("unzip"):
            tested = subprocess.run(["unzip", "-tq", path], capture_output=True, text=True)
            print("unzip: " + (tested.stdout + tested.stderr).strip())
            same = same and tested.returncode == 0
        return same
    finally:
        os.remove(path)


def large(connection, frames, zip_file):
    study, series, instance = uid(), uid(), uid()
    head = header(study, series, instance, frames)
    length = len(head) + frames * (FRAME + 8) + 8
    sent = hashlib.sha256()
    _, seconds = store(connection, body(head, frames, sent))
    print(f"{length} bytes received in {seconds:.0f} s", flush=True)
    count = found(connection, study)
    print(f"QIDO-RS finds {count} instance")
    begin = time.monotonic()
    connection.request("GET", f"/dicom-web/studies/{study}/series/{series}/instances/{instance}", headers={
        "Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'})
    answer = connection.getresponse()
    back, left = hashlib.sha256(), length
    piece = answer.read(65536)
    piece = piece[piece.index(b"\r\n\r\n") + 4:]
    while piece and left:
        piece = piece[:left]
        back.update(piece)
        left -= len(piece)
        piece = answer.read(min(left, 1 << 20)) if left else b""
    answer.read()
    same = left == 0 and back.digest() == sent.digest()
    print(f"sent back in {time.monotonic() - begin:.0f} s, {'the same bytes' if same else 'OTHER BYTES'}", flush=True)
    return same and count == 1 and (not zip_file or read_back(connection, study, zip_file, sent))


def by_dimse(connection, wanted):
    """DCMTK sends and fetches: its getscu writes another file meta information, so what is compared begins after it."""
    host, port = wanted.dicom.split(":")
    study = uid()
    with tempfile.TemporaryDirectory(dir=wanted.scratch) as folder:
        file = pathlib.Path(folder) / "large.dcm"
        with open(file, "wb") as out:
            out.writelines(instance_bytes(header(study, uid(), uid(), wanted.frames), wanted.frames))
        length, sent = file.stat().st_size, dataset_digest(file)
        begin = time.monotonic()
        subprocess.run(["storescu", "-xy", "-aec", "VOXRELAY", host, port, str(file)], check=True)
        print(f"{length} bytes received by C-STORE in {time.monotonic() - begin:.0f} s", flush=True)
        file.unlink()
        count = found(connection, study)
        print(f"QIDO-RS finds {count} instance", flush=True)
        begin = time.monotonic()
        subprocess.run(["getscu", "-B", "+xy", "-aec", "VOXRELAY", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k",
                        f"StudyInstanceUID={study}", host, port], check=True, cwd=folder)
        seconds = time.monotonic() - begin
        same = [dataset_digest(back) for back in pathlib.Path(folder).iterdir()] == [sent]
        print(f"sent by C-GET in {seconds:.0f} s, {'the same data set' if same else 'ANOTHER DATA SET'}")
    return same and count == 1


def dataset_digest(file):
    digest = hashlib.sha256()
    with open(file, "rb") as f:
        f.seek(128 + 4 + 8)
        f.seek(128 + 4 + 12 + struct.unpack("<I", f.read(4))[0])
        while piece := f.read(1 << 22):
            digest.update(piece)
    return digest.digest()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--http", default="127.0.0.1:8080")
    parser.add_argument("--frames", type=int, default=614)
    parser.add_argument("--zip", default="")
    parser.add_argument("--parts", type=int, default=0)
    parser.add_argument("--dicom", default="")
    parser.add_argument("--scratch")
    wanted = parser.parse_args()
    connection = http.client.HTTPConnection(wanted.http, timeout=600)
    well = many(connection, wanted.parts) if wanted.parts else large(connection, wanted.frames, wanted.zip)
    well = well and (not wanted.dicom or by_dimse(connection, wanted))
    sys.exit(0 if well else 1)


main()
