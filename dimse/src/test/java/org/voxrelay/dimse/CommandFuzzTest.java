package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Bytes of any kind are a command set that can be answered, or are refused with a sentence (see ./fuzz). */
class CommandFuzzTest {
    @FuzzTest
    void aCommandSetIsReadAndAnsweredOrRefused(byte[] bytes) throws IOException {
        Command command;
        try {
            command = Command.decode(1, bytes);
        } catch (IOException refused) {
            assertThat(refused).message().isNotBlank();
            return;
        }
        command.sopClassUid();
        command.sopInstanceUid();
        command.hasDataSet();
        if (!command.isRequest()) {
            return; // nobody answers it
        }
        Command response = Command.decode(1, command.response(0x0110, "any").encode());
        assertThat(response.status()).isEqualTo(0x0110);
        assertThat(response.messageIdBeingRespondedTo()).isEqualTo(command.messageId());
    }
}
