package org.voxrelay.dimse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/** Puts messages together from presentation data values (PS3.8 section 9.3.5, Annex E). */
final class MessageInput {
    private static final int MAX_COMMAND_BYTES = 64 * 1024;
    private static final int PDV_HEADER = 6;
    private static final int COMMAND = 1;
    private static final int LAST = 2;

    private final UpperLayer layer;
    private final ByteBuffer header = ByteBuffer.allocate(PDV_HEADER);
    private int contextId;
    private boolean command;
    private boolean last;
    private long left;

    MessageInput(UpperLayer layer) {
        this.layer = layer;
    }

    /** @return the next command; empty when the peer wants to release the association */
    Optional<Command> nextCommand() throws AssociationException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        if (!nextValue()) {
            return Optional.empty();
        }
        int id = contextId;
        while (true) {
            checkFragment(id, true);
            if (bytes.size() + left > MAX_COMMAND_BYTES) {
                throw layer.refuse("The peer sent a command of more than " + MAX_COMMAND_BYTES + " bytes");
            }
            byte[] fragment = new byte[(int) left];
            readFully(fragment);
            bytes.writeBytes(fragment);
            if (last) {
                return Optional.of(decode(id, bytes.toByteArray()));
            }
            if (!nextValue()) {
                throw layer.refuse("The peer asked for the release within a command");
            }
        }
    }

    private Command decode(int id, byte[] bytes) throws AssociationException {
        try {
            return Command.decode(id, bytes);
        } catch (IOException e) {
            throw layer.refuse("The peer sent a command that cannot be read: " + e.getMessage());
        }
    }

    private void checkFragment(int id, boolean ofCommand) throws AssociationException {
        if (contextId != id || command != ofCommand) {
            throw layer.refuse("The peer mixed the fragments of two messages");
        }
    }

    /** False when a release is asked for instead. */
    private boolean nextValue() throws AssociationException {
        if (layer.dataLeft() == 0 && layer.next() != UpperLayer.Indication.DATA) {
            return false;
        }
        if (layer.dataLeft() < PDV_HEADER) {
            throw layer.refuse("The peer sent a presentation data value without its header");
        }
        layer.readDataFully(header.clear());
        header.flip();
        left = (header.getInt() & 0xFFFFFFFFL) - 2;
        contextId = header.get() & 0xFF;
        int flags = header.get();
        command = (flags & COMMAND) != 0;
        last = (flags & LAST) != 0;
        if (left < 0 || left > layer.dataLeft() || left == 0 && !last) {
            throw layer.refuse("The peer sent a presentation data value of an impossible length");
        }
        return true;
    }

    private void readFully(byte[] into) throws AssociationException {
        layer.readDataFully(ByteBuffer.wrap(into));
        left -= into.length;
    }

    /** The data set that follows a command; it ends with the message. To be read to its end, or drained. */
    DataSet dataSet(int id) throws AssociationException {
        DataSet stream = new DataSet(id);
        stream.nextFragment();
        return stream;
    }

    /**
     * The bytes of one data set as they come from the peer. As a channel it reads into a direct buffer without a copy
     * between; both ways of reading may be mixed.
     */
    final class DataSet extends InputStream implements ReadableByteChannel {
        private final int id;
        private final byte[] single = new byte[1];

        private DataSet(int id) {
            this.id = id;
        }

        private void nextFragment() throws AssociationException {
            if (!nextValue()) {
                throw layer.refuse("The peer asked for the release within a data set");
            }
            checkFragment(id, false);
        }

        @Override
        public int read() throws IOException {
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (atEnd()) {
                return -1;
            }
            int got = layer.readData(into, offset, (int) Math.min(length, left));
            left -= got;
            return got;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (!into.hasRemaining()) {
                return 0;
            }
            if (atEnd()) {
                return -1;
            }
            int limit = into.limit();
            into.limit(into.position() + (int) Math.min(into.remaining(), left));
            int got = layer.readData(into);
            into.limit(limit);
            left -= got;
            return got;
        }

        private boolean atEnd() throws AssociationException {
            while (left == 0) {
                if (last) {
                    return true;
                }
                nextFragment();
            }
            return false;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        /** Leaves the association as it is. */
        @Override
        public void close() {}

        @Override
        public int available() {
            return (int) Math.min(left, Integer.MAX_VALUE);
        }

        /** Reads what is left, to be able to answer. */
        void drain(long maxBytes) throws IOException {
            byte[] unread = new byte[32 * 1024];
            long drained = 0;
            for (int got = read(unread); got >= 0; got = read(unread)) {
                drained += got;
                if (drained > maxBytes) {
                    layer.abort();
                    throw new AssociationException(
                            AssociationException.Cause.ABORTED_HERE,
                            "The peer did not end a data set that was refused");
                }
            }
        }
    }
}
