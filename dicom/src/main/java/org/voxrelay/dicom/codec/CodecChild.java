package org.voxrelay.dicom.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.worker.Child;
import org.voxrelay.worker.Service;
import org.voxrelay.worker.ServiceException;

/** The program of the codec process: the codecs of others, where a crash of theirs costs one frame. */
public final class CodecChild implements Service {
    private final CharLs charLs = new CharLs();
    private final OpenJpeg openJpeg = new OpenJpeg();

    private CodecChild() {}

    public static void main(String[] arguments) {
        Child.serve(CodecChild::new);
    }

    @Override
    public byte[] answer(byte[] bytes, List<ByteBuffer> bulk) throws ServiceException {
        try {
            CodecRequest request = CodecRequest.read(bytes);
            if (request.work() == CodecRequest.Work.PROBE) {
                return probe();
            }
            ByteBuffer in = bulk.get(0).slice(0, request.inputLength());
            ByteBuffer out = bulk.get(1).slice(0, request.outputLength());
            int length = work(request, in, out);
            return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
        } catch (IOException | PixelException e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }

    private int work(CodecRequest request, ByteBuffer in, ByteBuffer out) throws PixelException, IOException {
        switch (request.work()) {
            case DECODE_JPEG -> JdkJpeg.decode(request.pixel(), in, out);
            case DECODE_JPEG_LS -> charLs.decode(request.pixel(), in, out);
            case DECODE_JPEG_2000 -> openJpeg.decode(request.pixel(), in, out);
            case ENCODE_JPEG_LS -> {
                return charLs.encode(request.pixel(), request.precision(), in, out);
            }
            case PROBE -> throw new IllegalStateException("answered before");
        }
        if (out.hasRemaining()) {
            throw new PixelException("A stream holds fewer pixels than its image.");
        }
        return out.position();
    }

    /** One line a library, in the order of {@link NativeCodecs}: empty if it is missing. */
    private byte[] probe() {
        return (charLs.version().orElse("") + "\n" + openJpeg.version().orElse("")).getBytes(StandardCharsets.UTF_8);
    }
}
