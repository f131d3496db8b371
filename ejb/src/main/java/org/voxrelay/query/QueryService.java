package org.voxrelay.query;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        List<Attributes> rows = read(query, conditions, found -> attributes(found, query.level()));
        boolean more = rows.size() > query.limit();
        var keys = new ReturnKeys(query);
        List<Attributes> page = more ? rows.subList(0, query.limit()) : rows;
        if (keys.needInstanceMetadata()) {
            new InstanceMetadata(index).addTo(page);
        }
        return new QueryResult(page.stream().map(keys::select).toList(), more, conditions.unsupported());
    }

    /** Whether {@link #findJson} can answer: all that is shown is in rows, under its own tag. */
    public boolean canFindJson(Query query) {
        return new ReturnKeys(query).arePassedOn();
    }

    /**
     * As {@link #find}, as text: what the index keeps as JSON is passed on, several times as fast.
     *
     * @param service what Retrieve URLs begin with, with a slash at its end
     */
    public JsonResult findJson(Query query, String service) throws BadKeyException, IOException, InterruptedException {
        var conditions = new QueryKeys(query, extra);
        var rows = new JsonRows(query.level(), new ReturnKeys(query).names(), service);
        return read(query, conditions, row -> {
            var json = new StringBuilder("[");
            int count = 0;
            while (row.next()) {
                if (count++ < query.limit()) {
                    json.append(count > 1 ? "," : "");
                    rows.append(json, row);
                }
            }
            return new JsonResult(json.append(']').toString(), count > query.limit(), conditions.unsupported());
        });
    }

    private static List<Attributes> attributes(ResultSet row, Level level) throws SQLException {
        var found = new ArrayList<Attributes>();
        while (row.next()) {
            found.add(Rows.read(row, level));
        }
        return found;
    }

    /** What is made of the rows. */
    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** One row more than the limit tells that there are more. */
    private <T> T read(Query query, QueryKeys conditions, RowReader<T> reader)
            throws BadKeyException, IOException, InterruptedException {
        Where where = conditions.where();
        indexer.awaitIndexed(WAIT);
        String sql = PageSql.of(query, where);
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                where.bind(connection, statement);
                try (ResultSet rows = statement.executeQuery()) {
                    return reader.read(rows);
                }
            }
        });
    }

    /**
     * Searches with all that C-FIND knows; the matches come in pages, in the order of their arrival.
     *
     * @throws BadKeyException if a key's value cannot be understood
     * @throws IOException if the index is behind for long
     */
    public MatchPages search(Search search) throws BadKeyException, IOException, InterruptedException {
        var pages = new MatchPages(database, new InstanceMetadata(index), search, extra);
        indexer.awaitIndexed(WAIT);
        return pages;
    }
}
