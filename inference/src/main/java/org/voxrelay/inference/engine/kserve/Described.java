package org.voxrelay.inference.engine.kserve;

import java.util.List;

/** What a server says about a model. */
record Described(List<Port> inputs, List<Port> outputs) {
    Described {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** @param datatype as the protocol calls it, for example FP32 */
    record Port(String name, String datatype) {
        @Override
        public String toString() {
            return name + " (" + datatype + ")";
        }
    }
}
