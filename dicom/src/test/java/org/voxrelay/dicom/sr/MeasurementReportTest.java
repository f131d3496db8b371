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
import org.voxrelay.dicom.code.Ucum;
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
        assertThat(air.mean().orElseThrow()).isBetween(-990.0, -830.0);
        assertThat(air.sd().orElseThrow()).isLessThan(40);
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
    void aFindingIsWhereItsSegmentIsAndOnItsSide() throws Exception {
        List<Attributes> groups = groups(result.report(seg));
        Attributes lung = child(groups.get(0), Sct.FINDING_SITE).orElseThrow();
        assertThat(Code.of(lung, Tag.ConceptCodeSequence)).contains(new Code("39607008", "SCT", "Lung"));
        assertThat(side(lung)).contains(PhantomResult.LEFT);
        Attributes abdomen = child(groups.get(2), Sct.FINDING_SITE).orElseThrow();
        assertThat(Code.of(abdomen, Tag.ConceptCodeSequence)).contains(PhantomResult.ABDOMEN);
        assertThat(side(abdomen)).contains(PhantomResult.RIGHT);
        assertThat(child(groups.get(1), Sct.FINDING_SITE)).isEmpty();
    }

    private static Optional<Code> side(Attributes site) {
        return child(site, Sct.LATERALITY).flatMap(item -> Code.of(item, Tag.ConceptCodeSequence));
    }

    @Test
    void samplesOfMrAreSignalIntensitiesWithoutUnit() throws Exception {
        result.images().forEach(image -> image.setString(Tag.Modality, "MR"));
        Attributes report = result.report(seg);
        Attributes group = groups(report).get(0);
        assertThat(child(group, Dcm.ATTENUATION_COEFFICIENT)).isEmpty();
        Attributes unit = child(group, Dcm.MR_SIGNAL_INTENSITY)
                .flatMap(number -> number.getItem(Tag.MeasuredValueSequence))
                .orElseThrow();
        assertThat(Code.of(unit, Tag.MeasurementUnitsCodeSequence)).contains(Ucum.NO_UNITS);
        Attributes procedure = child(report, Dcm.PROCEDURE_REPORTED).orElseThrow();
        assertThat(Code.of(procedure, Tag.ConceptCodeSequence).map(Code::meaning))
                .contains("MRI unspecified body region");
    }

    @Test
    void samplesWithoutAKnownUnitAreNotMeasured() throws Exception {
        result.images().forEach(image -> image.setString(Tag.Modality, "PT"));
        List<Attributes> numbers = groups(result.report(seg)).get(0).getItems(Tag.ContentSequence).stream()
                .filter(item -> item.getString(Tag.ValueType, "").equals("NUM"))
                .toList();
        assertThat(numbers).hasSize(1);
    }

    @Test
    void furtherSeriesAreEvidenceAndAGroupOfTheLibrary() throws Exception {
        List<Attributes> others =
                PhantomResult.of(PhantomSeries.of(PHANTOM, "further")).images();
        Attributes report = result.report(seg, others);
        List<Attributes> library =
                child(report, Dcm.IMAGE_LIBRARY).orElseThrow().getItems(Tag.ContentSequence);
        assertThat(library).hasSize(2);
        assertThat(report.getItems(Tag.CurrentRequestedProcedureEvidenceSequence).stream()
                        .flatMap(study -> study.getItems(Tag.ReferencedSeriesSequence).stream())
                        .map(series ->
                                series.getItems(Tag.ReferencedSOPSequence).size()))
                .containsExactlyInAnyOrder(14, 1, 14);
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
