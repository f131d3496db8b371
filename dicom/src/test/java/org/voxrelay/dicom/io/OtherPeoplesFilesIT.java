package org.voxrelay.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.PydicomFiles;

/** Reads the test files that pydicom is delivered with, writes them again, and lets pydicom and DCMTK judge. */
class OtherPeoplesFilesIT {
    /** Broken on purpose by pydicom's authors; DICOMDIR-nooffset has a sequence longer than its length. */
    private static final List<String> BROKEN = List.of(
            "MR_truncated.dcm",
            "no_meta.dcm",
            "rtplan_truncated.dcm",
            "DICOMDIR-nooffset",
            "emri_small_jpeg_2k_lossless_too_short.dcm");

    private static final String WRONG_GROUP_LENGTH = "a group length that does not count its group";
    private static final String UNKNOWN_VR = "attributes of the Standard as UN, which get their own VR";
    private static final String NO_META = "no File Meta Information, or an incomplete one";
    private static final String BOTH_LENGTHS = "sequences of defined and of undefined length";

    /** What keeps a file from being written byte by byte as it was; pydicom says that its data set is the same. */
    private static final Map<String, String> NOT_CANONICAL = Map.ofEntries(
            Map.entry("chrJapMulti.dcm", WRONG_GROUP_LENGTH),
            Map.entry("chrKoreanMulti.dcm", WRONG_GROUP_LENGTH),
            Map.entry("693_J2KI.dcm", WRONG_GROUP_LENGTH),
            Map.entry("693_J2KR.dcm", WRONG_GROUP_LENGTH),
            Map.entry("693_UNCI.dcm", WRONG_GROUP_LENGTH),
            Map.entry("693_UNCR.dcm", WRONG_GROUP_LENGTH),
            Map.entry("meta_missing_tsyntax.dcm", NO_META),
            Map.entry("no_meta_group_length.dcm", NO_META),
            Map.entry("ExplVR_BigEndNoMeta.dcm", NO_META),
            Map.entry("ExplVR_LitEndNoMeta.dcm", NO_META),
            Map.entry("rtstruct.dcm", NO_META),
            Map.entry("OT-PAL-8-face.dcm", NO_META),
            Map.entry("J2K_pixelrep_mismatch.dcm", UNKNOWN_VR),
            Map.entry("UN_sequence.dcm", UNKNOWN_VR),
            Map.entry("rtdose_rle.dcm", UNKNOWN_VR),
            Map.entry("rtdose_rle_1frame.dcm", UNKNOWN_VR),
            Map.entry("bad_sequence.dcm", UNKNOWN_VR),
            Map.entry("explicit_VR-UN.dcm", UNKNOWN_VR),
            Map.entry("winter.dcm", BOTH_LENGTHS),
            Map.entry("nested_priv_SQ.dcm", "a value of odd length"),
            Map.entry("SC_rgb_jpeg.dcm", "a VR of two zeros"),
            Map.entry("image_dfl.dcm", "another deflater"));

    @TempDir
    private Path folder;

    @Test
    void pydicomFindsTheSameAttributesInTheCopyAndInTheJson() throws IOException {
        Path python = Peers.python("pydicom");
        List<Path> files = PydicomFiles.all();
        List<String> refused = copyAll(files);
        assertThat(refused).containsExactlyInAnyOrderElementsOf(BROKEN);
        Peers.Ended ended = Peers.run(python.toString(), "src/test/python/compare_with_pydicom.py", folder.toString());
        assertThat(ended.output().strip()).isEqualTo("compared " + (files.size() - BROKEN.size()));
    }

    /** Preambles are not compared: they are never written again. */
    @Test
    void aCanonicalFileIsWrittenByteByByteAsItWas() throws IOException {
        List<String> changed = new ArrayList<>();
        for (Path file : PydicomFiles.all()) {
            try {
                byte[] original = Files.readAllBytes(file);
                if (!isTail(original, write(file, true)) && !isTail(original, write(file, false))) {
                    changed.add(file.getFileName().toString());
                }
            } catch (DicomStreamException refused) {
                assertThat(BROKEN).contains(file.getFileName().toString());
            }
        }
        assertThat(changed).containsExactlyInAnyOrderElementsOf(NOT_CANONICAL.keySet());
    }

    private static boolean isTail(byte[] original, byte[] copy) {
        int preamble = 128;
        return original.length == copy.length
                && Arrays.equals(original, preamble, original.length, copy, preamble, copy.length);
    }

    private static byte[] write(Path file, boolean explicitLengths) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            Attributes dataset = in.readDataset();
            try (DicomOutputStream out = new DicomOutputStream(bytes, in.getTransferSyntax())) {
                out.setExplicitLengths(explicitLengths).writeFile(in.getFileMetaInformation(), dataset);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void dcmdumpReadsEveryCopyWhoseOriginalItReads() throws IOException {
        Path dcmdump = Peers.require("dcmdump");
        List<Path> files = PydicomFiles.all();
        copyAll(files);
        List<String> originals = Files.readAllLines(folder.resolve("list.txt"));
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < originals.size(); i++) {
            boolean readable = reads(dcmdump, Path.of(originals.get(i)));
            if (readable && !reads(dcmdump, folder.resolve(i + ".dcm"))) {
                failures.add(originals.get(i));
            }
        }
        assertThat(originals).hasSizeGreaterThan(250);
        assertThat(failures).isEmpty();
    }

    private static boolean reads(Path dcmdump, Path file) {
        return Peers.run(dcmdump.toString(), "-q", file.toString()).exitCode() == 0;
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
