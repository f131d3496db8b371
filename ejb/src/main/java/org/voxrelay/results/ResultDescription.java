package org.voxrelay.results;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.derived.Algorithm;
import org.voxrelay.dicom.derived.Equipment;
import org.voxrelay.dicom.derived.Identity;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.seg.Rgb;
import org.voxrelay.dicom.seg.SegDescription;
import org.voxrelay.dicom.seg.Segment;
import org.voxrelay.dicom.sr.ReportDescription;
import org.voxrelay.inference.model.Coding;
import org.voxrelay.inference.model.Label;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItemUids;

/**
 * How a step's results are called. It depends on the step and the model alone, so that a second attempt makes the same
 * bytes.
 */
record ResultDescription(SegDescription segmentation, ReportDescription report, Uid reportUid) {
    private static final Code ARTIFICIAL_INTELLIGENCE = new Code("123110", "DCM", "Artificial Intelligence");
    private static final String VERSION = "0.1";
    /** Series that are derived come after those of the modality. */
    private static final int SEGMENTATION_OFFSET = 5000;

    private static final int REPORT_OFFSET = 6000;
    private static final int HIGHEST_SOURCE_NUMBER = 100_000;

    static ResultDescription of(WorkItem item, ModelPackage model, Attributes source) {
        OffsetDateTime created = item.created().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
        var equipment = new Equipment("Voxrelay", "Voxrelay", "1", VERSION, deviceUid());
        var algorithm = new Algorithm(
                model.name(),
                model.version(),
                ARTIFICIAL_INTELLIGENCE,
                Optional.of(model.algorithm().manufacturer()),
                Optional.of("ONNX SHA-256 " + model.graph().sha256()));
        int number = Math.floorMod(source.getInt(Tag.SeriesNumber, 0), HIGHEST_SOURCE_NUMBER);
        var segmentation = new SegDescription(
                new Identity(
                        uid(item, ResultRole.SEGMENTATION),
                        uid(item, ResultRole.SEGMENTATION_SERIES),
                        SEGMENTATION_OFFSET + number,
                        model.name() + " segmentation",
                        created),
                equipment,
                algorithm,
                "SEGMENTATION",
                model.name() + " " + model.version(),
                segments(item, model));
        Uid reportUid = uid(item, ResultRole.REPORT);
        var report = new ReportDescription(
                new Identity(
                        reportUid,
                        uid(item, ResultRole.REPORT_SERIES),
                        REPORT_OFFSET + number,
                        model.name() + " measurements",
                        created),
                equipment,
                algorithm);
        return new ResultDescription(segmentation, report, reportUid);
    }

    static Uid uid(WorkItem item, ResultRole role) {
        return new Uid(WorkItemUids.of(item.task(), role));
    }

    private static Uid deviceUid() {
        return Uid.named("voxrelay device " + VERSION);
    }

    private static List<Segment> segments(WorkItem item, ModelPackage model) {
        return model.labels().stream().map(label -> segment(item, label)).toList();
    }

    private static Segment segment(WorkItem item, Label label) {
        String trackingId = item.task().model() + " " + label.name();
        return new Segment(
                label.number(),
                label.name(),
                code(label.category()),
                code(label.type()),
                label.region().map(ResultDescription::code),
                label.side().map(ResultDescription::code),
                new Rgb(
                        label.colour().red(),
                        label.colour().green(),
                        label.colour().blue()),
                trackingId,
                Uid.named("voxrelay tracking " + item.uid() + " " + label.number()));
    }

    private static Code code(Coding concept) {
        return new Code(concept.value(), concept.scheme(), concept.meaning());
    }
}
