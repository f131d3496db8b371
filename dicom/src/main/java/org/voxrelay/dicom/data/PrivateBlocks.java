package org.voxrelay.dicom.data;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The blocks of 256 elements that private creators reserve within a group (PS3.5 section 7.8.1). */
final class PrivateBlocks {
    private PrivateBlocks() {}

    static OptionalInt find(Attributes dataset, String privateCreator, int tag) {
        int group = tag & 0xFFFF0000;
        return IntStream.rangeClosed(0x10, 0xFF)
                .filter(block -> dataset.getString(group | block)
                        .filter(privateCreator::equals)
                        .isPresent())
                .map(block -> element(group, block, tag))
                .findFirst();
    }

    /** @throws IllegalStateException if all blocks of the group are taken */
    static int reserve(Attributes dataset, String privateCreator, int tag) {
        int group = tag & 0xFFFF0000;
        int block = IntStream.rangeClosed(0x10, 0xFF)
                .filter(candidate -> !dataset.contains(group | candidate))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no private block is free"));
        dataset.setString(group | block, VR.LO, privateCreator);
        return element(group, block, tag);
    }

    private static int element(int group, int block, int tag) {
        return group | block << 8 | tag & 0xFF;
    }
}
