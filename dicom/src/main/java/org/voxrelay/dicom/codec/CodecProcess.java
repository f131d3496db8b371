package org.voxrelay.dicom.codec;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.voxrelay.dicom.codec.CodecRequest.Work;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.worker.Outcome;
import org.voxrelay.worker.Outcome.Answered;
import org.voxrelay.worker.Outcome.Lost;
import org.voxrelay.worker.Outcome.Refused;
import org.voxrelay.worker.SharedMemory;
import org.voxrelay.worker.WorkerCommand;
import org.voxrelay.worker.WorkerLimits;
import org.voxrelay.worker.WorkerPool;

/** The processes that run codecs of others, one frame each at a time. For use by several threads. */
public final class CodecProcess implements Closeable {
    private static final Duration BASE_TIME = Duration.ofSeconds(10);
    private static final int BYTES_PER_SECOND = 8 << 20;
    private static final int LEAST_SEGMENT = 1 << 20;
    private static final long LONGEST_KEPT = 64L << 20;

    private final WorkerPool pool;
    private final int size;
    private final Duration baseTime;
    private final Deque<SharedMemory> free = new ArrayDeque<>();
    private boolean closed;
    private volatile Optional<NativeCodecs> found = Optional.empty();

    /**
     * @param classPath of the child: this module's jar, the worker's and JNA's
     * @param temporary folder in which the processes keep temporary files
     * @param size frames at the same time, each in a process of its own
     */
    public CodecProcess(String classPath, Path temporary, int size, ThreadFactory threads) {
        this(classPath, temporary, size, threads, BASE_TIME);
    }

    /** @param baseTime that any frame may take; large ones have more */
    CodecProcess(String classPath, Path temporary, int size, ThreadFactory threads, Duration baseTime) {
        WorkerCommand command = new WorkerCommand(
                classPath,
                CodecChild.class.getName(),
                1L << 30,
                3L << 30,
                temporary,
                List.of("-Djna.nosys=true"),
                List.of());
        this.pool = new WorkerPool(size, command, WorkerLimits.DEFAULT, threads);
        this.size = size;
        this.baseTime = baseTime;
    }

    /** @return which libraries there are; asked until there was an answer */
    NativeCodecs nativeCodecs() throws InterruptedException {
        if (found.isEmpty()) {
            ImagePixel none = new ImagePixel(1, 1, 1, 1, 8, 8, 7, false, false, "");
            byte[] probe = new CodecRequest(Work.PROBE, none, 0, 0, 0).toBytes();
            Outcome outcome = pool.call(probe, Optional.empty(), BASE_TIME);
            if (outcome instanceof Answered answered) {
                found = Optional.of(NativeCodecs.of(new String(answered.bytes(), StandardCharsets.UTF_8)));
            }
        }
        return found.orElse(NativeCodecs.NONE);
    }

    /** @return the frame as its image says, samples of a pixel together */
    byte[] decode(Work work, ImagePixel pixel, byte[] stream) throws IOException, PixelException, InterruptedException {
        int length = (int) pixel.frameLength();
        return work(new CodecRequest(work, pixel, 0, stream.length, length), stream);
    }

    /** @return the stream; more than twice as long as the frame it does not get */
    byte[] encode(Work work, ImagePixel pixel, int precision, byte[] frame)
            throws IOException, PixelException, InterruptedException {
        int most = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, 2L * frame.length + 1024));
        return work(new CodecRequest(work, pixel, precision, frame.length, most), frame);
    }

    private byte[] work(CodecRequest request, byte[] in) throws IOException, PixelException, InterruptedException {
        SharedMemory bulk = take(request);
        boolean reusable = false;
        try {
            bulk.segment(0).put(in);
            Outcome outcome = pool.call(request.toBytes(), Optional.of(bulk), limit(request));
            if (outcome instanceof Lost lost) {
                throw new PixelException("A frame could not be decoded or encoded. " + lost.detail());
            }
            reusable = true;
            if (outcome instanceof Refused refused) {
                throw new PixelException(refused.reason());
            }
            int length = ByteBuffer.wrap(((Answered) outcome).bytes()).getInt();
            byte[] out = new byte[Math.min(length, request.outputLength())];
            bulk.segment(1).get(out);
            return out;
        } finally {
            giveBack(bulk, reusable);
        }
    }

    private Duration limit(CodecRequest request) {
        long longer = Math.max(request.inputLength(), request.outputLength());
        return baseTime.plusSeconds(longer / BYTES_PER_SECOND);
    }

    private SharedMemory take(CodecRequest request) throws IOException {
        synchronized (free) {
            for (SharedMemory bulk : free) {
                boolean fits = bulk.segment(0).capacity() >= request.inputLength()
                        && bulk.segment(1).capacity() >= request.outputLength();
                if (fits) {
                    free.remove(bulk);
                    return bulk;
                }
            }
        }
        return SharedMemory.create(segment(request.inputLength()), segment(request.outputLength()));
    }

    /** Powers of two, so that frames of about the same size share. */
    private static long segment(int length) {
        long rounded = Long.highestOneBit(Math.max(LEAST_SEGMENT, length - 1L)) << 1;
        return Math.min(rounded, Integer.MAX_VALUE);
    }

    private void giveBack(SharedMemory bulk, boolean reusable) throws IOException {
        long length = (long) bulk.segment(0).capacity() + bulk.segment(1).capacity();
        synchronized (free) {
            if (reusable && !closed && length <= LONGEST_KEPT) {
                free.addFirst(bulk);
                if (free.size() > size) {
                    free.removeLast().close();
                }
                return;
            }
        }
        bulk.close();
    }

    @Override
    public void close() throws IOException {
        pool.close();
        synchronized (free) {
            closed = true;
            for (SharedMemory bulk : free) {
                bulk.close();
            }
            free.clear();
        }
    }
}
