package org.voxrelay.dicom.phantom;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** How a phantom's images follow each other, compared with their places along the normal. */
public enum SliceOrder {
    ALONG_NORMAL,
    REVERSED,
    /** In no order, but always the same. */
    SHUFFLED;

    /** @return for each image its slice index */
    List<Integer> of(int slices) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, slices).boxed().toList());
        switch (this) {
            case ALONG_NORMAL -> {}
            case REVERSED -> Collections.reverse(order);
            case SHUFFLED -> Collections.shuffle(order, new Random(7));
        }
        return order;
    }
}
