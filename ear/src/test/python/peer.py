"""What the scripts of this folder share: printing from threads, and requests whose answers reach who waits for them."""

import sys
import time


def say(*words):
    """Prints a line in one write: print() writes its end apart, and another thread's line comes between."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def still(association):
    """Lets the reader of pynetdicom come to a stand before a request: else it may take the answer from who waits for it."""
    association._reactor_checkpoint.clear()
    time.sleep(0.02)
    return association
