package org.voxrelay.archive;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.log.Burial;
import org.voxrelay.archive.log.LogPlace;
import org.voxrelay.db.Database;

/**
 * Deletes instances, with what they replaced. First a record of the log says so, for good; then their rows go; then their files,
 * or, for bytes in the log, nothing until {@link Compaction}. Being killed at any moment leaves each instance either there or
 * deleted, once the next start has run {@link #resume}.
 */
public final class Deletion {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 1000;

    private final Database database;
    private final InstanceFiles files;
    private final Indexer indexer;

    /** @param indexer who must not write rows of a series that is being deleted */
    public Deletion(Database database, InstanceFiles files, Indexer indexer) {
        this.database = database;
        this.files = files;
        this.indexer = indexer;
    }

    /**
     * @return how many instances there were
     * @throws Indexer.Behind if the database does not keep up; nothing was deleted
     */
    public int delete(Collection<String> sopInstanceUids) throws IOException, InterruptedException {
        indexer.awaitIndexed(WAIT);
        files.maintenance().lock();
        try {
            int count = 0;
            var uids = List.copyOf(sopInstanceUids);
            for (int from = 0; from < uids.size(); from += AT_ONCE) {
                count += deleteSome(uids.subList(from, Math.min(uids.size(), from + AT_ONCE)));
            }
            return count;
        } finally {
            files.maintenance().unlock();
        }
    }

    private int deleteSome(List<String> uids) throws IOException {
        List<Burial> burials = database.read(connection -> placesOf(connection, uids));
        return burials.isEmpty() ? 0 : bury(burials);
    }

    /** Gives bytes up, shown or not; the caller has the lock of maintenance. @return how many were shown */
    int bury(List<Burial> burials) throws IOException {
        LogPlace record = files.log().bury(burials);
        int count = removeRows(burials);
        removeFiles(burials);
        files.log().settle(record);
        return count;
    }

    private static List<Burial> placesOf(Connection connection, List<String> uids) throws SQLException {
        String sql = "select place, uid from instance where uid = any(?)"
                + " union all select place, uid from superseded_instance where uid = any(?)";
        var found = new ArrayList<Burial>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf("text", uids.toArray()));
            select.setArray(2, connection.createArrayOf("text", uids.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Burial(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }

    /** Brings deletions to their end that a crash cut off. */
    public void resume(Collection<Burial> burials) throws IOException {
        var named = burials.stream().filter(burial -> !burial.name().isEmpty()).toList();
        for (int from = 0; from < named.size(); from += AT_ONCE) {
            var some = named.subList(from, Math.min(named.size(), from + AT_ONCE));
            removeRows(some);
            removeFiles(some);
        }
    }

    private int removeRows(List<Burial> burials) {
        return indexer.exclusively(() -> database.write(connection -> RowRemoval.remove(connection, burials)));
    }

    private void removeFiles(List<Burial> burials) throws IOException {
        for (Burial burial : burials) {
            Optional<LogPlace> logged = LogPlace.of(burial.place());
            if (logged.isEmpty()) {
                files.deleteOwn(burial.place());
            }
        }
    }
}
