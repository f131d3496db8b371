package org.voxrelay.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.Optional;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Volume;

/** A ball of water in air: what a new model package is tried on. */
public final class TrialVolume {
    private static final int SIZE = 32;
    private static final double SPACING_MM = 4;
    private static final double RADIUS = 12;

    private TrialVolume() {}

    /** @return what went wrong, if anything did: a graph of other shapes, unknown operators, too much memory */
    public static Optional<String> segment(Inference inference, ModelPackage model) throws InterruptedException {
        try {
            int slices = Math.max(SIZE, model.minimumSlices());
            inference.segment(model, Collections.nCopies(model.channels().size(), ball(slices)), Progress.NONE);
            return Optional.empty();
        } catch (InferenceException | LostInferenceException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Volume ball(int slices) {
        Grid grid = Grid.cubes(SPACING_MM, SIZE, SIZE, slices);
        FloatBuffer samples = ByteBuffer.allocateDirect(Float.BYTES * grid.count())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        double middle = (SIZE - 1) / 2.0;
        for (int i = 0; i < grid.count(); i++) {
            double x = i % SIZE - middle;
            double y = i / SIZE % SIZE - middle;
            double z = i / (SIZE * SIZE) - (slices - 1) / 2.0;
            samples.put(i, x * x + y * y + z * z < RADIUS * RADIUS ? 40 : -1000);
        }
        return new Volume(grid, samples);
    }
}
