package org.voxrelay.inference.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.voxrelay.inference.Inference.Wanted;
import org.voxrelay.inference.volume.Grid;

/**
 * What the child is asked for. The shared memory beside it holds progress, labels, one segment of samples a channel, and, where
 * they are wanted, one of probabilities a label.
 *
 * @param folder of the package
 * @param sha256 of the package that the parent has read; the child refuses another
 */
record SegmentRequest(String folder, String name, String version, String sha256, List<Grid> grids, Wanted wanted) {
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers and texts are JSON", e);
        }
    }

    static SegmentRequest read(byte[] bytes) throws IOException {
        return JSON.readValue(bytes, SegmentRequest.class);
    }
}
