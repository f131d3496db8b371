package org.voxrelay.dimse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sends messages as P-DATA-TF PDUs of one presentation data value each. A command waits in the buffer for the first bytes
 * of its data set, so that both go out together. As an OutputStream it takes the bytes of the data set.
 */
final class MessageOutput extends OutputStream {
    private static final int PDU_HEADER = 6;
    private static final int PDV_HEADER = 6;
    private static final int ROOM_FOR_COMMAND = 4096;

    private static final int SMALL = 4096;

    private final UpperLayer layer;
    private final int maxPduLength;
    private byte[] buffer;
    private boolean begun;
    private int contextId;
    private int pduStart;
    private int position;
    private int limit;

    /** @param maxPduLength what the peer takes and we want to send */
    MessageOutput(UpperLayer layer, int maxPduLength) {
        this.layer = layer;
        this.maxPduLength = maxPduLength;
        buffer = new byte[PDU_HEADER + Math.min(maxPduLength, SMALL) + ROOM_FOR_COMMAND];
    }

    /** @param dataSetFollows whether the peer need not see the command before the data set begins */
    void writeCommand(Command command, boolean dataSetFollows) throws IOException {
        contextId = command.contextId();
        begun = false;
        begin();
        write(command.encode(), 1);
        end(1);
        if (!dataSetFollows) {
            send();
        }
    }

    /** Begins the data set behind the command just written. Who sends commands only needs a small buffer only. */
    void beginDataSet() {
        int whole = PDU_HEADER + maxPduLength + ROOM_FOR_COMMAND;
        if (buffer.length < whole) {
            buffer = Arrays.copyOf(buffer, whole);
        }
        begin();
    }

    /**
     * Forgets the message.
     *
     * @return false if the peer has a part of it already
     */
    boolean takeBack() {
        pduStart = 0;
        position = 0;
        return !begun;
    }

    /** Ends the data set: the message is complete and goes out. */
    void endDataSet() throws IOException {
        end(0);
        send();
    }

    private void begin() {
        pduStart = position;
        position += PDU_HEADER + PDV_HEADER;
        int end = Math.min(buffer.length, pduStart + PDU_HEADER + maxPduLength);
        limit = position + Math.max(2, end - position & ~1); // fragments of even length: PS3.8 Annex E
    }

    /** @param flags 1 for a command, 2 for the last fragment */
    private void complete(int flags) {
        int valueLength = position - pduStart - PDU_HEADER - PDV_HEADER;
        ByteBuffer.wrap(buffer)
                .position(pduStart)
                .put((byte) 4)
                .put((byte) 0)
                .putInt(valueLength + PDV_HEADER)
                .putInt(valueLength + 2)
                .put((byte) contextId)
                .put((byte) flags);
    }

    private void next(int flags) throws IOException {
        complete(flags);
        send();
        begin();
    }

    private void end(int command) {
        complete(command | 2);
    }

    private void write(byte[] bytes, int command) throws IOException {
        write(bytes, 0, bytes.length, command);
    }

    @Override
    public void write(int b) throws IOException {
        if (position == limit) {
            next(0);
        }
        buffer[position++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(bytes, offset, length, 0);
    }

    private void write(byte[] bytes, int offset, int length, int command) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (position == limit) {
                next(command);
            }
            int count = Math.min(end - at, limit - position);
            System.arraycopy(bytes, at, buffer, position, count);
            position += count;
            at += count;
        }
    }

    /** Passes all bytes of the stream on, read straight into the buffer that is sent. */
    void transferFrom(InputStream in) throws IOException {
        while (true) {
            if (position == limit) {
                int one = in.read(); // only if there is more does another PDU begin
                if (one < 0) {
                    return;
                }
                write(one);
            }
            int got = in.read(buffer, position, limit - position);
            if (got < 0) {
                return;
            }
            position += got;
        }
    }

    /** Nothing: only whole PDUs are sent. */
    @Override
    public void flush() {}

    private void send() throws IOException {
        int length = position;
        begun = true;
        pduStart = 0;
        position = 0;
        layer.sendData(ByteBuffer.wrap(buffer, 0, length));
    }
}
