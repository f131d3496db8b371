package org.voxrelay.query;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.voxrelay.archive.ExtraAttributes;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.data.Attributes;

/**
 * Searches the index. What was acknowledged before the search is in its answer.
 */
public final class QueryService {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String NEWEST = " order by s.date desc, s.time desc, s.pk desc";
    private static final Map<Level, String> ORDER = Map.of(
            Level.STUDY, NEWEST,
            Level.SERIES, NEWEST + ", r.number, r.pk",
            Level.INSTANCE, NEWEST + ", r.number, r.pk, i.number, i.pk");

    private final Database database;
    private final Indexer indexer;
    private final InstanceIndex index;
    private final ExtraAttributes extra;

    /**
     * @param index for the attributes of instances that no column holds
     * @param extra attributes that are searched beside the usual ones
     */
    public QueryService(Database database, Indexer indexer, InstanceIndex index, ExtraAttributes extra) {
        this.extra = extra;
        this.database = database;
        this.indexer = indexer;
        this.index = index;
    }

    /**
     * @throws BadKeyException if a key's value cannot be understood
     * @throws IOException if the index is behind for long
     */
    public QueryResult find(Query query) throws BadKeyException, IOException, InterruptedException {
        var conditions = new QueryKeys(query, extra);
        Where where = conditions.where();
        indexer.awaitIndexed(WAIT);
        String sql = Rows.select(query.level()) + where.sql() + ORDER.get(query.level()) + " limit "
                + (query.limit() + 1L) + " offset " + query.offset();
        List<Attributes> rows = database.read(connection -> select(connection, sql, where, query.level()));
        boolean more = rows.size() > query.limit();
        var keys = new ReturnKeys(query);
        List<Attributes> page = more ? rows.subList(0, query.limit()) : rows;
        if (keys.needInstanceMetadata()) {
            new InstanceMetadata(index).addTo(page);
        }
        return new QueryResult(page.stream().map(keys::select).toList(), more, conditions.unsupported());
    }

    /**
     * Searches with all that C-FIND knows; the matches come in pages, in the order of their arrival.
     *
     * @throws BadKeyException if a key's value cannot be understood
     * @throws IOException if the index is behind for long
     */
    public MatchPages search(Search search) throws BadKeyException, IOException, InterruptedException {
        var pages = new MatchPages(database, new InstanceMetadata(index), search);
        indexer.awaitIndexed(WAIT);
        return pages;
    }

    private static List<Attributes> select(Connection connection, String sql, Where where, Level level)
            throws SQLException {
        var found = new ArrayList<Attributes>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            where.bind(connection, statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(Rows.read(row, level));
                }
            }
        }
        return found;
    }
}
