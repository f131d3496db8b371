package org.voxrelay.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.voxrelay.dicom.derived.PhantomResult;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;

/** Writes a segmentation of as many frames as a made series has slices: {@code MakeSeg FILE FRAMES}. */
public final class MakeSeg {
    private MakeSeg() {}

    public static void main(String... args) throws IOException {
        int frames = Integer.parseInt(args[1]);
        PhantomSeries series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 128, 128, frames), "bench");
        byte[] oneLabelEverywhere = new byte[128 * 128 * frames];
        Arrays.fill(oneLabelEverywhere, (byte) 1);
        PhantomResult.of(series, ByteBuffer.wrap(oneLabelEverywhere)).writeSeg(Path.of(args[0]));
    }
}
