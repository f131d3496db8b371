package org.voxrelay.dicom.derived;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** The modules that every object derived from images begins with. */
public final class DerivedObject {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss.SSS");
    private static final Pattern OFFSET = Pattern.compile("[+-](0\\d|1[0-4])[0-5]\\d");

    private DerivedObject() {}

    /**
     * A new object of the source's patient and study (PS3.3 C.7.1.1, C.7.2.1), with series, equipment and SOP Common
     * modules. What an object must have and the source lacks is there without a value.
     *
     * @param source an image of the study
     * @param modality of the new series, for instance SEG
     */
    public static Attributes of(
            Attributes source, String sopClassUid, String modality, Identity identity, Equipment equipment) {
        Attributes object = new Attributes(128);
        object.addSelected(source, SourceTags.COPIED);
        for (int tag : SourceTags.REQUIRED) {
            if (!object.contains(tag)) {
                object.setNull(tag);
            }
        }
        object.setString(Tag.SOPClassUID, sopClassUid);
        object.setString(Tag.SOPInstanceUID, identity.sopInstance().value());
        object.setString(Tag.Modality, modality);
        object.setString(Tag.SeriesInstanceUID, identity.series().value());
        object.setInt(Tag.SeriesNumber, identity.seriesNumber());
        object.setString(Tag.SeriesDescription, identity.seriesDescription());
        object.setString(Tag.InstanceNumber, "1");
        object.setString(Tag.Manufacturer, equipment.manufacturer());
        object.setString(Tag.ManufacturerModelName, equipment.modelName());
        object.setString(Tag.DeviceSerialNumber, equipment.serialNumber());
        object.setString(Tag.SoftwareVersions, equipment.softwareVersion());
        object.setString(Tag.DeviceUID, equipment.deviceUid().value());
        setTimes(object, identity.created());
        return object;
    }

    private static void setTimes(Attributes object, OffsetDateTime created) {
        OffsetDateTime local = object.getString(Tag.TimezoneOffsetFromUTC)
                .filter(offset -> OFFSET.matcher(offset).matches())
                .map(offset -> created.withOffsetSameInstant(ZoneOffset.of(offset)))
                .orElse(created);
        for (int tag : new int[] {Tag.SeriesDate, Tag.ContentDate, Tag.InstanceCreationDate}) {
            object.setString(tag, local.format(DATE));
        }
        for (int tag : new int[] {Tag.SeriesTime, Tag.ContentTime, Tag.InstanceCreationTime}) {
            object.setString(tag, local.format(TIME));
        }
    }
}
