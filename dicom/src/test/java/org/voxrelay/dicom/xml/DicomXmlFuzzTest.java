package org.voxrelay.dicom.xml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.json.BulkDataUri;

/** Text of any kind is a data set that stays the same once it was written, or is refused with a sentence (see ./fuzz). */
class DicomXmlFuzzTest {
    @FuzzTest
    void xmlIsReadAndWrittenOrRefused(byte[] xml) throws IOException {
        Attributes dataset;
        try {
            dataset = DicomXml.read(new ByteArrayInputStream(xml));
        } catch (DicomStreamException refused) {
            return;
        }
        Attributes copy = copyOf(dataset);
        assertThat(copyOf(copy)).isEqualTo(copy);
    }

    private static Attributes copyOf(Attributes dataset) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomXml.write(dataset, out, BulkDataUri.INLINE);
        return DicomXml.read(new ByteArrayInputStream(out.toByteArray()));
    }
}
