package org.voxrelay.dicom.derived;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;

class DerivedObjectTest {
    private static final Equipment EQUIPMENT = new Equipment("Maker", "Model", "7", "0.1", new Uid("1.2.3"));

    @Test
    void thePatientKeepsItsCharacters() {
        Attributes source = new Attributes()
                .setString(Tag.SpecificCharacterSet, "ISO_IR 144")
                .setString(Tag.PatientName, "Люкceмбypг");
        Attributes object = derived(source, "2026-03-01T12:00:00+00:00");
        assertThat(object.getString(Tag.PatientName)).contains("Люкceмбypг");
        assertThat(object.getString(Tag.SpecificCharacterSet)).contains("ISO_IR 144");
    }

    @Test
    void whatTheSourceLacksIsThereWithoutAValue() {
        Attributes object = derived(new Attributes(), "2026-03-01T12:00:00+00:00");
        assertThat(object.contains(Tag.PatientID)).isTrue();
        assertThat(object.containsValue(Tag.PatientID)).isFalse();
    }

    @Test
    void imageAndSeriesAttributesAreNotTakenOver() {
        Attributes source = new Attributes()
                .setString(Tag.SeriesDescription, "source")
                .setString(Tag.KVP, "120")
                .setString(Tag.Modality, "CT");
        Attributes object = derived(source, "2026-03-01T12:00:00+00:00");
        assertThat(object.getString(Tag.SeriesDescription)).contains("ours");
        assertThat(object.getString(Tag.Modality)).contains("SEG");
        assertThat(object.contains(Tag.KVP)).isFalse();
    }

    @Test
    void timesAreInTheTimeZoneOfTheSource() {
        Attributes source = new Attributes().setString(Tag.TimezoneOffsetFromUTC, "+0530");
        Attributes object = derived(source, "2026-03-01T22:00:00+00:00");
        assertThat(object.getString(Tag.ContentDate)).contains("20260302");
        assertThat(object.getString(Tag.ContentTime)).contains("033000.000");
        assertThat(object.getString(Tag.TimezoneOffsetFromUTC)).contains("+0530");
    }

    @Test
    void aTimeZoneThatIsNoneIsNotApplied() {
        Attributes source = new Attributes().setString(Tag.TimezoneOffsetFromUTC, "CET");
        assertThat(derived(source, "2026-03-01T22:00:00+00:00").getString(Tag.ContentTime))
                .contains("220000.000");
    }

    private static Attributes derived(Attributes source, String created) {
        Identity identity =
                new Identity(new Uid("1.2.4"), new Uid("1.2.5"), 901, "ours", OffsetDateTime.parse(created));
        return DerivedObject.of(source, UID.SegmentationStorage, "SEG", identity, EQUIPMENT);
    }
}
