package org.voxrelay.retrieve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.List;
import org.voxrelay.archive.StoredInstance;

/** Frames that were found, ready to be written. */
public final class FrameParts {
    private final InstanceReader reader;
    private final StoredInstance instance;
    private final List<List<Extent>> frames;

    FrameParts(InstanceReader reader, StoredInstance instance, List<List<Extent>> frames) {
        this.reader = reader;
        this.instance = instance;
        this.frames = frames;
    }

    /** How many. */
    public int count() {
        return frames.size();
    }

    /** Bytes of each frame. */
    public List<Long> lengths() {
        return frames.stream()
                .map(extents -> extents.stream().mapToLong(Extent::length).sum())
                .toList();
    }

    /** Called before a frame's bytes. */
    @FunctionalInterface
    public interface BeforeFrame {
        /** @param index from 0 on, in the order that was asked for */
        void begin(int index) throws IOException;
    }

    /** Writes the frames one after the other, as they are stored. */
    public void writeTo(OutputStream out, BeforeFrame before) throws IOException {
        try (FileChannel file = reader.open(instance)) {
            for (int i = 0; i < frames.size(); i++) {
                before.begin(i);
                for (Extent extent : frames.get(i)) {
                    reader.copy(file, extent, out);
                }
            }
        }
    }
}
