package org.voxrelay.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomStreamException;

/** Text of any kind is a data set that stays the same once it was written, or is refused with a sentence (see ./fuzz). */
class DicomJsonFuzzTest {
    @FuzzTest
    void jsonIsReadAndWrittenOrRefused(byte[] json) throws IOException {
        Attributes dataset;
        try {
            dataset = DicomJson.read(new ByteArrayInputStream(json));
        } catch (DicomStreamException refused) {
            return;
        }
        Attributes copy = copyOf(dataset);
        assertThat(copyOf(copy)).isEqualTo(copy);
    }

    private static Attributes copyOf(Attributes dataset) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomJson.write(dataset, out, BulkDataUri.INLINE);
        return DicomJson.read(new ByteArrayInputStream(out.toByteArray()));
    }
}
