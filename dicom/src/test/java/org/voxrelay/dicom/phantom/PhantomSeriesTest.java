package org.voxrelay.dicom.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.ImagePlane;
import org.voxrelay.dicom.geometry.SliceStack;
import org.voxrelay.dicom.geometry.StackResult.NotAStack;
import org.voxrelay.dicom.geometry.StackResult.Stacked;
import org.voxrelay.dicom.io.DicomInputStream;

class PhantomSeriesTest {
    private static final CtPhantom SMALL = CtPhantom.of(Orientation.AXIAL, 8, 6, 9);

    @ParameterizedTest
    @EnumSource(SliceOrder.class)
    void theHeadersOfAGoodSeriesGiveThePhantomsGeometry(SliceOrder order) {
        PhantomSeries series = PhantomSeries.of(SMALL, "stack").with(order);
        Stacked stacked = (Stacked) SliceStack.ofImages(series.instances());
        assertThat(stacked.order()).isEqualTo(inverse(order.of(9)));
        assertThat(stacked.geometry().zSpacingMm()).isCloseTo(SMALL.geometry().zSpacingMm(), within());
        assertThat(stacked.geometry().origin().distance(SMALL.geometry().origin()))
                .isCloseTo(0, within());
    }

    @ParameterizedTest
    @CsvSource({
        "GANTRY_TILT, GANTRY_TILT",
        "DUPLICATE_POSITIONS, DUPLICATE_POSITIONS",
        "MISSING_SLICE, MISSING_SLICES",
        "UNEVEN_SPACING, UNEVEN_SPACING",
        "TWO_ORIENTATIONS, MIXED_ORIENTATION",
        "ONE_SLICE, TOO_FEW_SLICES"
    })
    void aFaultIsTheReasonWhyASeriesIsNoVolume(Fault fault, NotAStack.Reason reason) {
        List<ImagePlane> planes = PhantomSeries.of(SMALL, "fault")
                .with(SliceOrder.SHUFFLED)
                .with(fault)
                .planes();
        assertThat(SliceStack.of(planes))
                .isInstanceOfSatisfying(
                        NotAStack.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void aNameGivesTheSameFilesAndAFreshIdentityOthers(@TempDir Path folder) throws IOException {
        List<Path> first = PhantomSeries.of(SMALL, "same").write(folder.resolve("a"));
        List<Path> second = PhantomSeries.of(SMALL, "same").write(folder.resolve("b"));
        assertThat(first).hasSize(9);
        assertThat(first.get(4)).hasSameBinaryContentAs(second.get(4));
        PhantomIdentity fresh =
                PhantomIdentity.fresh(PhantomIdentity.named("same").acquired());
        assertThat(fresh.study()).isNotEqualTo(PhantomIdentity.named("same").study());
    }

    @Test
    void theFilesReadBackAreTheInstances(@TempDir Path folder) throws IOException {
        PhantomSeries series = PhantomSeries.of(SMALL, "read");
        Path file = series.write(folder).get(2);
        try (InputStream bytes = Files.newInputStream(file);
                DicomInputStream in = new DicomInputStream(bytes)) {
            Attributes image = in.readDataset();
            assertThat(image).isEqualTo(series.instances().get(2));
            assertThat(image.getString(Tag.PatientName)).contains("PHANTOM^CT");
        }
    }

    @Test
    void theCommandLineTakesSettings(@TempDir Path folder) throws IOException {
        MakeCt.main(folder.toString(), "slices=3", "columns=8", "rows=8", "name=x", "order=reversed");
        assertThat(folder.resolve("0003.dcm")).exists();
        assertThatThrownBy(() -> MakeCt.settings("slice=3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MakeCt.series(Map.of("orientation", "none")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> inverse(List<Integer> order) {
        Integer[] inverse = new Integer[order.size()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[order.get(i)] = i;
        }
        return List.of(inverse);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-6);
    }
}
