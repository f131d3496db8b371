package org.voxrelay.dicom.derived;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.phantom.SliceOrder;
import org.voxrelay.dicom.seg.SegException;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Peers.Ended;

/** Other people's programs read what we make of a series. */
class PhantomResultIT {
    /** 37 x 45 pixels: a frame ends within a byte. */
    private static final int COLUMNS = 45;

    private static final int ROWS = 37;
    private static final int SLICES = 24;

    @TempDir
    Path folder;

    static Stream<Arguments> series() {
        return Stream.concat(
                Stream.of(Orientation.values()).map(orientation -> Arguments.of(orientation, SliceOrder.SHUFFLED)),
                Stream.of(
                        Arguments.of(Orientation.AXIAL, SliceOrder.ALONG_NORMAL),
                        Arguments.of(Orientation.OBLIQUE, SliceOrder.REVERSED)));
    }

    @ParameterizedTest
    @MethodSource("series")
    void highdicomFindsEveryLabelAtItsPlaceAndEveryNumberInTheReport(Orientation orientation, SliceOrder order)
            throws Exception {
        Path python = Peers.python("highdicom");
        PhantomSeries series = PhantomSeries.of(CtPhantom.of(orientation, COLUMNS, ROWS, SLICES), "it");
        write(PhantomResult.of(series.with(order)), series.with(order));
        assertAgrees(python, "check_seg.py", file("seg.dcm"), file("labels"), file("grid"), file("ct"));
        assertAgrees(python, "check_sr.py", file("sr.dcm"), file("seg.dcm"), file("ct"));
    }

    @Test
    void highdicomOpensTheResultInWhichNothingWasFound() throws Exception {
        Path python = Peers.python("highdicom");
        PhantomSeries series = small();
        write(PhantomResult.withoutFinding(series), series);
        assertAgrees(python, "check_seg.py", file("seg.dcm"), file("labels"), file("grid"), file("ct"));
        assertAgrees(python, "check_sr.py", file("sr.dcm"), file("seg.dcm"), file("ct"));
    }

    @Test
    void highdicomPutsFramesWithGapsBetweenThemWhereTheyBelong() throws Exception {
        Path python = Peers.python("highdicom");
        ByteBuffer labels = ByteBuffer.allocate(COLUMNS * ROWS * SLICES);
        for (int z : new int[] {2, 3, 11}) {
            labels.put(z * COLUMNS * ROWS + 100 + z, (byte) 2);
        }
        labels.put(11 * COLUMNS * ROWS + 7, (byte) 4);
        write(PhantomResult.of(small(), labels), small());
        assertAgrees(python, "check_seg.py", file("seg.dcm"), file("labels"), file("grid"), file("ct"));
        assertAgrees(python, "check_sr.py", file("sr.dcm"), file("seg.dcm"), file("ct"));
    }

    @Test
    void dciodvfyFindsNoErrorInImageSegmentationAndReport() throws Exception {
        String dciodvfy = Peers.require("dciodvfy").toString();
        write(PhantomResult.of(small()), small());
        for (String file : new String[] {file("ct/0001.dcm"), file("seg.dcm"), file("sr.dcm")}) {
            assertThat(Peers.run(dciodvfy, file).output()).doesNotContain("Error");
        }
    }

    @Test
    void dciodvfyFindsNoErrorWhereNothingWasFound() throws Exception {
        String dciodvfy = Peers.require("dciodvfy").toString();
        write(PhantomResult.withoutFinding(small()), small());
        assertThat(Peers.run(dciodvfy, file("seg.dcm")).output()).doesNotContain("Error");
        assertThat(Peers.run(dciodvfy, file("sr.dcm")).output()).doesNotContain("Error");
    }

    @Test
    void dcmtkReadsTheReportWithoutComplaint() throws Exception {
        String dsrdump = Peers.require("dsrdump").toString();
        write(PhantomResult.of(small()), small());
        Ended ended = Peers.run(dsrdump, file("sr.dcm"));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Imaging Measurement Report").doesNotContain("E: ", "W: ");
    }

    private static PhantomSeries small() {
        return PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, COLUMNS, ROWS, SLICES), "it");
    }

    private void write(PhantomResult result, PhantomSeries series)
            throws IOException, SegException, InterruptedException {
        series.write(folder.resolve("ct"));
        result.writeSeg(folder.resolve("seg.dcm"));
        result.writeReport(folder.resolve("seg.dcm"), folder.resolve("sr.dcm"));
        result.writeTruth(folder.resolve("labels"), folder.resolve("grid"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void assertAgrees(Path python, String script, String... files) {
        Ended ended =
                Peers.run(Stream.concat(Stream.of(python.toString(), "src/test/python/" + script), Stream.of(files))
                        .toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}
