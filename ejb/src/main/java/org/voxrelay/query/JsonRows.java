package org.voxrelay.query;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/** Rows of {@link Rows#select} as DICOM JSON objects, in the order of their tags (PS3.18 section F.2.2). */
final class JsonRows {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Level level;
    private final Predicate<String> wanted;
    private final String service;

    /**
     * @param wanted members that are shown, by tag as eight hexadecimal digits
     * @param service what Retrieve URLs begin with, with a slash at its end
     */
    JsonRows(Level level, Predicate<String> wanted, String service) {
        this.level = level;
        this.wanted = wanted;
        this.service = service;
    }

    /** The present row. */
    void append(StringBuilder json, ResultSet row) throws SQLException {
        Map<String, String> members = members(row);
        char before = '{';
        for (var member : members.entrySet()) {
            if (wanted.test(member.getKey())) {
                json.append(before)
                        .append('"')
                        .append(member.getKey())
                        .append("\":")
                        .append(member.getValue());
                before = ',';
            }
        }
        json.append(before == '{' ? "{}" : "}");
    }

    private Map<String, String> members(ResultSet row) throws SQLException {
        var members = new TreeMap<String, String>();
        StoredMembers.addTo(members, row.getString(1));
        String[] modalities = (String[]) row.getArray(2).getArray();
        putTexts(members, Tag.ModalitiesInStudy, VR.CS, modalities);
        put(members, Tag.NumberOfStudyRelatedSeries, row.getInt(3));
        put(members, Tag.NumberOfStudyRelatedInstances, row.getInt(4));
        putTexts(members, Tag.InstanceAvailability, VR.CS, "ONLINE");
        var url = new StringBuilder(service).append("studies/").append(row.getString("study_uid"));
        if (level != Level.STUDY) {
            StoredMembers.addTo(members, row.getString(5));
            put(members, Tag.NumberOfSeriesRelatedInstances, row.getInt(6));
            putTexts(members, Tag.SeriesInstanceUID, VR.UI, row.getString(7));
            url.append("/series/").append(row.getString(7));
        }
        if (level == Level.INSTANCE) {
            addInstance(members, row);
            url.append("/instances/").append(row.getString(9));
        }
        putTexts(members, Tag.RetrieveURL, VR.UR, url.toString());
        return members;
    }

    private static void addInstance(Map<String, String> members, ResultSet row) throws SQLException {
        putTexts(members, Tag.SOPClassUID, VR.UI, row.getString(8));
        putTexts(members, Tag.SOPInstanceUID, VR.UI, row.getString(9));
        putNumber(members, Tag.InstanceNumber, VR.IS, row, 10);
        putNumber(members, Tag.Rows, VR.US, row, 11);
        putNumber(members, Tag.Columns, VR.US, row, 12);
        putNumber(members, Tag.BitsAllocated, VR.US, row, 13);
        putNumber(members, Tag.NumberOfFrames, VR.IS, row, 14);
        putTexts(members, Tag.AvailableTransferSyntaxUID, VR.UI, row.getString(15));
    }

    private static void putTexts(Map<String, String> members, int tag, VR vr, String... values) {
        String list = Arrays.stream(values)
                .map(value -> '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"')
                .collect(Collectors.joining(","));
        put(members, tag, vr, list);
    }

    private static void put(Map<String, String> members, int tag, int number) {
        put(members, tag, VR.IS, Integer.toString(number));
    }

    private static void putNumber(Map<String, String> members, int tag, VR vr, ResultSet row, int column)
            throws SQLException {
        int number = row.getInt(column);
        if (!row.wasNull()) {
            put(members, tag, vr, Integer.toString(number));
        }
    }

    private static void put(Map<String, String> members, int tag, VR vr, String list) {
        members.put(
                HEX.toHexDigits(tag),
                list.isEmpty()
                        ? "{\"vr\":\"" + vr.code() + "\"}"
                        : "{\"vr\":\"" + vr.code() + "\",\"Value\":[" + list + "]}");
    }
}
