package org.voxrelay.dicom.volume;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.LabelVolume;

/**
 * A volume that is to be written, slice by slice.
 *
 * @param source gives the samples
 * @param names of the values of a mask; only NRRD has a place for them
 */
public record Samples(VolumeGeometry geometry, SampleType type, Source source, List<LabelName> names) {
    /** Copies the list. */
    public Samples {
        names = List.copyOf(names);
    }

    private Samples(VolumeGeometry geometry, SampleType type, Source source) {
        this(geometry, type, source, List.of());
    }

    /** The same, its values named. */
    public Samples named(List<LabelName> values) {
        return new Samples(geometry, type, source, values);
    }

    /** Gives samples one after the other. */
    @FunctionalInterface
    public interface Source {
        /** @param target gets the samples of a slice, [y][x], little endian */
        void slice(int z, ByteBuffer target);
    }

    /**
     * An image.
     *
     * @param values [z][y][x], from index 0
     */
    public static Samples of(VolumeGeometry geometry, FloatBuffer values) {
        SampleType type = SampleType.of(values.duplicate().rewind());
        int slice = geometry.xSize() * geometry.ySize();
        return new Samples(geometry, type, (z, target) -> {
            for (int i = z * slice; i < (z + 1) * slice; i++) {
                float value = values.get(i);
                switch (type) {
                    case UINT8 -> target.put((byte) value);
                    case INT16 -> target.putShort((short) value);
                    case UINT16 -> target.putChar((char) value);
                    case FLOAT32 -> target.putFloat(value);
                }
            }
        });
    }

    /** A mask with all its labels. */
    public static Samples of(LabelVolume labels) {
        int bytes = labels.bytesPerLabel();
        int slice = labels.geometry().xSize() * labels.geometry().ySize() * bytes;
        return new Samples(
                labels.geometry(),
                bytes == 1 ? SampleType.UINT8 : SampleType.UINT16,
                (z, target) -> target.put(labels.labels().slice(z * slice, slice)));
    }

    /** A mask of one label: 1 where it is. */
    public static Samples of(LabelVolume labels, int label) {
        int slice = labels.geometry().xSize() * labels.geometry().ySize();
        return new Samples(labels.geometry(), SampleType.UINT8, (z, target) -> {
            for (int i = z * slice; i < (z + 1) * slice; i++) {
                target.put((byte) (labels.label(i) == label ? 1 : 0));
            }
        });
    }
}
