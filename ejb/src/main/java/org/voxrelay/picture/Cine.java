package org.voxrelay.picture;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures one after the other in a GIF that begins again at its end; one of them is in memory. */
public final class Cine implements Closeable {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final byte[] FOREVER = {1, 0, 0};

    private final ImageWriter writer = PictureFormat.GIF.writer();
    private final ImageOutputStream out;
    private final int hundredths;
    private boolean begun;

    /**
     * @param out not closed
     * @param each how long a picture is shown
     */
    public Cine(OutputStream out, Duration each) throws IOException {
        this.out = new MemoryCacheImageOutputStream(out);
        this.hundredths = (int) Math.max(2, Math.min(1000, each.toMillis() / 10));
        writer.setOutput(this.out);
        writer.prepareWriteSequence(null);
    }

    /** Adds a picture. */
    public void add(BufferedImage picture) throws IOException {
        writer.writeToSequence(new IIOImage(picture, null, metadata(picture)), writer.getDefaultWriteParam());
        out.flushBefore(out.getStreamPosition());
        begun = true;
    }

    private IIOMetadata metadata(RenderedImage picture) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromRenderedImage(picture), writer.getDefaultWriteParam());
        IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = child(tree, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", "" + hundredths);
        if (!begun) {
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(FOREVER);
            child(tree, "ApplicationExtensions").appendChild(loop);
        }
        metadata.setFromTree(FORMAT, tree);
        return metadata;
    }

    private static IIOMetadataNode child(IIOMetadataNode tree, String name) {
        if (tree.getElementsByTagName(name).getLength() == 0) {
            tree.appendChild(new IIOMetadataNode(name));
        }
        return (IIOMetadataNode) tree.getElementsByTagName(name).item(0);
    }

    @Override
    public void close() throws IOException {
        writer.endWriteSequence();
        out.flush();
        writer.dispose();
    }
}
