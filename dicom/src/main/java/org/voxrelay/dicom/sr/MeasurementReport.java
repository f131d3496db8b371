package org.voxrelay.dicom.sr;

import java.util.List;
import java.util.stream.Stream;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.code.Dcm;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.derived.DerivedObject;
import org.voxrelay.dicom.derived.Equipment;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;

/**
 * The report of what was measured in the segments of a segmentation: Comprehensive 3D SR (PS3.3 A.35.13) by TID 1500
 * (PS3.16), one measurement group by TID 1411 for each segment, in English, with our device as observer.
 */
public final class MeasurementReport {
    private final ReportDescription description;

    public MeasurementReport(ReportDescription description) {
        this.description = description;
    }

    /**
     * Builds the data set of the report.
     *
     * @param images headers of the images that were segmented
     * @param others headers of further images that were looked at, of other series
     * @param segmentation header of the segmentation
     * @param statistics measured in it, one for each group
     * @throws IllegalArgumentException if a segment that was measured is not described in the segmentation
     */
    public Attributes build(
            List<Attributes> images,
            List<Attributes> others,
            Attributes segmentation,
            List<SegmentStatistics> statistics) {
        Attributes first = images.get(0);
        Attributes report = DerivedObject.of(
                first, UID.Comprehensive3DSRStorage, "SR", description.identity(), description.equipment());
        report.setNull(Tag.ReferencedPerformedProcedureStepSequence);
        report.setString(Tag.CompletionFlag, "COMPLETE");
        report.setString(Tag.VerificationFlag, "UNVERIFIED");
        report.setNull(Tag.PerformedProcedureCodeSequence);
        List<Attributes> all = Stream.concat(images.stream(), others.stream()).toList();
        Evidence.write(report, all);
        Evidence.write(report, List.of(segmentation));
        report.addAll(root(all, segmentation, statistics).toAttributes());
        return report;
    }

    private ContentItem root(List<Attributes> images, Attributes segmentation, List<SegmentStatistics> statistics) {
        ContentItem root = ContentItem.container(Dcm.IMAGING_MEASUREMENT_REPORT, "1500");
        root.add(Relationship.HAS_CONCEPT_MOD, language());
        addObserver(root);
        procedures(images.get(0))
                .forEach(procedure ->
                        root.add(Relationship.HAS_CONCEPT_MOD, ContentItem.code(Dcm.PROCEDURE_REPORTED, procedure)));
        root.contains(ImageLibrary.of(images));
        ContentItem measurements = ContentItem.container(Dcm.IMAGING_MEASUREMENTS);
        SegmentGroup group = new SegmentGroup(segmentation, images.get(0), description.algorithm());
        statistics.forEach(measured -> measurements.contains(group.of(measured)));
        return root.contains(measurements);
    }

    /** TID 1204. */
    private static ContentItem language() {
        return ContentItem.code(Dcm.LANGUAGE, new Code("en", "RFC5646", "English"))
                .add(
                        Relationship.HAS_CONCEPT_MOD,
                        ContentItem.code(Dcm.COUNTRY_OF_LANGUAGE, new Code("US", "ISO3166_1", "United States")));
    }

    /** TID 1002 and 1004. */
    private void addObserver(ContentItem root) {
        Equipment device = description.equipment();
        root.add(Relationship.HAS_OBS_CONTEXT, ContentItem.code(Dcm.OBSERVER_TYPE, Dcm.DEVICE));
        root.add(
                Relationship.HAS_OBS_CONTEXT,
                ContentItem.uid(Dcm.DEVICE_UID, device.deviceUid().value()));
        root.add(Relationship.HAS_OBS_CONTEXT, ContentItem.text(Dcm.DEVICE_NAME, device.modelName()));
        root.add(Relationship.HAS_OBS_CONTEXT, ContentItem.text(Dcm.DEVICE_MANUFACTURER, device.manufacturer()));
        root.add(Relationship.HAS_OBS_CONTEXT, ContentItem.text(Dcm.DEVICE_MODEL, device.modelName()));
        root.add(Relationship.HAS_OBS_CONTEXT, ContentItem.text(Dcm.DEVICE_SERIAL, device.serialNumber()));
    }

    private static List<Code> procedures(Attributes image) {
        List<Code> named = image.getItems(Tag.ProcedureCodeSequence).stream()
                .flatMap(item -> Code.of(item).stream())
                .toList();
        return named.isEmpty() ? List.of(Imaging.of(image).procedure()) : named;
    }
}
