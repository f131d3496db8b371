package org.voxrelay.dicom.sr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.code.Dcm;
import org.voxrelay.dicom.code.Sct;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.derived.PhantomResult;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.seg.SegException;
import org.voxrelay.dicom.seg.SegReader;

class MeasurementReportTest {
    private static final CtPhantom PHANTOM =
            CtPhantom.of(Orientation.CORONAL, 24, 20, 14).withNoise(0);

    @TempDir
    Path folder;

    private Path seg;
    private PhantomResult result;

    @BeforeEach
    void writeSegmentation() throws Exception {
        seg = folder.resolve("seg.dcm");
        result = PhantomResult.of(PhantomSeries.of(PHANTOM, "report"));
        result.writeSeg(seg);
    }

    @Test
    void volumesAreVoxelsTimesVoxelVolume() throws Exception {
        int[] counts = new int[5];
        for (int i = 0; i < PHANTOM.geometry().voxelCount(); i++) {
            counts[result.labels().labels().get(i)]++;
        }
        for (SegmentStatistics measured : result.measure(seg)) {
            int voxels = counts[measured.segmentNumber()];
            assertThat(measured.voxels()).isEqualTo(voxels);
            assertThat(measured.volumeMl())
                    .isCloseTo(voxels * PHANTOM.geometry().voxelVolumeMm3() / 1000, Offset.offset(1e-6));
        }
    }

    @Test
    void withoutNoiseTheMeanOfAirAndLungIsBetweenBoth() throws Exception {
        SegmentStatistics air = result.measure(seg).get(0);
        assertThat(air.meanHu().orElseThrow()).isBetween(-990.0, -830.0);
        assertThat(air.sdHu().orElseThrow()).isLessThan(40);
    }

    @Test
    void theReportHoldsTheNumbersOfTheSegmentation() throws Exception {
        Attributes report = result.report(seg);
        List<SegmentStatistics> measured = result.measure(seg);
        List<Attributes> groups = groups(report);
        assertThat(groups).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(value(groups.get(i), Sct.VOLUME))
                    .isCloseTo(measured.get(i).volumeMl(), Offset.offset(1e-6));
        }
    }

    @Test
    void aSegmentWithoutVoxelsHasTheVolumeZeroAndNoCtNumbers() throws Exception {
        result = PhantomResult.withoutFinding(PhantomSeries.of(PHANTOM, "report"));
        result.writeSeg(seg);
        assertThat(result.measure(seg))
                .contains(new SegmentStatistics(1, 0, 0, OptionalDouble.empty(), OptionalDouble.empty()));
        Attributes group = groups(result.report(seg)).get(0);
        assertThat(value(group, Sct.VOLUME)).isZero();
        assertThat(child(group, Dcm.ATTENUATION_COEFFICIENT)).isEmpty();
    }

    @Test
    void theProcedureThatTheSourceNamesIsReported() throws Exception {
        Code named = new Code("CTHEAD", "99LOCAL", "CT of the head");
        result.images().get(0).newSequence(Tag.ProcedureCodeSequence).add(named.toItem());
        Attributes procedure = child(result.report(seg), Dcm.PROCEDURE_REPORTED).orElseThrow();
        assertThat(Code.of(procedure, Tag.ConceptCodeSequence)).contains(named);
    }

    @Test
    void everyMeasurementNamesItsAlgorithm() throws Exception {
        for (Attributes group : groups(result.report(seg))) {
            List<Attributes> numbers = group.getItems(Tag.ContentSequence).stream()
                    .filter(item -> item.getString(Tag.ValueType, "").equals("NUM"))
                    .toList();
            assertThat(numbers).hasSize(3).allSatisfy(number -> {
                assertThat(child(number, Dcm.ALGORITHM_NAME).flatMap(item -> item.getString(Tag.TextValue)))
                        .contains("ct-tissue");
                assertThat(child(number, Dcm.ALGORITHM_VERSION)).isPresent();
            });
        }
    }

    @Test
    void theSameInputGivesTheSameReport() throws Exception {
        assertThat(result.report(seg)).isEqualTo(result.report(seg));
    }

    @Test
    void aSegmentationOfOtherImagesIsNotMeasured() throws Exception {
        PhantomResult other = PhantomResult.of(PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 24, 20, 14), "other"));
        assertThatThrownBy(() -> other.measure(seg)).isInstanceOf(SegException.class);
        Attributes unmeasurable = PhantomResult.read(seg);
        unmeasurable.getItem(Tag.SharedFunctionalGroupsSequence).orElseThrow().remove(Tag.PixelMeasuresSequence);
        assertThatThrownBy(() -> SegReader.of(unmeasurable, null)).isInstanceOf(SegException.class);
    }

    private static List<Attributes> groups(Attributes report) {
        Attributes measurements = child(report, Dcm.IMAGING_MEASUREMENTS).orElseThrow();
        return measurements.getItems(Tag.ContentSequence);
    }

    private static double value(Attributes group, Code name) {
        return child(group, name)
                .flatMap(item -> item.getItem(Tag.MeasuredValueSequence))
                .map(item -> item.getDouble(Tag.NumericValue, Double.NaN))
                .orElseThrow();
    }

    private static Optional<Attributes> child(Attributes item, Code name) {
        return item.getItems(Tag.ContentSequence).stream()
                .filter(child -> Code.of(child, Tag.ConceptNameCodeSequence)
                        .filter(name::sameConcept)
                        .isPresent())
                .findFirst();
    }
}
