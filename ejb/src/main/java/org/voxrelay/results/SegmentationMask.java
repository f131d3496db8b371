package org.voxrelay.results;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.SliceStack;
import org.voxrelay.dicom.geometry.StackResult.Stacked;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.seg.LayerReader;
import org.voxrelay.dicom.seg.Layers;
import org.voxrelay.dicom.seg.SegException;
import org.voxrelay.dicom.seg.SegGrid;
import org.voxrelay.dicom.seg.SegReader;
import org.voxrelay.retrieve.InstanceReader;

/** Reads a stored segmentation, on the grid of the series that it was made from where that is stored, else on its own. */
final class SegmentationMask {
    private final InstanceIndex index;
    private final InstanceReader reader;
    private final Codecs codecs;
    private final long maxVoxels;

    SegmentationMask(InstanceIndex index, InstanceReader reader, Codecs codecs, long maxVoxels) {
        this.index = index;
        this.reader = reader;
        this.codecs = codecs;
        this.maxVoxels = maxVoxels;
    }

    /** @throws NotAVolume with what keeps it from being read */
    Layers read(StoredInstance instance) throws IOException, NotAVolume, InterruptedException {
        try (FileChannel file = reader.open(instance)) {
            var seg = SegReader.of(
                    reader.read(file), TransferSyntax.of(instance.transferSyntaxUid()), InstanceBytes.of(file), codecs);
            Optional<VolumeGeometry> source = source(instance, seg.header());
            if (source.isPresent() && liesOn(seg, source.get())) {
                return new LayerReader(seg, source.get()).read();
            }
            return new LayerReader(seg, SegGrid.of(seg, maxVoxels)).read();
        } catch (SegException e) {
            throw new NotAVolume(e.getMessage());
        }
    }

    private Optional<VolumeGeometry> source(StoredInstance instance, Attributes header)
            throws IOException, InterruptedException {
        List<Attributes> series = header.getItems(Tag.ReferencedSeriesSequence);
        if (series.size() != 1) {
            return Optional.empty();
        }
        var images = new ArrayList<Attributes>();
        for (StoredInstance image :
                index.ofSeries(instance.studyInstanceUid(), series.get(0).getString(Tag.SeriesInstanceUID, ""))) {
            images.add(reader.readMetadata(image));
        }
        return SliceStack.ofImages(images) instanceof Stacked stacked
                        && stacked.geometry().voxelCount() <= maxVoxels
                ? Optional.of(stacked.geometry())
                : Optional.empty();
    }

    private static boolean liesOn(SegReader seg, VolumeGeometry grid) {
        try {
            for (SegReader.Frame frame : seg.frames()) {
                SegGrid.slice(frame, grid);
            }
            return true;
        } catch (SegException e) {
            return false;
        }
    }
}
