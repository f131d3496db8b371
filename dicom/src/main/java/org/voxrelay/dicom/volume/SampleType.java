package org.voxrelay.dicom.volume;

import java.nio.FloatBuffer;

/** Numbers in a volume file; those of more than a byte are little endian where we write them. */
public enum SampleType {
    UINT8(1, 2, "uint8"),
    INT16(2, 4, "int16"),
    UINT16(2, 512, "uint16"),
    FLOAT32(4, 16, "float");

    private final int bytes;
    private final int niftiCode;
    private final String nrrdName;

    SampleType(int bytes, int niftiCode, String nrrdName) {
        this.bytes = bytes;
        this.niftiCode = niftiCode;
        this.nrrdName = nrrdName;
    }

    public int bytes() {
        return bytes;
    }

    int niftiCode() {
        return niftiCode;
    }

    String nrrdName() {
        return nrrdName;
    }

    /** The smallest type that holds all values exactly. */
    public static SampleType of(FloatBuffer values) {
        float lowest = 0;
        float highest = 0;
        for (int i = values.position(); i < values.limit(); i++) {
            float value = values.get(i);
            if (value != Math.rint(value) || Float.isInfinite(value)) {
                return FLOAT32;
            }
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        if (lowest >= 0 && highest <= 255) {
            return UINT8;
        }
        if (lowest >= Short.MIN_VALUE && highest <= Short.MAX_VALUE) {
            return INT16;
        }
        return lowest >= 0 && highest <= Character.MAX_VALUE ? UINT16 : FLOAT32;
    }
}
