package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomIdentity;
import org.voxrelay.dicom.phantom.PhantomSeries;

/** A small CT series, too short for a job, that a server under test holds: its bare data sets by SOP Instance UID. */
record SentSeries(PhantomIdentity identity, List<Path> files, Map<String, byte[]> dataSets) {
    static final int IMAGES = 6;

    /** Made in a folder, and not sent yet. */
    static SentSeries make(Path folder, String name) throws IOException {
        var series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 32, 24, IMAGES), name);
        List<Path> files = series.write(Files.createDirectories(folder.resolve(name)));
        return new SentSeries(series.identity(), files, dataSets(files));
    }

    /** The same, stored by STOW-RS. */
    static SentSeries stored(Path folder, String name, Http http) throws Exception {
        SentSeries series = make(folder, name);
        var parts = new ArrayList<byte[]>();
        for (Path file : series.files()) {
            parts.add(Files.readAllBytes(file));
        }
        assertThat(http.stow("dicom-web/studies", parts).statusCode()).isEqualTo(200);
        return series;
    }

    String study() {
        return identity.study().value();
    }

    String series() {
        return identity.series().value();
    }

    /** Bare data sets of all files below a folder. */
    static Map<String, byte[]> received(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return dataSets(files.filter(Files::isRegularFile).toList());
        }
    }

    private static Map<String, byte[]> dataSets(List<Path> files) {
        var dataSets = new TreeMap<String, byte[]>();
        for (Path file : files) {
            try (var in = new DicomInputStream(Files.newInputStream(file))) {
                String uid = in.getFileMetaInformation().getString(Tag.MediaStorageSOPInstanceUID, file.toString());
                dataSets.put(uid, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return dataSets;
    }

    /** All of it and nothing else has come, byte by byte. */
    void assertCameWhole(Map<String, byte[]> others) {
        assertThat(others.keySet()).isEqualTo(dataSets.keySet());
        dataSets.forEach((uid, bytes) -> assertThat(others.get(uid)).as(uid).isEqualTo(bytes));
    }
}
