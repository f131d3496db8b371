package org.voxrelay.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Ways to write a picture. */
public enum PictureFormat {
    JPEG,
    PNG,
    GIF;

    private static final float USUAL_QUALITY = 0.9f;

    /** Such as {@code image/png}. */
    public String mediaType() {
        return "image/" + formatName();
    }

    /** The format of a media type; empty if it is none of these. */
    public static Optional<PictureFormat> of(String mediaType) {
        return Stream.of(values())
                .filter(format -> format.mediaType().equals(mediaType))
                .findFirst();
    }

    private String formatName() {
        return switch (this) {
            case JPEG -> "jpeg";
            case PNG -> "png";
            case GIF -> "gif";
        };
    }

    ImageWriter writer() {
        return ImageIO.getImageWritersByFormatName(formatName()).next();
    }

    /** @param quality 1 to 100; only JPEG has one */
    public byte[] encode(BufferedImage picture, OptionalInt quality) throws IOException {
        ImageWriter writer = writer();
        var bytes = new ByteArrayOutputStream(64 * 1024);
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (this == JPEG) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(quality.isPresent() ? quality.getAsInt() / 100f : USUAL_QUALITY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
