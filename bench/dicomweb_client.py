"""How bench/dicomweb asks: rows of questions, one connection, peers that take turns."""
import dataclasses
import http.client
import os
import random
import statistics
import sys
import time


@dataclasses.dataclass
class Row:
    """
    A line of the table.

    path: of a round, made from a random generator and the number of studies
    goal: times as fast as Orthanc
    expect: whether an answer (status, body) is right, so that nobody is measured doing nothing
    warm_ups: questions to both that do not count: the server's code is compiled while it works, and slower before
    """
    name: str
    path: callable
    goal: float
    expect: callable
    accept: str = "application/dicom+json"
    encoding: str = "identity"
    warm_ups: int = 1500
    rounds: int = 0


class Client:
    """One connection that stays open, as a browser's does."""

    def __init__(self, peer):
        self.peer = peer
        self.connection = http.client.HTTPConnection("127.0.0.1", peer.http)

    def ask(self, method, path, body, headers):
        """Status, body, and milliseconds from the first byte sent to the last received."""
        begin = time.perf_counter()
        self.connection.request(method, f"{self.peer.root}/{path}", body, headers)
        answer = self.connection.getresponse()
        received = answer.read()
        return answer.status, received, 1000 * (time.perf_counter() - begin)

    def time(self, row, path):
        status, body, took = self.ask("GET", path, None, {"Accept": row.accept, "Accept-Encoding": row.encoding})
        if not row.expect(status, body):
            sys.exit(f"bench/dicomweb: {self.peer.name} answers {path} with {status}: {body[:300]!r}")
        return took


def in_turn(peers, rounds, warm_ups, work):
    """What work(peer, number) measured, by the peer's name; each first in every second round; warm-ups do not count."""
    measured = {peer.name: [] for peer in peers}
    for number in range(-warm_ups, rounds):
        for peer in peers if number % 2 == 0 else reversed(peers):
            took = work(peer, number)
            if number >= 0:
                measured[peer.name].append(took)
    return measured


def measure(row, peers, studies, rounds, warm_ups, in_a_row=1):
    """
    Median and 95th percentile in ms, by the peer's name.

    in_a_row: questions that a peer answers before it is the other's turn. With one, each answer begins with caches that the
    other peer has filled, as on a server that does much else; with ten, it is asked as a viewer asks it.
    """
    clients = {peer.name: Client(peer) for peer in peers}
    rng = random.Random(row.name)
    paths = {number: row.path(rng, studies) for number in range(-warm_ups, rounds)}

    def turn(peer, number):
        return [clients[peer.name].time(row, paths[each])
                for each in range(number * in_a_row, min(rounds, (number + 1) * in_a_row))]

    times = in_turn(peers, -(-rounds // in_a_row), warm_ups // in_a_row, turn)
    flat = {name: [took for each in turns for took in each] for name, turns in times.items()}
    return {name: (statistics.median(each), sorted(each)[int(0.95 * len(each))]) for name, each in flat.items()}


def load():
    return f"load {os.getloadavg()[0]:.1f}"


def show_times(row, result, in_a_row=1):
    ours, theirs = result["voxrelay"], result["orthanc"]
    name = row.name if in_a_row == 1 else f"{row.name} x{in_a_row}"
    print(f"{name:12} voxrelay {ours[0]:7.2f} ms (p95 {ours[1]:.2f})  orthanc {theirs[0]:7.2f} ms (p95 {theirs[1]:.2f})"
          f"  {theirs[0] / ours[0]:5.1f} x" + (f"  goal {row.goal} x" if row.goal else "") + f"  ({load()})", flush=True)


def show_rates(name, megabytes, seconds, goal):
    """Of rounds that each moved so many MB."""
    rates = {peer: [megabytes / each for each in times] for peer, times in seconds.items()}
    ours, theirs = statistics.median(rates["voxrelay"]), statistics.median(rates["orthanc"])
    rounds = "; ".join(f"{peer} " + " ".join(f"{rate:.0f}" for rate in each) for peer, each in rates.items())
    print(f"{name:12} voxrelay {ours:7.0f} MB/s  orthanc {theirs:7.0f} MB/s  {ours / theirs:5.2f} x  goal {goal} x"
          f"  ({load()}; {rounds})", flush=True)
