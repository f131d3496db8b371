package org.voxrelay.query;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.DicomJson;

/**
 * Searches the index. What was acknowledged before the search is in its answer.
 */
public final class QueryService {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String NEWEST = " order by s.date desc, s.time desc, s.pk desc";
    private static final Map<Level, String> SELECT = Map.of(
            Level.STUDY,
            "select s.attributes, s.modalities, s.n_series, s.n_instances from study s",
            Level.SERIES,
            "select s.attributes, s.modalities, s.n_series, s.n_instances, r.attributes, r.n_instances, r.uid"
                    + " from series r join study s on s.pk = r.study_pk",
            Level.INSTANCE,
            "select s.attributes, s.modalities, s.n_series, s.n_instances, r.attributes, r.n_instances, r.uid,"
                    + " c.uid, i.uid, i.number, i.rows, i.columns, i.bits, i.frames, x.uid"
                    + " from instance i join series r on r.pk = i.series_pk join study s on s.pk = r.study_pk"
                    + " join uid_entry c on c.id = i.class join uid_entry x on x.id = i.syntax");
    private static final Map<Level, String> ORDER = Map.of(
            Level.STUDY, NEWEST,
            Level.SERIES, NEWEST + ", r.number, r.pk",
            Level.INSTANCE, NEWEST + ", r.number, r.pk, i.number, i.pk");

    private final Database database;
    private final Indexer indexer;
    private final InstanceIndex index;

    /** @param index for the attributes of instances that no column holds */
    public QueryService(Database database, Indexer indexer, InstanceIndex index) {
        this.database = database;
        this.indexer = indexer;
        this.index = index;
    }

    /**
     * @throws BadKeyException if a key's value cannot be understood
     * @throws IOException if the index is behind for long
     */
    public QueryResult find(Query query) throws BadKeyException, IOException, InterruptedException {
        var where = new Where();
        List<Integer> unsupported = Keys.addTo(where, query);
        indexer.awaitIndexed(WAIT);
        String sql = SELECT.get(query.level()) + where.sql() + ORDER.get(query.level()) + " limit "
                + (query.limit() + 1L) + " offset " + query.offset();
        List<Attributes> rows = database.read(connection -> select(connection, sql, where, query.level()));
        boolean more = rows.size() > query.limit();
        var keys = new ReturnKeys(query);
        List<Attributes> page = more ? rows.subList(0, query.limit()) : rows;
        if (keys.needInstanceMetadata()) {
            addMetadata(page);
        }
        return new QueryResult(page.stream().map(keys::select).toList(), more, unsupported);
    }

    private static List<Attributes> select(Connection connection, String sql, Where where, Level level)
            throws SQLException {
        var found = new ArrayList<Attributes>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            where.bind(connection, statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    var match = study(row);
                    if (level != Level.STUDY) {
                        addSeries(match, row);
                    }
                    if (level == Level.INSTANCE) {
                        addInstance(match, row);
                    }
                    found.add(match);
                }
            }
        }
        return found;
    }

    private static Attributes study(ResultSet row) throws SQLException {
        Attributes study = parse(row.getString(1));
        Array modalities = row.getArray(2);
        return study.setString(Tag.ModalitiesInStudy, VR.CS, (String[]) modalities.getArray())
                .setInt(Tag.NumberOfStudyRelatedSeries, VR.IS, row.getInt(3))
                .setInt(Tag.NumberOfStudyRelatedInstances, VR.IS, row.getInt(4))
                .setString(Tag.InstanceAvailability, VR.CS, "ONLINE");
    }

    private static void addSeries(Attributes match, ResultSet row) throws SQLException {
        match.addAll(parse(row.getString(5)))
                .setInt(Tag.NumberOfSeriesRelatedInstances, VR.IS, row.getInt(6))
                .setString(Tag.SeriesInstanceUID, VR.UI, row.getString(7));
    }

    private static void addInstance(Attributes match, ResultSet row) throws SQLException {
        match.setString(Tag.SOPClassUID, VR.UI, row.getString(8))
                .setString(Tag.SOPInstanceUID, VR.UI, row.getString(9));
        setNumber(match, Tag.InstanceNumber, VR.IS, row, 10);
        setNumber(match, Tag.Rows, VR.US, row, 11);
        setNumber(match, Tag.Columns, VR.US, row, 12);
        setNumber(match, Tag.BitsAllocated, VR.US, row, 13);
        setNumber(match, Tag.NumberOfFrames, VR.IS, row, 14);
        match.setString(Tag.AvailableTransferSyntaxUID, VR.UI, row.getString(15));
    }

    private static void setNumber(Attributes match, int tag, VR vr, ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        if (!row.wasNull()) {
            match.setInt(tag, vr, number);
        }
    }

    private void addMetadata(List<Attributes> page) throws IOException, InterruptedException {
        var bySeries = new HashMap<String, Map<String, Attributes>>();
        for (Attributes match : page) {
            String seriesUid = match.getString(Tag.SeriesInstanceUID, "");
            if (!bySeries.containsKey(seriesUid)) {
                var metadata = index.seriesMetadata(match.getString(Tag.StudyInstanceUID, ""), seriesUid);
                bySeries.put(seriesUid, metadata.isPresent() ? metadata.get().byInstance() : Map.of());
            }
            Attributes known = bySeries.get(seriesUid).get(match.getString(Tag.SOPInstanceUID, ""));
            if (known != null) {
                match.addAll(known);
            }
        }
    }

    private static Attributes parse(String json) {
        try {
            return DicomJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("the index holds attributes that are not DICOM JSON", e);
        }
    }
}
