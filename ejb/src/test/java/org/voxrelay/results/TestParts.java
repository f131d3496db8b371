package org.voxrelay.results;

import java.nio.file.Path;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.testing.TestArchive;

/** What performers of a test share: its archive, and codecs in the process of the test. */
final class TestParts {
    private TestParts() {}

    static SegmentationPerformer.Parts of(TestArchive archive, Path folder, SegForm form) {
        return of(archive, folder, form, archive.settings.maxVolumeVoxels());
    }

    static SegmentationPerformer.Parts of(TestArchive archive, Path folder, SegForm form, long maxVoxels) {
        return new SegmentationPerformer.Parts(
                archive.index,
                new InstanceReader(archive.files),
                Codecs.withoutProcess(),
                archive.ingest,
                folder.resolve("work"),
                maxVoxels,
                form);
    }
}
