package org.voxrelay.archive;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.voxrelay.db.Database;

/**
 * Finds instances by their UIDs. An instance is found from the moment that its sender got the answer; a list of a study or
 * series waits for the rows of all that was acknowledged before.
 */
public final class InstanceIndex {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String SELECT =
            "select study.uid, series.uid, instance.uid, class.uid, syntax.uid, frames, size,"
                    + " crc, place from instance join series on series.pk = series_pk join study on study.pk = study_pk"
                    + " join uid_entry class on class.id = instance.class join uid_entry syntax on syntax.id = instance.syntax ";

    private final Database database;
    private final Indexer indexer;

    /** @param indexer who writes the rows */
    public InstanceIndex(Database database, Indexer indexer) {
        this.database = database;
        this.indexer = indexer;
    }

    /** The instance with this UID, wherever it belongs. */
    public Optional<StoredInstance> find(String sopInstanceUid) {
        Optional<StoredInstance> pending = indexer.pending(sopInstanceUid).map(InstanceIndex::stored);
        return pending.isPresent() ? pending : find(database, sopInstanceUid);
    }

    /** As {@link #find}, for an instance that is most likely new: then the database is not asked. */
    public Optional<StoredInstance> findUnlessNew(String sopInstanceUid) {
        return indexer.mayKnow(sopInstanceUid) ? find(sopInstanceUid) : Optional.empty();
    }

    static Optional<StoredInstance> find(Database database, String sopInstanceUid) {
        return database.lookUp(c -> select(c, SELECT + "where instance.uid = ?", sopInstanceUid)).stream()
                .findFirst();
    }

    /** Whether the bytes at this place are kept without being shown: another one has replaced them, or they are in the trash. */
    public boolean isHidden(String sopInstanceUid, String place) {
        return database.lookUp(c -> {
            String sql = "select from superseded_instance where uid = ? and place = ?"
                    + " union all select from trashed_instance where uid = ? and place = ?";
            try (PreparedStatement select = c.prepareStatement(sql)) {
                select.setString(1, sopInstanceUid);
                select.setString(2, place);
                select.setString(3, sopInstanceUid);
                select.setString(4, place);
                try (ResultSet row = select.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    /** The instances of a study, by series and number; empty if there is no such study. */
    public List<StoredInstance> ofStudy(String studyUid) throws IOException, InterruptedException {
        indexer.awaitIndexed(WAIT);
        String sql = SELECT + "where study.uid = ? order by series.pk, instance.number, instance.pk";
        return database.lookUp(c -> select(c, sql, studyUid));
    }

    /** The instances of a series, by number. */
    public List<StoredInstance> ofSeries(String studyUid, String seriesUid) throws IOException, InterruptedException {
        indexer.awaitIndexed(WAIT);
        String sql = SELECT + "where study.uid = ? and series.uid = ? order by instance.number, instance.pk";
        return database.lookUp(c -> select(c, sql, studyUid, seriesUid));
    }

    /** Metadata of a study's instances; empty if there is no such study. */
    public Optional<SeriesMetadata> studyMetadata(String studyUid) throws IOException, InterruptedException {
        indexer.awaitIndexed(WAIT);
        return database.lookUp(c -> {
            var pk = pk(c, "select pk from study where uid = ?", studyUid);
            return pk.isEmpty() ? Optional.empty() : Optional.of(MetadataRows.ofStudy(c, pk.get()));
        });
    }

    /** Metadata of a series' instances; empty if the study has no such series. */
    public Optional<SeriesMetadata> seriesMetadata(String studyUid, String seriesUid)
            throws IOException, InterruptedException {
        indexer.awaitIndexed(WAIT);
        String sql = "select series.pk from series join study on study.pk = study_pk"
                + " where study.uid = ? and series.uid = ?";
        return database.lookUp(c -> {
            var pk = pk(c, sql, studyUid, seriesUid);
            return pk.isEmpty() ? Optional.empty() : Optional.of(MetadataRows.ofSeries(c, pk.get()));
        });
    }

    private static StoredInstance stored(IndexEntry entry) {
        var instance = entry.instance();
        return new StoredInstance(
                entry.study().uid().value(),
                entry.series().uid().value(),
                instance.uid().value(),
                instance.sopClassUid(),
                instance.transferSyntaxUid(),
                instance.frames(),
                instance.size(),
                OptionalInt.of(instance.crc()),
                instance.place());
    }

    private static OptionalInt number(ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static Optional<Long> pk(Connection c, String sql, String... uids) throws SQLException {
        try (PreparedStatement select = c.prepareStatement(sql)) {
            for (int i = 0; i < uids.length; i++) {
                select.setString(i + 1, uids[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    private static List<StoredInstance> select(Connection c, String sql, String... uids) throws SQLException {
        var found = new ArrayList<StoredInstance>();
        try (PreparedStatement select = c.prepareStatement(sql)) {
            for (int i = 0; i < uids.length; i++) {
                select.setString(i + 1, uids[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new StoredInstance(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            number(row, 6),
                            row.getLong(7),
                            number(row, 8),
                            row.getString(9)));
                }
            }
        }
        return found;
    }
}
