package org.voxrelay.dimse.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Bytes of any kind are a PDU that can be written again, or are refused with a reason (see ./fuzz). */
class PduFuzzTest {
    private static final int HEADER = 6;

    /** The first byte is the PDU type as on the wire; the others are what stands behind the header. */
    @FuzzTest
    void aPduIsReadAndWrittenOrRefused(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        PduType type = PduType.of(bytes[0] & 0xFF).orElse(PduType.ASSOCIATE_RQ);
        if (type == PduType.P_DATA_TF) {
            return;
        }
        Pdu pdu;
        try {
            PduDecoder.checkLength(type, bytes.length - 1L);
            pdu = PduDecoder.decode(
                    type, ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice());
        } catch (PduException refused) {
            assertThat(refused).message().isNotBlank();
            return;
        }
        assertThat(again(type, pdu)).isEqualTo(pdu);
    }

    private static Pdu again(PduType type, Pdu pdu) {
        byte[] written = PduEncoder.encode(pdu);
        try {
            return PduDecoder.decode(
                    type,
                    ByteBuffer.wrap(written, HEADER, written.length - HEADER).slice());
        } catch (PduException e) {
            throw new AssertionError("what was read and written is refused", e);
        }
    }
}
