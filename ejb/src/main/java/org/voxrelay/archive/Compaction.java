package org.voxrelay.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.log.Burial;
import org.voxrelay.archive.log.LogPlace;
import org.voxrelay.archive.log.LoggedRecord;
import org.voxrelay.archive.log.SegmentScan;
import org.voxrelay.archive.log.SegmentScanner;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomInputStream;

/**
 * Gives the disk back what deleted instances took: what is still wanted of a segment is written to the log again, its rows are
 * pointed there, and the file goes, some time later, for somebody may be about to open it. Being killed at any moment leaves
 * copies that the next start gives up, or a segment that it removes.
 */
public final class Compaction {
    private static final Logger LOG = Logger.getLogger(Compaction.class.getName());
    private static final int AT_ONCE = 1000;

    private final Database database;
    private final InstanceFiles files;
    private final Duration grace;
    private final Map<String, Long> doomed = new ConcurrentHashMap<>();

    /** @param grace how long a file stays after the last row has left it */
    public Compaction(Database database, InstanceFiles files, Duration grace) {
        this.database = database;
        this.files = files;
        this.grace = grace;
    }

    /**
     * Works through the segments of which at least this share is deleted.
     *
     * @param share from 0 to 1
     * @return how many segments were given up
     */
    public int run(double share) throws IOException {
        files.maintenance().lock();
        try {
            removeDoomed(grace);
            int count = 0;
            for (var waste : database.read(Compaction::waste).entrySet()) {
                String segment = waste.getKey();
                if (files.log().isSettled(segment)
                        && waste.getValue() >= share * Files.size(files.log().path(segment))) {
                    compact(segment);
                    count++;
                }
            }
            removeDoomed(grace);
            return count;
        } finally {
            files.maintenance().unlock();
        }
    }

    /** Removes what was given up before a start; nobody reads yet. */
    public void resume() throws IOException {
        removeDoomed(Duration.ZERO);
    }

    private static Map<String, Long> waste(Connection connection) throws SQLException {
        var found = new LinkedHashMap<String, Long>();
        String sql = "select segment, bytes from segment_waste where not doomed order by segment";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.put(row.getString(1), row.getLong(2));
            }
        }
        return found;
    }

    private void compact(String segment) throws IOException {
        SegmentScan scan = SegmentScanner.scan(files.log().path(segment));
        var moves = new ArrayList<Move>();
        for (int from = 0; from < scan.instances().size(); from += AT_ONCE) {
            var some = scan.instances().subList(from, Math.min(scan.instances().size(), from + AT_ONCE));
            moves.addAll(copyWanted(some));
        }
        var burials = scan.dead().stream().filter(this::isStillThere).toList();
        if (!burials.isEmpty()) {
            files.log().settle(files.log().bury(burials));
        }
        database.write(connection -> {
            Move.apply(connection, moves);
            doom(connection, segment);
            return null;
        });
        for (Move move : moves) {
            files.settle(move.to());
        }
        files.log().settle(files.log().bury(List.of(Burial.ofSegment(segment))));
        doomed.put(segment, System.nanoTime());
        LOG.log(Level.INFO, "compaction: {0} of {1} instances of segment {2} were wanted", new Object[] {
            moves.size(), scan.instances().size(), segment
        });
    }

    private List<Move> copyWanted(List<LoggedRecord> records) throws IOException {
        var uids = new LinkedHashMap<LoggedRecord, String>();
        for (LoggedRecord record : records) {
            uids.put(record, sopInstanceUid(record.place()));
        }
        Set<String> wanted =
                database.read(connection -> placesOf(connection, uids.values().toArray()));
        var moves = new ArrayList<Move>();
        for (var record : uids.entrySet()) {
            String place = record.getKey().place().toString();
            if (wanted.contains(place)) {
                moves.add(new Move(record.getValue(), place, copy(record.getKey())));
            }
        }
        return moves;
    }

    private String sopInstanceUid(LogPlace place) throws IOException {
        try (InputStream bytes = new BufferedInputStream(
                        Channels.newInputStream(files.log().open(place)));
                var in = new DicomInputStream(bytes)) {
            return in.setBulkData(AT_ONCE)
                    .readDatasetUntilPixelData()
                    .getString(Tag.SOPInstanceUID, "")
                    .strip();
        }
    }

    private static Set<String> placesOf(Connection connection, Object[] uids) throws SQLException {
        String sql = "select place from instance where uid = any(?)"
                + " union all select place from superseded_instance where uid = any(?)";
        var found = new HashSet<String>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf("text", uids));
            select.setArray(2, connection.createArrayOf("text", uids));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }

    private String copy(LoggedRecord record) throws IOException {
        try (FileChannel from = files.log().open(record.place());
                Spool spool = files.spool(record.origin(), Long.MAX_VALUE)) {
            int head = record.checks().headLength();
            while (spool.length() < head) {
                spool.readFrom(from, head - spool.length());
            }
            spool.datasetBegins(head);
            while (spool.readFrom(from, Long.MAX_VALUE) >= 0) {
                // on to the end
            }
            return files.accept(spool, record.replaces()).place();
        }
    }

    private boolean isStillThere(Burial burial) {
        return burial.segment()
                .map(segment -> Files.exists(files.log().path(segment)))
                .orElseGet(() -> files.hasOwn(burial.place()));
    }

    private static void doom(Connection connection, String segment) throws SQLException {
        String sql = "update segment_waste set doomed = true where segment = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, segment);
            update.executeUpdate();
        }
    }

    private void removeDoomed(Duration age) throws IOException {
        for (String segment : database.read(Compaction::doomed)) {
            Long since = doomed.get(segment);
            if (since == null || System.nanoTime() - since >= age.toNanos()) {
                files.log().drop(segment);
                doomed.remove(segment);
                database.write(connection -> forget(connection, segment));
            }
        }
    }

    private static List<String> doomed(Connection connection) throws SQLException {
        var found = new ArrayList<String>();
        try (PreparedStatement select = connection.prepareStatement("select segment from segment_waste where doomed");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    private static int forget(Connection connection, String segment) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from segment_waste where segment = ?")) {
            delete.setString(1, segment);
            return delete.executeUpdate();
        }
    }
}
