package org.voxrelay.query;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.DicomJson;

/** What is selected at a level, and how a row becomes attributes. */
final class Rows {
    private static final String STUDY = "s.attributes, s.modalities, s.n_series, s.n_instances";
    private static final String SERIES = STUDY + ", r.attributes, r.n_instances, r.uid";
    private static final String OF_PATIENT = " from study n where n.patient_pk = s.patient_pk)";

    private static final Map<Level, String> COLUMNS = Map.of(
            Level.PATIENT,
            STUDY + ", (select count(*)" + OF_PATIENT + ", (select sum(n.n_series)" + OF_PATIENT
                    + ", (select sum(n.n_instances)" + OF_PATIENT,
            Level.STUDY,
            STUDY,
            Level.SERIES,
            SERIES,
            Level.INSTANCE,
            SERIES + ", c.uid, i.uid, i.number, i.rows, i.columns, i.bits, i.frames, x.uid");

    private static final Map<Level, String> FROM = Map.of(
            Level.PATIENT, " from study s",
            Level.STUDY, " from study s",
            Level.SERIES, " from series r join study s on s.pk = r.study_pk",
            Level.INSTANCE,
                    " from instance i join series r on r.pk = i.series_pk join study s on s.pk = r.study_pk"
                            + " join uid_entry c on c.id = i.class join uid_entry x on x.id = i.syntax");

    private static final Map<Level, String> KEY =
            Map.of(Level.PATIENT, "s.pk", Level.STUDY, "s.pk", Level.SERIES, "r.pk", Level.INSTANCE, "i.pk");

    private static final int[] PATIENT_ATTRIBUTES = {
        Tag.SpecificCharacterSet,
        Tag.PatientName,
        Tag.PatientID,
        Tag.IssuerOfPatientID,
        Tag.IssuerOfPatientIDQualifiersSequence,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.OtherPatientIDsSequence,
        Tag.PatientComments
    };

    private Rows() {}

    static String select(Level level) {
        return "select " + COLUMNS.get(level) + ", s.uid as study_uid" + FROM.get(level);
    }

    /** The same with {@link #key} as its last column. */
    static String selectWithKey(Level level) {
        return "select " + COLUMNS.get(level) + ", " + KEY.get(level) + " as key" + FROM.get(level);
    }

    /** The column that numbers the matches of a level. */
    static String key(Level level) {
        return KEY.get(level);
    }

    static Set<Integer> patientAttributes() {
        return Arrays.stream(PATIENT_ATTRIBUTES).boxed().collect(Collectors.toUnmodifiableSet());
    }

    /** The attributes of the present row. */
    static Attributes read(ResultSet row, Level level) throws SQLException {
        if (level == Level.PATIENT) {
            return patient(row);
        }
        var match = study(row);
        if (level != Level.STUDY) {
            addSeries(match, row);
        }
        if (level == Level.INSTANCE) {
            addInstance(match, row);
        }
        return match;
    }

    private static Attributes patient(ResultSet row) throws SQLException {
        return new Attributes()
                .addSelected(parse(row.getString(1)), PATIENT_ATTRIBUTES)
                .setInt(Tag.NumberOfPatientRelatedStudies, VR.IS, row.getInt(5))
                .setInt(Tag.NumberOfPatientRelatedSeries, VR.IS, row.getInt(6))
                .setInt(Tag.NumberOfPatientRelatedInstances, VR.IS, row.getInt(7));
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

    private static Attributes parse(String json) {
        try {
            return DicomJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("the index holds attributes that are not DICOM JSON", e);
        }
    }
}
