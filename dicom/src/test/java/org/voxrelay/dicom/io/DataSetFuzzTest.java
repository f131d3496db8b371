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
        Attributes copy = written(dataset, syntax.bigEndian() ? syntax : TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        assertSameValues(copy, dataset);
        assertThat(written(copy, syntax.explicitVr() ? syntax : TransferSyntax.EXPLICIT_LITTLE_ENDIAN))
                .isEqualTo(copy);
        assertImplicitVrHolds(copy);
    }

    @FuzzTest
    void aFileWhoseLongValuesStayInItIsReadOrRefused(byte[] bytes) throws IOException {
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(bytes))) {
            in.setLimits(LIMITS).setBulkData(16);
            in.readDatasetUntilPixelData();
            in.readDataset();
        } catch (DicomStreamException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    /** The dictionary's VR is the one read back; where that is SQ and the value is something else, refusing it is right. */
    private static void assertImplicitVrHolds(Attributes dataset) throws IOException {
        try {
            Attributes copy = written(dataset, TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
            assertThat(copy.tags()).isEqualTo(dataset.tags());
        } catch (DicomStreamException refused) {
            assertThat(refused).hasMessageContaining("item");
        }
    }

    /** Values of odd length were padded and group lengths counted anew; what a caller reads is the same. */
    private static void assertSameValues(Attributes copy, Attributes original) {
        for (int tag : original.tags()) {
            if (ElementLengths.isGroupLength(tag)) {
                continue;
            }
            assertThat(copy.contains(tag)).isTrue();
            if (original.getVR(tag).orElseThrow().isString()) {
                assertThat(copy.getStrings(tag)).isEqualTo(original.getStrings(tag));
            }
            if (original.getBytes(tag).filter(bytes -> bytes.length % 2 == 1).isEmpty()) {
                assertThat(copy.getLongs(tag)).isEqualTo(original.getLongs(tag));
                assertThat(copy.getDoubles(tag)).isEqualTo(original.getDoubles(tag));
            }
            assertThat(copy.getItems(tag)).hasSameSizeAs(original.getItems(tag));
            for (int i = 0; i < original.getItems(tag).size(); i++) {
                assertSameValues(
                        copy.getItems(tag).get(i), original.getItems(tag).get(i));
            }
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
