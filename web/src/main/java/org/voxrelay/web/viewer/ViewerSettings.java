package org.voxrelay.web.viewer;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an administrator can set of the viewer; read like {@link org.voxrelay.config.Settings}.
 *
 * @param folder where the viewer's files lie; it need not exist
 * @param segmentation as what the viewer stores a segmentation that a person made
 */
record ViewerSettings(Path folder, SegmentationForm segmentation) {

    /** The two SOP classes of PS3.3 A.51. */
    enum SegmentationForm {
        /** Segmentation Storage, a bit a voxel and segment: what other programs read. */
        BINARY("bitmap", "1.2.840.10008.1.2.1"),
        /** Label Map Segmentation Storage, a number a voxel: the newer and smaller one. */
        LABELMAP("labelmap", "1.2.840.10008.1.2.5");

        private final String mode;
        private final String transferSyntaxUid;

        SegmentationForm(String mode, String transferSyntaxUid) {
            this.mode = mode;
            this.transferSyntaxUid = transferSyntaxUid;
        }

        /** The viewer's word for it. */
        String mode() {
            return mode;
        }

        /** Explicit VR Little Endian for bits, which RLE makes longer; RLE Lossless for numbers. */
        String transferSyntaxUid() {
            return transferSyntaxUid;
        }
    }

    /** @throws IllegalArgumentException with the name of a setting whose value is not usable */
    static ViewerSettings read() {
        return read(name -> Optional.ofNullable(System.getProperty(name))
                .orElseGet(() -> System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'))));
    }

    static ViewerSettings read(UnaryOperator<String> source) {
        String folder = text(source, "voxrelay.ohif", "ohif");
        String form = text(source, "voxrelay.ohif.segmentation", "binary");
        try {
            return new ViewerSettings(
                    Path.of(folder).toAbsolutePath().normalize(),
                    SegmentationForm.valueOf(form.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("VOXRELAY_OHIF_SEGMENTATION must be binary or labelmap: " + form);
        }
    }

    private static String text(UnaryOperator<String> source, String name, String fallback) {
        String value = source.apply(name);
        return value == null || value.isBlank() ? fallback : value.strip();
    }
}
