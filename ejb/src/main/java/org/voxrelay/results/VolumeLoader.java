package org.voxrelay.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.DecodedFrames;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.geometry.SliceStack;
import org.voxrelay.dicom.geometry.StackResult;
import org.voxrelay.dicom.geometry.StackResult.NotAStack;
import org.voxrelay.dicom.geometry.StackResult.Stacked;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.RescaledFrames;
import org.voxrelay.jobs.Performer.Progress;
import org.voxrelay.retrieve.InstanceReader;

/** Puts the images of a series together, if they are a volume; nothing is guessed or resampled. */
final class VolumeLoader {
    private static final String GONE = "An image of the series is not in the archive any more";

    private final InstanceIndex index;
    private final InstanceReader reader;
    private final Codecs codecs;
    private final long maxVoxels;

    VolumeLoader(InstanceIndex index, InstanceReader reader, Codecs codecs, long maxVoxels) {
        this.index = index;
        this.reader = reader;
        this.codecs = codecs;
        this.maxVoxels = maxVoxels;
    }

    /** @throws NotAVolume with what keeps the images from being one */
    SeriesVolume load(List<String> sopInstanceUids, Progress progress)
            throws IOException, NotAVolume, InterruptedException {
        List<StoredInstance> stored = find(sopInstanceUids);
        var headers = new ArrayList<Attributes>();
        for (StoredInstance instance : stored) {
            headers.add(reader.readMetadata(instance));
            progress.at(0.5 * headers.size() / stored.size(), "reading headers");
        }
        StackResult result = SliceStack.ofImages(headers);
        if (result instanceof NotAStack fault) {
            throw new NotAVolume(fault.detail());
        }
        var stack = (Stacked) result;
        VolumeGeometry geometry = stack.geometry();
        if (geometry.voxelCount() > maxVoxels) {
            throw new NotAVolume("The series has " + geometry.voxelCount() + " voxels; this server takes up to "
                    + maxVoxels + " (VOXRELAY_MAX_VOLUME_VOXELS).");
        }
        FloatBuffer values = ByteBuffer.allocateDirect(Math.toIntExact(geometry.voxelCount() * Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        var images = new ArrayList<Attributes>();
        for (int image : stack.order()) {
            images.add(headers.get(image));
            readPixels(stored.get(image), headers.get(image), values);
            progress.at(0.5 + 0.5 * images.size() / stored.size(), "reading pixels");
        }
        return new SeriesVolume(images, geometry, values.flip());
    }

    private List<StoredInstance> find(List<String> sopInstanceUids) throws NotAVolume {
        var stored = new ArrayList<StoredInstance>();
        for (String uid : sopInstanceUids) {
            stored.add(index.find(uid).orElseThrow(() -> new NotAVolume(GONE + ": " + uid, GONE + ".")));
        }
        return stored;
    }

    private void readPixels(StoredInstance instance, Attributes header, FloatBuffer target)
            throws IOException, NotAVolume, InterruptedException {
        try (FileChannel file = reader.open(instance)) {
            var syntax = TransferSyntax.of(instance.transferSyntaxUid());
            var frames = RescaledFrames.of(header, DecodedFrames.of(header, syntax, InstanceBytes.of(file), codecs));
            if (frames.format().frames() != 1) {
                throw new NotAVolume("An image of the series has "
                        + frames.format().frames() + " frames; series of single images are segmented.");
            }
            frames.read(0, target);
        } catch (PixelException e) {
            throw new NotAVolume(e.getMessage());
        }
    }
}
