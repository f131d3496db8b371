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
        var rows = new ArrayList<Attributes>();
        read(query, conditions, row -> rows.add(Rows.read(row, query.level())));
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
        var json = new StringBuilder("[");
        var rows = new JsonRows(query.level(), new ReturnKeys(query).names(), service);
        int[] count = {0};
        read(query, conditions, row -> {
            if (count[0]++ < query.limit()) {
                json.append(count[0] > 1 ? "," : "");
                rows.append(json, row);
            }
        });
        return new JsonResult(json.append(']').toString(), count[0] > query.limit(), conditions.unsupported());
    }

    /** What is done with each row. */
    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** One row more than the limit tells that there are more. */
    private void read(Query query, QueryKeys conditions, RowReader reader)
            throws BadKeyException, IOException, InterruptedException {
        Where where = conditions.where();
        indexer.awaitIndexed(WAIT);
        String sql = PageSql.of(query, where);
        database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                where.bind(connection, statement);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        reader.read(row);
                    }
                }
            }
            return null;
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
