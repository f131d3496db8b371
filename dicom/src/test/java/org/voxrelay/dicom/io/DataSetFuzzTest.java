package org.voxrelay.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.voxrelay.dicom.data.Attributes;

/** Bytes of any kind are a data set that survives being written, or are refused with a sentence (see ./fuzz). */
class DataSetFuzzTest {
    private static final ReadLimits LIMITS = new ReadLimits(16, 1 << 20, 4 << 20, 10_000, 300);

    @FuzzTest
    void aFileIsReadAndWrittenOrRefused(byte[] bytes) throws IOException {
        Attributes dataset;
        TransferSyntax syntax;
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(bytes))) {
            dataset = in.setLimits(LIMITS).readDataset();
            syntax = in.getTransferSyntax();
        } catch (DicomStreamException refused) {
            return;
        }
        useAllValues(dataset);
        assertThat(written(dataset, syntax)).isEqualTo(dataset);
    }

    private static void useAllValues(Attributes dataset) {
        for (int tag : dataset.tags()) {
            dataset.getStrings(tag);
            dataset.getDoubles(tag);
            dataset.getLongs(tag);
            dataset.getItems(tag).forEach(DataSetFuzzTest::useAllValues);
        }
    }

    private static Attributes written(Attributes dataset, TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(bytes, syntax)) {
            out.writeDataset(dataset);
        }
        return new DicomInputStream(new ByteArrayInputStream(bytes.toByteArray()), syntax).readDataset();
    }
}
