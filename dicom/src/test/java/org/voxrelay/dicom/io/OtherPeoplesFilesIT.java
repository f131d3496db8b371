package org.voxrelay.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.peers.Peers;

/** Reads the test files that pydicom is delivered with, writes them again, and lets pydicom and DCMTK judge. */
class OtherPeoplesFilesIT {
    /** Broken on purpose by pydicom's authors; the last one has a sequence longer than its length. */
    private static final List<String> BROKEN =
            List.of("MR_truncated.dcm", "no_meta.dcm", "rtplan_truncated.dcm", "DICOMDIR-nooffset");

    @TempDir
    private Path folder;

    @Test
    void pydicomFindsTheSameAttributesInTheCopyAndInTheJson() throws IOException {
        Path python = Peers.python("pydicom");
        List<Path> files = pydicomFiles(python);
        List<String> refused = copyAll(files);
        assertThat(refused).containsExactlyInAnyOrderElementsOf(BROKEN);
        Peers.Ended ended = Peers.run(python.toString(), "src/test/python/compare_with_pydicom.py", folder.toString());
        assertThat(ended.output().strip()).isEqualTo("compared " + (files.size() - BROKEN.size()));
    }

    @Test
    void dcmdumpReadsEveryCopyWhoseOriginalItReads() throws IOException {
        Path dcmdump = Peers.require("dcmdump");
        List<Path> files = pydicomFiles(Peers.python("pydicom"));
        copyAll(files);
        List<String> originals = Files.readAllLines(folder.resolve("list.txt"));
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < originals.size(); i++) {
            boolean readable = reads(dcmdump, Path.of(originals.get(i)));
            if (readable && !reads(dcmdump, folder.resolve(i + ".dcm"))) {
                failures.add(originals.get(i));
            }
        }
        assertThat(originals).hasSizeGreaterThan(100);
        assertThat(failures).isEmpty();
    }

    private static boolean reads(Path dcmdump, Path file) {
        return Peers.run(dcmdump.toString(), "-q", file.toString()).exitCode() == 0;
    }

    private static List<Path> pydicomFiles(Path python) throws IOException {
        String data = Peers.run(python.toString(), "-c", "import pydicom.data as d; print(d.__path__[0])")
                .output()
                .strip();
        try (Stream<Path> all = Files.walk(Path.of(data))) {
            return all.filter(Files::isRegularFile)
                    .filter(OtherPeoplesFilesIT::isDicom)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isDicom(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".dcm") || name.startsWith("DICOMDIR");
    }

    /** @return the names of the files that were refused */
    private List<String> copyAll(List<Path> files) throws IOException {
        List<String> refused = new ArrayList<>();
        List<String> copied = new ArrayList<>();
        for (Path file : files) {
            try {
                copy(file, String.valueOf(copied.size()), copied.size() % 2 == 0);
                copied.add(file.toString());
            } catch (DicomStreamException e) {
                refused.add(file.getFileName().toString());
            }
        }
        Files.write(folder.resolve("list.txt"), copied);
        return refused;
    }

    private void copy(Path file, String name, boolean explicitLengths) throws IOException {
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            Attributes dataset = in.readDataset();
            try (DicomOutputStream out = new DicomOutputStream(
                    Files.newOutputStream(folder.resolve(name + ".dcm")), in.getTransferSyntax())) {
                out.setExplicitLengths(explicitLengths).writeFile(in.getFileMetaInformation(), dataset);
            }
            try (OutputStream json = Files.newOutputStream(folder.resolve(name + ".json"))) {
                DicomJson.write(dataset, json, BulkDataUri.INLINE);
            }
        }
    }
}
