package org.voxrelay.ingest;

import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread at a time work on a key; a fixed number of locks serves any number of keys. */
final class KeyedLocks {
    private final ReentrantLock[] stripes = new ReentrantLock[256];

    KeyedLocks() {
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    ReentrantLock of(String key) {
        return stripes[Math.floorMod(key.hashCode(), stripes.length)];
    }
}
