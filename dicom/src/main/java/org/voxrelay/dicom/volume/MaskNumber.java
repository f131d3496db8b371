package org.voxrelay.dicom.volume;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Numbers that masks are found as in files of others. */
enum MaskNumber {
    UINT8(1, 2, "uchar", "unsigned char", "uint8", "uint8_t") {
        @Override
        double get(ByteBuffer from, int at) {
            return from.get(at) & 0xFF;
        }
    },
    INT8(1, 256, "signed char", "int8", "int8_t") {
        @Override
        double get(ByteBuffer from, int at) {
            return from.get(at);
        }
    },
    INT16(2, 4, "short", "short int", "signed short", "signed short int", "int16", "int16_t") {
        @Override
        double get(ByteBuffer from, int at) {
            return from.getShort(at);
        }
    },
    UINT16(2, 512, "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t") {
        @Override
        double get(ByteBuffer from, int at) {
            return from.getChar(at);
        }
    },
    INT32(4, 8, "int", "signed int", "int32", "int32_t") {
        @Override
        double get(ByteBuffer from, int at) {
            return from.getInt(at);
        }
    },
    UINT32(4, 768, "uint", "unsigned int", "uint32", "uint32_t") {
        @Override
        double get(ByteBuffer from, int at) {
            return Integer.toUnsignedLong(from.getInt(at));
        }
    },
    INT64(8, 1024, "longlong", "long long", "long long int", "signed long long", "int64", "int64_t") {
        @Override
        double get(ByteBuffer from, int at) {
            return from.getLong(at);
        }
    },
    FLOAT32(4, 16, "float") {
        @Override
        double get(ByteBuffer from, int at) {
            return from.getFloat(at);
        }
    },
    FLOAT64(8, 64, "double") {
        @Override
        double get(ByteBuffer from, int at) {
            return from.getDouble(at);
        }
    };

    private final int bytes;
    private final int niftiCode;
    private final Set<String> nrrdNames;

    MaskNumber(int bytes, int niftiCode, String... nrrdNames) {
        this.bytes = bytes;
        this.niftiCode = niftiCode;
        this.nrrdNames = Set.of(nrrdNames);
    }

    int bytes() {
        return bytes;
    }

    /** The number at this byte. */
    abstract double get(ByteBuffer from, int at);

    static Optional<MaskNumber> ofNifti(int code) {
        for (MaskNumber number : values()) {
            if (number.niftiCode == code) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    static Optional<MaskNumber> ofNrrd(String name) {
        for (MaskNumber number : values()) {
            if (number.nrrdNames.contains(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }
}
