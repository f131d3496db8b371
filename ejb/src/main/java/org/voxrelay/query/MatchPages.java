package org.voxrelay.query;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.archive.ExtraAttributes;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.data.Attributes;

/**
 * The matches of a {@link Search}, some at a time: a reader who is slow holds no connection, and what arrives meanwhile
 * neither shifts nor doubles a match. For one thread.
 */
public final class MatchPages {
    private static final int PAGE = 200;
    private static final long FIRST = -1;

    private final Database database;
    private final InstanceMetadata metadata;
    private final Search search;
    private final SearchKeys keys;
    private long last = FIRST;
    private boolean atEnd;

    MatchPages(Database database, InstanceMetadata metadata, Search search, ExtraAttributes extra)
            throws BadKeyException {
        this.database = database;
        this.metadata = metadata;
        this.search = search;
        this.keys = SearchKeys.of(search, extra);
        where(); // a key that cannot be understood is told before anything is sent
    }

    /** Whether every key is one that this server keeps, and matches on where it has a value. */
    public boolean allKeysSupported() {
        return keys.allSupported();
    }

    /** Whether {@link #next} has given all. */
    public boolean atEnd() {
        return atEnd;
    }

    /** Rows that a page has looked at, at most. */
    public static int rowsOfAPage() {
        return PAGE;
    }

    /**
     * The next matches, with the asked keys only; there may be none in a page although others follow.
     *
     * @throws IOException if the index is behind for long
     */
    public List<Attributes> next() throws BadKeyException, IOException, InterruptedException {
        if (atEnd) {
            return List.of();
        }
        Where where = where();
        String sql = Rows.selectWithKey(search.level()) + where.sql() + " order by key limit " + PAGE;
        List<Attributes> page = database.read(connection -> select(connection, sql, where));
        if (keys.needInstanceMetadata()) {
            metadata.addTo(page);
        }
        return page.stream().filter(keys::match).map(keys::answer).toList();
    }

    private Where where() throws BadKeyException {
        var where = new Where();
        if (search.level() == Level.PATIENT) { // the newest study speaks for its patient
            where.and("not exists (select 1 from study n where n.patient_pk = s.patient_pk and n.pk > s.pk)");
        }
        where.and(Rows.key(search.level()) + " > ?", last);
        keys.addTo(where);
        return where;
    }

    private List<Attributes> select(Connection connection, String sql, Where where) throws SQLException {
        var found = new ArrayList<Attributes>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            where.bind(connection, statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(Rows.read(row, search.level()));
                    last = row.getLong("key");
                }
            }
        }
        atEnd = found.size() < PAGE;
        return found;
    }
}
