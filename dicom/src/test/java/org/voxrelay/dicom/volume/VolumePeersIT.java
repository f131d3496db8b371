package org.voxrelay.dicom.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.derived.PhantomResult;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.phantom.SliceOrder;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Peers.Ended;

/** SimpleITK and nibabel place our files as they place the DICOM series, and we read theirs. */
class VolumePeersIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Orientation.class)
    void filesLieWhereTheSeriesLies(Orientation orientation) throws Exception {
        Path python = Peers.python("nibabel", "SimpleITK");
        var series = PhantomSeries.of(CtPhantom.of(orientation, 45, 37, 24), "volume files")
                .with(SliceOrder.SHUFFLED);
        PhantomResult result = PhantomResult.of(series);
        series.write(folder.resolve("ct"));
        result.writeTruth(folder.resolve("labels"), folder.resolve("grid"));
        for (VolumeFormat format : VolumeFormat.values()) {
            write(format, "image", Samples.of(result.geometry(), result.hounsfield()));
            write(format, "mask", Samples.of(result.labels()));
        }
        Ended ended = Peers.run(
                python.toString(),
                "src/test/python/check_volume.py",
                folder.resolve("ct").toString(),
                folder.toString());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            var masks = files.filter(file -> file.getFileName().toString().startsWith("back"))
                    .toList();
            assertThat(masks).hasSize(8);
            for (Path mask : masks) {
                assertThat(SameGrid.bring(read(mask), result.geometry()))
                        .as(mask.getFileName().toString())
                        .isEqualTo(result.labels());
            }
        }
    }

    private void write(VolumeFormat format, String name, Samples samples) throws IOException, VolumeFileException {
        try (var out = Files.newOutputStream(folder.resolve(name + "." + format.extension()))) {
            format.write(samples, out);
        }
    }

    private static LabelVolume read(Path file) throws IOException, VolumeFileException {
        VolumeFormat format = file.toString().endsWith("nrrd") ? VolumeFormat.NRRD : VolumeFormat.NIFTI;
        try (InputStream in = Files.newInputStream(file)) {
            return new MaskFile(1 << 20).read(format, in);
        }
    }
}
