package org.voxrelay.archive;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.Database;
import org.voxrelay.db.DatabaseException;

/**
 * Says of most SOP Instance UIDs that are new that they are new, without asking the database: a Bloom filter over all that are
 * stored. Where it says "perhaps" the database is asked. Until it is loaded it says so of all. UIDs of deleted instances stay in
 * it. What another node on the same database stores after our start is not in it; the unique index finds that later.
 */
final class KnownUids {
    private static final Logger LOG = Logger.getLogger(KnownUids.class.getName());
    private static final int LEAST_BITS = 1 << 23;
    private static final int MOST_BITS = 1 << 28;
    private static final int BITS_EACH = 16;
    private static final int PROBES = 4;
    private static final int PAGE = 20_000;

    private volatile AtomicLongArray bits = new AtomicLongArray(LEAST_BITS / Long.SIZE);
    private volatile boolean loaded;

    /** False only if no instance with this UID is stored. */
    boolean mayContain(String uid) {
        if (!loaded) {
            return true;
        }
        AtomicLongArray current = bits;
        long hash = hash(uid);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i, current);
            if ((current.get(bit / Long.SIZE) & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    void add(String uid) {
        AtomicLongArray current = bits;
        long hash = hash(uid);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i, current);
            current.accumulateAndGet(bit / Long.SIZE, 1L << bit, (a, b) -> a | b);
        }
    }

    /** Makes room for twice as many as are stored now; before anything is added. */
    void size(Database database) {
        long rows = database.read(connection -> {
            try (PreparedStatement count = connection.prepareStatement("select coalesce(max(pk), 0) from instance");
                    ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
        long wanted = Math.max(LEAST_BITS, Math.min(MOST_BITS, 2 * BITS_EACH * rows));
        bits = new AtomicLongArray((int) (Long.highestOneBit(wanted) / Long.SIZE));
    }

    /** Reads all UIDs that are stored; others may be added meanwhile. */
    void load(Database database) {
        try {
            for (long after = 0; after >= 0; ) {
                after = loadPage(database, after);
            }
            loaded = true;
        } catch (DatabaseException e) {
            LOG.log(
                    Level.WARNING,
                    "index: the stored UIDs could not be read; the database is asked for each: {0}",
                    e.getMessage());
        }
    }

    private long loadPage(Database database, long after) {
        return database.read(connection -> {
            long last = -1;
            try (PreparedStatement select = connection.prepareStatement(
                    "select pk, uid from instance where pk > ? order by pk limit " + PAGE)) {
                select.setLong(1, after);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        last = row.getLong(1);
                        add(row.getString(2));
                    }
                }
            }
            return last;
        });
    }

    private static int bit(long hash, int probe, AtomicLongArray bits) {
        long mixed = hash + probe * (hash >>> 32 | 1);
        return (int) (mixed & (long) bits.length() * Long.SIZE - 1);
    }

    /** FNV-1a, and the last step of MurmurHash3 to spread it. */
    private static long hash(String uid) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < uid.length(); i++) {
            hash = (hash ^ uid.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
