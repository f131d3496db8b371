package org.voxrelay.retrieve;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.image.Renderer;
import org.voxrelay.dicom.pixel.FrameSource;
import org.voxrelay.dicom.pixel.PixelException;

/** An image of the archive whose frames can be decoded, one at a time. Its file is open until it is closed. */
public final class OpenImage implements Closeable {
    private final FileChannel file;
    private final Attributes attributes;
    private final FrameSource frames;
    private final Codecs codecs;

    OpenImage(FileChannel file, Attributes attributes, FrameSource frames, Codecs codecs) {
        this.file = file;
        this.attributes = attributes;
        this.frames = frames;
        this.codecs = codecs;
    }

    /** All but long values; look-up tables are there. */
    public Attributes attributes() {
        return attributes;
    }

    /** How many frames it says it has. */
    public int frameCount() {
        return frames.pixel().frames();
    }

    /** The frames, decoded. */
    public FrameSource frames() {
        return frames;
    }

    /**
     * A frame in one of {@link Images#frameSyntaxes}.
     *
     * @param number from 1
     * @throws CannotDecode if it is damaged, or cannot be so
     */
    public byte[] frame(int number, String transferSyntaxUid) throws IOException {
        try {
            byte[] decoded = frames.read(number - 1);
            if (transferSyntaxUid.equals(UID.ExplicitVRLittleEndian)) {
                return decoded;
            }
            return codecs.encode(frames.pixel(), transferSyntaxUid, decoded);
        } catch (PixelException e) {
            throw new CannotDecode(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
    }

    /** Makes pictures of the frames. */
    public Renderer renderer() {
        return new Renderer(attributes, frames);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
