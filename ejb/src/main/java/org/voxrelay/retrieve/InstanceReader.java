package org.voxrelay.retrieve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.voxrelay.archive.BulkDataLinks;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.ReadLimits;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.FrameMap;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.PixelRun;

/** Reads instances of the archive; a file is never in memory as a whole. */
public final class InstanceReader {
    private static final int LONGEST_KEPT_VALUE = 64 * 1024;
    private static final int COPY_BUFFER = 256 * 1024;

    private final InstanceFiles files;

    /** @param files where the bytes lie */
    public InstanceReader(InstanceFiles files) {
        this.files = files;
    }

    /** Writes the Part 10 file as it is stored. */
    public void writeTo(StoredInstance instance, OutputStream out) throws IOException {
        try (FileChannel file = files.open(instance.place())) {
            copy(file, new Extent(0, file.size()), out);
        }
    }

    /** Writes a part of the Part 10 file as it is stored. */
    public void writeTo(StoredInstance instance, long offset, long length, OutputStream out) throws IOException {
        try (FileChannel file = files.open(instance.place())) {
            copy(file, new Extent(offset, length), out);
        }
    }

    /** Writes the bare data set, without preamble and file meta information, as it is stored and as C-STORE sends it. */
    public void writeDataSetTo(StoredInstance instance, OutputStream out) throws IOException {
        try (FileChannel file = files.open(instance.place())) {
            long begin = new DicomInputStream(new SeekingInputStream(file)).getPosition();
            copy(file, new Extent(begin, file.size() - begin), out);
        }
    }

    /** The file, for whoever reads pixels; the caller closes it. */
    public FileChannel open(StoredInstance instance) throws IOException {
        return files.open(instance.place());
    }

    /** All attributes; long values and pixel data are left in the file. */
    public Attributes readMetadata(StoredInstance instance) throws IOException {
        try (FileChannel file = files.open(instance.place())) {
            return read(file);
        }
    }

    /** Attributes before the pixel data; pixel data itself is there, as what is left in the file. */
    public Attributes read(FileChannel file) throws IOException {
        var in = new DicomInputStream(new SeekingInputStream(file));
        in.setLimits(ReadLimits.STRICT);
        in.setBulkData(LONGEST_KEPT_VALUE);
        return in.readDataset();
    }

    /** Links to the values that the metadata leave out. */
    public BulkDataLinks bulkDataUris(StoredInstance instance) {
        return new BulkDataLinks(
                new Uid(instance.studyInstanceUid()),
                new Uid(instance.seriesInstanceUid()),
                new Uid(instance.sopInstanceUid()));
    }

    /**
     * Finds frames, without reading them.
     *
     * @param numbers from 1 on
     * @throws FrameException if the instance has no such frame
     */
    public FrameParts openFrames(StoredInstance instance, List<Integer> numbers) throws IOException, FrameException {
        requireSeekable(instance);
        try (FileChannel file = files.open(instance.place())) {
            var map = FrameMap.of(read(file), InstanceBytes.of(file));
            for (int number : numbers) {
                if (number > map.count()) {
                    throw new FrameException("The instance has " + map.count() + " frames, not " + number + ".");
                }
            }
            return new FrameParts(
                    this,
                    instance,
                    numbers.stream().map(number -> extents(map, number)).toList());
        } catch (PixelException e) {
            throw new FrameException(e.getMessage());
        }
    }

    /** Pixel data were left in the file, so that is where the frames are. */
    private static List<Extent> extents(FrameMap map, int number) {
        return map.frame(number - 1).stream()
                .map(PixelRun.InFile.class::cast)
                .map(run -> new Extent(run.offset(), run.length()))
                .toList();
    }

    /**
     * Finds a value by the path that the metadata give, without reading it.
     *
     * @param path tags and item numbers from 1 on, with slashes between them
     * @throws FrameException if there is no such value, or it is no binary value
     */
    public StoredValue findBulkData(StoredInstance instance, String path) throws IOException, FrameException {
        requireSeekable(instance);
        try (FileChannel file = files.open(instance.place())) {
            return new StoredValue(this, instance, BulkDataPath.find(read(file), path));
        }
    }

    /** Offsets in a deflated data set are not offsets in the file. */
    private static void requireSeekable(StoredInstance instance) throws FrameException {
        if (TransferSyntax.of(instance.transferSyntaxUid()).deflated()) {
            throw new FrameException("The instance is stored deflated; retrieve it as a whole.");
        }
    }

    void copy(FileChannel file, Extent extent, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(COPY_BUFFER, extent.length())));
        long end = extent.offset() + extent.length();
        for (long position = extent.offset(); position < end; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            int count = file.read(buffer, position);
            if (count < 0) {
                throw new IOException("a stored file is shorter than its index says");
            }
            out.write(buffer.array(), 0, count);
            position += count;
        }
    }
}
