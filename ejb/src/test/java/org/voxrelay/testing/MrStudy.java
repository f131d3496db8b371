package org.voxrelay.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;

/** MR series of one study that lie in the same space, and a model that needs two of them. */
public record MrStudy(String name) {
    public static final String MODEL = "two-channel";
    /** Made by bench/exactness.py: random weights, channels without a rule. */
    private static final Path PACKAGE = Path.of("../inference/src/test/resources/exactness/nnunet-anisotropic/model/1");

    private static final String RULES = """
            {"mirrorAxes": [], "channels": [{"modality": "MR", "match": {"SeriesDescription": "^t1"}},
                                            {"modality": "MR", "match": {"SeriesDescription": "^t2"}}]}""";

    /** A folder of models that holds {@link #MODEL}, whose channels are told apart by Series Description. */
    public static Path models(Path folder) throws IOException {
        Path version = Files.createDirectories(folder.resolve(MODEL + "/1"));
        try (Stream<Path> files = Files.walk(PACKAGE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = version.resolve(PACKAGE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.writeString(version.resolve("export.json"), RULES);
        return folder;
    }

    public String studyUid() {
        return Uid.named("MR study " + name).value();
    }

    public String seriesUid(String description) {
        return series(description, 1).get(0).getString(Tag.SeriesInstanceUID, "");
    }

    public List<Attributes> series(String description, int slices) {
        List<Attributes> images = PhantomSeries.of(
                        CtPhantom.of(Orientation.AXIAL, 40, 32, slices), name + " " + description)
                .instances();
        for (Attributes image : images) {
            image.setString(Tag.SOPClassUID, UID.MRImageStorage);
            image.setString(Tag.Modality, "MR");
            image.setString(Tag.StudyInstanceUID, studyUid());
            image.setString(
                    Tag.FrameOfReferenceUID, Uid.named("MR space " + name).value());
            image.setString(Tag.SeriesDescription, description);
        }
        return images;
    }
}
