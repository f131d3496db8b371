package org.voxrelay.dicom.seg;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * Writes segments as a Segmentation Storage or Label Map Segmentation Storage instance (PS3.3 A.51). Frames without a voxel
 * are left out. BINARY is Explicit VR Little Endian, the other two are RLE Lossless. Frames are made while they are
 * written; memory holds the header and some slices.
 */
public final class SegWriter {
    private final SegDescription description;
    private final SegForm form;

    /** In the form that fits. */
    public SegWriter(SegDescription description) {
        this(description, SegForm.AUTO);
    }

    public SegWriter(SegDescription description, SegForm form) {
        this.description = description;
        this.form = form;
    }

    /** The transfer syntax that a segmentation of this header was written in. */
    public static TransferSyntax transferSyntax(Attributes header) {
        boolean binary = header.getString(Tag.SegmentationType, "").equals(SegmentationType.BINARY.name());
        return TransferSyntax.of(binary ? UID.ExplicitVRLittleEndian : UID.RLELossless);
    }

    /** Writes segments that do not overlap; see {@link #write(List, Layers, OutputStream)}. */
    public Attributes write(List<Attributes> images, LabelVolume volume, OutputStream out) throws IOException {
        return write(images, Layers.of(volume), out);
    }

    /**
     * Writes a Part 10 file.
     *
     * @param images headers of the source images, one for each z in this order; from one series and Frame of Reference
     * @param layers labels on the grid of these images
     * @param out not closed
     * @return the header as it was written, without Pixel Data; its Segmentation Type says which form was chosen
     * @throws IllegalArgumentException if images, grid, labels and segments do not belong together, or BINARY was wanted
     *     and is too large
     */
    public Attributes write(List<Attributes> images, Layers layers, OutputStream out) throws IOException {
        SourceImages.check(images, layers.geometry());
        List<List<SliceLabels>> found =
                layers.volumes().stream().map(FramePlan::look).toList();
        int segments = description.segments().size();
        FramePlan plan = FramePlan.bySegment(layers, found, segments);
        long bytes =
                BitPacker.length(plan.frames().size(), layers.volumes().get(0).sliceLength());
        if (form.choose(layers.overlapping(), segments, bytes) == SegmentationType.LABELMAP) {
            return writeLabelmap(images, layers.volumes().get(0), FramePlan.bySlice(found.get(0), segments), out);
        }
        if (bytes > 0xFFFFFFFEL) {
            throw new IllegalArgumentException("the segmentation is larger than 4 GiB");
        }
        return writeBinary(images, layers, plan, out);
    }

    /**
     * Writes a Part 10 file of probabilities, whatever form is wanted.
     *
     * @param volume as many segments as the description has; else as {@link #write(List, Layers, OutputStream)}
     */
    public Attributes write(List<Attributes> images, FractionalVolume volume, OutputStream out) throws IOException {
        SourceImages.check(images, volume.geometry());
        if (volume.values().size() != description.segments().size()) {
            throw new IllegalArgumentException(volume.values().size() + " segments have values, "
                    + description.segments().size() + " are described");
        }
        FramePlan plan = FramePlan.ofFractional(volume);
        var header = new SegHeader(description, images, volume.geometry(), plan)
                .build(SegmentationType.FRACTIONAL, Byte.SIZE, true);
        List<FramePlan.Frame> frames = plan.frames();
        writeCompressed(
                header,
                frames.size(),
                index -> volume.slice(
                        frames.get(index).segmentNumber(), frames.get(index).z()),
                out);
        return header;
    }

    private Attributes writeLabelmap(List<Attributes> images, LabelVolume volume, FramePlan plan, OutputStream out)
            throws IOException {
        int bytes = description.segments().size() > 255 ? 2 : 1;
        var header = new SegHeader(description, images, volume.geometry(), plan)
                .build(SegmentationType.LABELMAP, Byte.SIZE * bytes, false);
        List<FramePlan.Frame> frames = plan.frames();
        writeCompressed(
                header, frames.size(), index -> volume.slice(frames.get(index).z(), bytes), out);
        return header;
    }

    private void writeCompressed(Attributes header, int count, OrderedFrames.Maker frames, OutputStream out)
            throws IOException {
        var compressed = new CompressedFrames(header, UID.RLELossless);
        DicomOutputStream dicom = begin(header, UID.RLELossless, out);
        compressed.write(dicom, count, frames);
        dicom.flush();
    }

    private Attributes writeBinary(List<Attributes> images, Layers layers, FramePlan plan, OutputStream out)
            throws IOException {
        var header = new SegHeader(description, images, layers.geometry(), plan)
                .build(SegmentationType.BINARY, 1, layers.overlapping());
        int pixels = layers.volumes().get(0).sliceLength();
        DicomOutputStream dicom = begin(header, UID.ExplicitVRLittleEndian, out);
        dicom.writeElementHeader(
                Tag.PixelData, VR.OB, BitPacker.length(plan.frames().size(), pixels));
        var bits = new BitPacker(dicom);
        OrderedFrames.write(
                plan.frames().size(),
                index -> pack(layers, plan.frames().get(index)),
                packed -> bits.write(packed, pixels));
        bits.finish();
        dicom.flush();
        return header;
    }

    private static byte[] pack(Layers layers, FramePlan.Frame frame) {
        LabelVolume volume = layers.volumes().get(frame.layer());
        int columns = volume.geometry().xSize();
        int from = frame.firstRow() * columns & ~7;
        byte[] pixels = volume.pixels(frame.z(), from, (frame.lastRow() + 1) * columns);
        byte[] packed = new byte[(volume.sliceLength() + 7) / 8];
        MaskPacker.pack(pixels, volume.bytesPerLabel(), frame.segmentNumber(), packed, from / 8);
        return packed;
    }

    private DicomOutputStream begin(Attributes header, String transferSyntaxUid, OutputStream out) throws IOException {
        var dicom = new DicomOutputStream(out, TransferSyntax.of(transferSyntaxUid));
        dicom.writeFile(
                FileMetaInformation.of(
                        new Uid(header.getString(Tag.SOPClassUID, "")),
                        description.identity().sopInstance(),
                        transferSyntaxUid),
                header);
        return dicom;
    }
}
