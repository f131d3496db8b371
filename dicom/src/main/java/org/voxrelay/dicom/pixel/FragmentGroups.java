package org.voxrelay.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.dict.Tag;

/**
 * Which fragments make up which frame (PS3.5 section A.4): one fragment a frame; as the Extended or the Basic Offset Table
 * says; or from one beginning of a stream to the next. A table that does not fit its fragments is not believed.
 */
final class FragmentGroups {
    private static final long ITEM_HEADER = 8;

    private final Attributes image;
    private final Object offsetTable;
    private final List<PixelRun> fragments;
    private final InstanceBytes bytes;

    FragmentGroups(Attributes image, Fragments fragments, InstanceBytes bytes) {
        this.image = image;
        this.offsetTable = fragments.offsetTable();
        this.fragments = fragments.fragments().stream().map(FrameMap::run).toList();
        this.bytes = bytes;
    }

    List<List<PixelRun>> frames(int count) throws PixelException, IOException {
        if (fragments.isEmpty()) {
            throw new PixelException("The pixel data have no fragments.");
        }
        if (count == 1) {
            return List.of(fragments);
        }
        if (fragments.size() == count) {
            return fragments.stream().map(List::of).toList();
        }
        if (fragments.size() < count) {
            throw new PixelException(
                    "The pixel data have " + fragments.size() + " fragments for " + count + " frames.");
        }
        Optional<int[]> starts = byTable(extendedOffsets(), count);
        if (starts.isEmpty()) {
            starts = byTable(basicOffsets(), count);
        }
        if (starts.isEmpty()) {
            starts = byStreams(count);
        }
        return cut(
                starts.orElseThrow(() -> new PixelException("It is not known which fragments belong to which frame.")));
    }

    private List<List<PixelRun>> cut(int[] starts) {
        List<List<PixelRun>> frames = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            int end = i + 1 < starts.length ? starts[i + 1] : fragments.size();
            frames.add(fragments.subList(starts[i], end));
        }
        return frames;
    }

    private ByteBuffer extendedOffsets() throws IOException {
        return table(image.getValue(Tag.ExtendedOffsetTable).orElse(new byte[0]));
    }

    /** Unsigned 32 bits each, widened. */
    private ByteBuffer basicOffsets() throws IOException {
        ByteBuffer narrow = table(offsetTable);
        ByteBuffer wide = ByteBuffer.allocate(narrow.capacity() / 4 * 8).order(ByteOrder.LITTLE_ENDIAN);
        while (narrow.remaining() >= 4) {
            wide.putLong(Integer.toUnsignedLong(narrow.getInt()));
        }
        return wide.flip();
    }

    private ByteBuffer table(Object value) throws IOException {
        byte[] table = value instanceof BulkData left && left.length() <= fragments.size() * 8L
                ? bytes.readAll(left)
                : value instanceof byte[] here ? here : new byte[0];
        return ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @return the first fragment of each frame; empty unless each offset is where a fragment begins */
    private Optional<int[]> byTable(ByteBuffer offsets, int count) {
        if (offsets.remaining() != count * 8L) {
            return Optional.empty();
        }
        long[] places = places();
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = Arrays.binarySearch(places, offsets.getLong());
            if (starts[i] < 0 || i == 0 && starts[i] != 0 || i > 0 && starts[i] <= starts[i - 1]) {
                return Optional.empty();
            }
        }
        return Optional.of(starts);
    }

    /** Offsets of the fragments' items from the first one. */
    private long[] places() {
        long[] places = new long[fragments.size()];
        for (int i = 1; i < places.length; i++) {
            long length = fragments.get(i - 1).length();
            places[i] = places[i - 1] + ITEM_HEADER + length + length % 2;
        }
        return places;
    }

    /** JPEG and JPEG-LS begin with FF D8, JPEG 2000 with FF 4F FF 51. */
    private Optional<int[]> byStreams(int count) throws IOException {
        int[] starts = new int[count];
        int found = 0;
        for (int i = 0; i < fragments.size(); i++) {
            if (beginsStream(fragments.get(i))) {
                if (found == count) {
                    return Optional.empty();
                }
                starts[found++] = i;
            }
        }
        return found == count && starts[0] == 0 ? Optional.of(starts) : Optional.empty();
    }

    private boolean beginsStream(PixelRun fragment) throws IOException {
        if (fragment.length() < 4) {
            return false;
        }
        ByteBuffer start = ByteBuffer.allocate(4);
        if (fragment instanceof PixelRun.InFile place) {
            bytes.read(place.offset(), start);
        } else if (fragment instanceof PixelRun.InMemory memory) {
            start.put(memory.bytes(), 0, 4);
        }
        int first = start.flip().getInt();
        return first >>> 16 == 0xFFD8 || first == 0xFF4FFF51;
    }
}
