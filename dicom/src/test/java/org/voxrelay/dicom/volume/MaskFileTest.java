package org.voxrelay.dicom.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.LabelVolume;

class MaskFileTest {
    private static final VolumeGeometry GRID = new VolumeGeometry(
            new Vec3(-12.5, 30.25, -400),
            new Vec3(0, 1, 0),
            new Vec3(0, 0, -1),
            new Vec3(-1, 0, 0),
            0.5,
            0.75,
            3,
            7,
            5,
            4);

    @ParameterizedTest
    @EnumSource(VolumeFormat.class)
    void labelsComeBackOnTheirGrid(VolumeFormat format) throws Exception {
        assertThat(SameGrid.bring(read(format, file(format, labels(1))), GRID)).isEqualTo(labels(1));
        assertThat(SameGrid.bring(read(format, file(format, labels(2))), GRID)).isEqualTo(labels(2));
    }

    @ParameterizedTest
    @EnumSource(VolumeFormat.class)
    void slicesAtASlantStaySo(VolumeFormat format) throws Exception {
        var slanted = new VolumeGeometry(
                GRID.origin(),
                GRID.xDirection(),
                GRID.yDirection(),
                new Vec3(-1, 0.3, 0).normalised(),
                1,
                1,
                3,
                7,
                5,
                4);
        var labels = new LabelVolume(slanted, labels(1).labels());
        VolumeGeometry read = read(format, file(format, labels)).geometry();
        assertThat(read.position(6, 4, 3).distance(slanted.position(6, 4, 3))).isCloseTo(0, within(1e-4));
    }

    @Test
    void oneLabelAloneIsOneAndNothingElse() throws Exception {
        var out = new ByteArrayOutputStream();
        VolumeFormat.NRRD.write(Samples.of(labels(2), 257), out);
        LabelVolume mask = read(VolumeFormat.NRRD, out.toByteArray());
        for (int i = 0; i < 140; i++) {
            assertThat(mask.label(i)).isEqualTo(labels(2).label(i) == 257 ? 1 : 0);
        }
    }

    @Test
    void theTypeOfAnImageIsTheSmallestThatHoldsItExactly() {
        assertThat(type(0, 255)).isEqualTo(SampleType.UINT8);
        assertThat(type(-1024, 3071)).isEqualTo(SampleType.INT16);
        assertThat(type(0, 65535)).isEqualTo(SampleType.UINT16);
        assertThat(type(-1, 65535)).isEqualTo(SampleType.FLOAT32);
        assertThat(type(0.5f, 1)).isEqualTo(SampleType.FLOAT32);
        assertThat(type(Float.NaN, 1)).isEqualTo(SampleType.FLOAT32);
        assertThat(type(Float.POSITIVE_INFINITY, 1)).isEqualTo(SampleType.FLOAT32);
    }

    @Test
    void aSideThatNiftiCannotSayIsRefusedBeforeTheFirstByte() {
        var wide = new VolumeGeometry(
                Vec3.ZERO, new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1), 1, 1, 1, 40_000, 1, 1);
        var out = new ByteArrayOutputStream();
        assertThatThrownBy(() ->
                        VolumeFormat.NIFTI.write(Samples.of(new LabelVolume(wide, ByteBuffer.allocate(40_000))), out))
                .isInstanceOf(VolumeFileException.class)
                .hasMessageContaining("32767");
        assertThat(out.size()).isZero();
    }

    @Test
    void aFileThatClaimsTooMuchIsRefusedBeforeItsSamples() throws IOException {
        assertNiftiRefused(header -> header.putShort(NiftiHeader.DIMENSIONS + 2, (short) 32767), "140 are read");
        assertNiftiRefused(header -> header.putShort(NiftiHeader.DIMENSIONS + 2, (short) -7), "from 1 to");
        String text = new String(file(VolumeFormat.NRRD, labels(1)), StandardCharsets.ISO_8859_1);
        assertNrrdRefused(text.replace("sizes: 7 5 4", "sizes: 9000000000000000000 5 4"), "140 are read");
        assertNrrdRefused(text.replace("sizes: 7 5 4", "sizes: 99999999999999999999 5 4"), "no numbers");
    }

    @Test
    void whatUnpacksToMoreThanItsVolumeIsRefused() throws IOException {
        byte[] bomb = new byte[1 << 20];
        System.arraycopy(unpacked(file(VolumeFormat.NIFTI, labels(1))), 0, bomb, 0, 352 + 140);
        assertRefused(VolumeFormat.NIFTI, packed(bomb), "more than the volume");
    }

    @Test
    void whatIsCutOffOrNoNumberOrNoPlaceIsRefused() throws IOException {
        byte[] whole = unpacked(file(VolumeFormat.NIFTI, labels(1)));
        assertRefused(VolumeFormat.NIFTI, packed(Arrays.copyOf(whole, 400)), "cut off");
        assertRefused(VolumeFormat.NIFTI, packed(Arrays.copyOf(whole, 200)), "shorter than the header");
        byte[] cut = file(VolumeFormat.NIFTI, labels(1));
        assertRefused(VolumeFormat.NIFTI, Arrays.copyOf(cut, cut.length - 12), "");
        assertRefused(VolumeFormat.NIFTI, new byte[0], "shorter than the header");
        assertNiftiRefused(header -> header.putInt(NiftiHeader.MAGIC, 0), "no NIfTI-1");
        assertNiftiRefused(
                header ->
                        header.putShort(NiftiHeader.SFORM_CODE, (short) 0).putShort(NiftiHeader.QFORM_CODE, (short) 0),
                "does not say where");
        assertNiftiRefused(header -> header.putFloat(NiftiHeader.SFORM, Float.NaN), "does not say where");
        assertNiftiRefused(header -> header.putShort(NiftiHeader.DATA_TYPE, (short) 32), "data type 32");
        assertNiftiRefused(header -> header.putFloat(NiftiHeader.SAMPLES_OFFSET, 1e30f), "begin at byte");
        assertNiftiRefused(header -> header.putFloat(NiftiHeader.SLOPE, 0.3f), "whole numbers");
        assertNiftiRefused(
                header -> header.putShort(NiftiHeader.DIMENSIONS, (short) 4).putShort(48, (short) 9), "three");
    }

    @Test
    void nrrdFilesThatPointElsewhereOrSayNonsenseAreRefused() throws IOException {
        String text = new String(file(VolumeFormat.NRRD, labels(1)), StandardCharsets.ISO_8859_1);
        assertNrrdRefused(text.replace("endian: little", "data file: /etc/passwd"), "another file");
        assertNrrdRefused(text.replace("type: uint8", "type: block"), "type \"block\"");
        assertNrrdRefused(text.replace("dimension: 3", "dimension: 4"), "4 dimensions");
        assertNrrdRefused(text.replace("encoding: gzip", "encoding: bzip2"), "bzip2");
        assertNrrdRefused(text.replace("left-posterior-superior", "scanner-xyz"), "scanner-xyz");
        assertNrrdRefused(text.replace("space origin: (", "space origin: (x"), "no numbers");
        assertNrrdRefused(text.replace("space origin", "space nothing"), "no field \"spaceorigin\"");
        assertNrrdRefused("NRRD0009\n\n", "no NRRD file");
        assertNrrdRefused("NRRD0005\ntype: uint8\n", "ends within its header");
    }

    @Test
    void aMaskOfAnotherGridIsRefused() throws Exception {
        var moved = new VolumeGeometry(
                GRID.origin().plus(new Vec3(0.2, 0.2, 0.2)),
                GRID.xDirection(),
                GRID.yDirection(),
                GRID.zDirection(),
                GRID.xSpacingMm(),
                GRID.ySpacingMm(),
                GRID.zSpacingMm(),
                7,
                5,
                4);
        assertThatThrownBy(() -> SameGrid.bring(labels(1), moved))
                .isInstanceOf(VolumeFileException.class)
                .hasMessageContaining("do not lie");
    }

    private interface Change {
        void apply(ByteBuffer header);
    }

    private static void assertNiftiRefused(Change change, String reason) throws IOException {
        byte[] bytes = unpacked(file(VolumeFormat.NIFTI, labels(1)));
        change.apply(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        assertRefused(VolumeFormat.NIFTI, bytes, reason);
    }

    private static void assertNrrdRefused(String text, String reason) {
        assertRefused(VolumeFormat.NRRD, text.getBytes(StandardCharsets.ISO_8859_1), reason);
    }

    private static void assertRefused(VolumeFormat format, byte[] file, String reason) {
        assertThatThrownBy(() -> read(format, file))
                .isInstanceOf(VolumeFileException.class)
                .hasMessageContaining(reason);
    }

    private static SampleType type(float... values) {
        return SampleType.of(FloatBuffer.wrap(values));
    }

    private static LabelVolume read(VolumeFormat format, byte[] file) throws IOException, VolumeFileException {
        return new MaskFile(140).read(format, new ByteArrayInputStream(file));
    }

    private static byte[] file(VolumeFormat format, LabelVolume labels) throws IOException {
        var out = new ByteArrayOutputStream();
        try {
            format.write(Samples.of(labels), out);
        } catch (VolumeFileException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] unpacked(byte[] gzip) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** With 257 as the highest label where it has two bytes. */
    private static LabelVolume labels(int bytes) {
        ByteBuffer labels = ByteBuffer.allocate(140 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        var random = new Random(2);
        for (int i = 0; i < 140; i++) {
            if (bytes == 1) {
                labels.put((byte) random.nextInt(200));
            } else {
                labels.putChar((char) (250 + random.nextInt(8)));
            }
        }
        return new LabelVolume(GRID, labels.flip());
    }
}
