package org.voxrelay.inference.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.window.TileNetwork;

/** The mean of several networks, each also shown the windows mirrored, as the package wants it. */
public final class Ensemble implements TileNetwork {
    private final List<EngineSession> sessions;
    private final int channelsIn;
    private final int channelsOut;
    /** Each a set of axes; the first is empty. */
    private final List<List<Integer>> mirrors = new ArrayList<>();

    /** @param mirrorAxes along all combinations of which the windows are mirrored */
    public Ensemble(List<EngineSession> sessions, int channelsIn, int channelsOut, List<Integer> mirrorAxes) {
        this.sessions = List.copyOf(sessions);
        this.channelsIn = channelsIn;
        this.channelsOut = channelsOut;
        for (int set = 0; set < 1 << mirrorAxes.size(); set++) {
            List<Integer> axes = new ArrayList<>();
            for (int bit = 0; bit < mirrorAxes.size(); bit++) {
                if ((set >> bit & 1) == 1) {
                    axes.add(mirrorAxes.get(bit));
                }
            }
            mirrors.add(axes);
        }
    }

    @Override
    public int windowsAtOnce() {
        return sessions.stream().mapToInt(EngineSession::windowsAtOnce).max().orElse(1);
    }

    @Override
    public void run(FloatBuffer tiles, int count, int[] window, FloatBuffer scores) throws InferenceException {
        if (sessions.size() == 1 && mirrors.size() == 1) {
            run(sessions.get(0), tiles, count, window, scores);
            return;
        }
        int blocks = count * channelsOut;
        FloatBuffer one = buffer(blocks, window);
        FloatBuffer mirrored = buffer(count * channelsIn, window);
        float[] sums = new float[blocks * volume(window)];
        for (EngineSession session : sessions) {
            for (List<Integer> axes : mirrors) {
                Mirror.copy(tiles, mirrored, count * channelsIn, window, axes);
                run(session, mirrored, count, window, one);
                Mirror.add(one, sums, blocks, window, axes);
            }
        }
        float share = 1f / (sessions.size() * mirrors.size());
        for (int i = 0; i < sums.length; i++) {
            scores.put(i, sums[i] * share);
        }
    }

    private void run(EngineSession session, FloatBuffer tiles, int count, int[] window, FloatBuffer scores)
            throws InferenceException {
        session.run(tensor(tiles, count, channelsIn, window), tensor(scores, count, channelsOut, window));
    }

    private static Tensor tensor(FloatBuffer floats, int count, int channels, int[] window) {
        return Tensor.of(floats, count, channels, window[0], window[1], window[2]);
    }

    private static int volume(int[] window) {
        return window[0] * window[1] * window[2];
    }

    private static FloatBuffer buffer(int blocks, int[] window) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(blocks * Float.BYTES, volume(window)))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
