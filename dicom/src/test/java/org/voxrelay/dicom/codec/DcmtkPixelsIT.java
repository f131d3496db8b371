package org.voxrelay.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.peers.Peers;

/** What DCMTK and OpenJPH compress is decoded here, and what is compressed here is decoded by DCMTK. */
class DcmtkPixelsIT {
    private final CodecProcess process = TestCodecs.process();
    private final Codecs codecs = new Codecs(process);

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        process.close();
    }

    @ParameterizedTest
    @CsvSource({
        "dcmcjpeg, +e1, MR_small.dcm",
        "dcmcjpeg, +el +sv 1, CT_small.dcm",
        "dcmcjpeg, +el +sv 2, CT_small.dcm",
        "dcmcjpeg, +el +sv 3, CT_small.dcm",
        "dcmcjpeg, +el +sv 4, CT_small.dcm",
        "dcmcjpeg, +el +sv 5, CT_small.dcm",
        "dcmcjpeg, +el +sv 6, CT_small.dcm",
        "dcmcjpeg, +el +sv 7, CT_small.dcm",
        "dcmcjpeg, +e1, SC_rgb_small_odd.dcm",
        "dcmcjpeg, +e1, examples_palette.dcm",
        "dcmcjpls, +el, MR_small.dcm",
        "dcmcjpls, +el, SC_rgb_small_odd.dcm",
        "dcmcrle, , CT_small.dcm",
        "dcmcrle, , SC_rgb_small_odd.dcm"
    })
    void whatDcmtkCompressedWithoutLossIsTheOriginal(String program, String options, String file) throws Exception {
        Path source = TestImages.pydicomFile(file);
        Path compressed = folder.resolve("compressed.dcm");
        List<String> command = new ArrayList<>(List.of(Peers.require(program).toString()));
        if (options != null) {
            command.addAll(List.of(options.split(" ")));
        }
        command.addAll(List.of(source.toString(), compressed.toString()));
        run(command);
        TestImages.Decoded ours = TestImages.decode(compressed, codecs);
        assertThat(ours.difference(TestImages.decode(source, codecs).bytes())).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JPGExtended.dcm",
                "JPEG-lossy.dcm",
                "SC_rgb_dcmtk_+eb+cy+n1.dcm",
                "SC_rgb_dcmtk_+eb+cy+s2.dcm",
                "SC_rgb_dcmtk_+eb+cy+s4.dcm",
                "SC_rgb_small_odd_jpeg.dcm",
                "SC_jpeg_no_color_transform.dcm"
            })
    void lossyJpegIsWhatDcmtkDecodes(String file) throws Exception {
        Path source = TestImages.pydicomFile(file);
        Path theirs = folder.resolve("theirs.dcm");
        run(List.of(Peers.require("dcmdjpeg").toString(), "+cp", source.toString(), theirs.toString()));
        TestImages.Decoded ours = TestImages.decode(source, codecs);
        assertThat(ours.difference(TestImages.decode(theirs, codecs).bytes())).isBetween(0, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "MR_small.dcm, 1.2.840.10008.1.2.4.70, dcmdjpeg",
        "CT_small.dcm, 1.2.840.10008.1.2.4.70, dcmdjpeg",
        "SC_rgb_small_odd.dcm, 1.2.840.10008.1.2.4.70, dcmdjpeg",
        "JPGExtended.dcm, 1.2.840.10008.1.2.4.70, dcmdjpeg",
        "MR_small_bigendian.dcm, 1.2.840.10008.1.2.4.80, dcmdjpls",
        "SC_rgb_small_odd.dcm, 1.2.840.10008.1.2.4.80, dcmdjpls",
        "JPEG2000.dcm, 1.2.840.10008.1.2.4.80, dcmdjpls",
        "MR_small.dcm, 1.2.840.10008.1.2.5, dcmdrle",
        "SC_rgb_small_odd.dcm, 1.2.840.10008.1.2.5, dcmdrle",
        "SC_rgb_rle_2frame.dcm, 1.2.840.10008.1.2.5, dcmdrle",
        "SC_ybr_full_422_uncompressed.dcm, 1.2.840.10008.1.2.5, dcmdrle"
    })
    void whatIsCompressedHereIsDecodedByDcmtk(String file, String transferSyntaxUid, String program) throws Exception {
        Path source = TestImages.pydicomFile(file);
        Path compressed = folder.resolve("compressed.dcm");
        Path theirs = folder.resolve("theirs.dcm");
        TestImages.transcode(source, compressed, transferSyntaxUid, codecs);
        run(List.of(Peers.require(program).toString(), compressed.toString(), theirs.toString()));
        TestImages.Decoded original = TestImages.decode(source, codecs);
        assertThat(original.difference(TestImages.decode(theirs, codecs).bytes()))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JPEG2000.dcm",
                "MR_small_RLE.dcm",
                "SC_rgb_rle_2frame.dcm",
                "rtdose_rle.dcm",
                "SC_rgb_dcmtk_+eb+cy+n1.dcm",
                "MR_small_bigendian.dcm",
                "SC_rgb_small_odd_big_endian.dcm"
            })
    void whatIsUncompressedHereIsReadByDcmtk(String file) throws Exception {
        Path source = TestImages.pydicomFile(file);
        Path plain = folder.resolve("plain.dcm");
        TestImages.transcode(source, plain, UID.ImplicitVRLittleEndian, codecs);
        assertThat(Peers.run(Peers.require("dcmftest").toString(), plain.toString())
                        .exitCode())
                .isZero();
        Path again = folder.resolve("again.dcm");
        run(List.of(Peers.require("dcmconv").toString(), "+te", plain.toString(), again.toString()));
        TestImages.Decoded original = TestImages.decode(source, codecs);
        assertThat(original.difference(TestImages.decode(again, codecs).bytes()))
                .isZero();
    }

    @Test
    void whatOpenJphCompressedIsTheOriginal() throws Exception {
        Path program = Peers.require("ojph_compress");
        byte[] pixels = new byte[3 * 61 * 40];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * i / 97 + i % 3 * 40);
        }
        Path picture = folder.resolve("picture.ppm");
        byte[] header = "P6 61 40 255\n".getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(header, header.length + pixels.length);
        System.arraycopy(pixels, 0, all, header.length, pixels.length);
        Files.write(picture, all);
        Path stream = folder.resolve("picture.j2c");
        run(List.of(program.toString(), "-i", picture.toString(), "-o", stream.toString(), "-reversible", "true"));
        ImagePixel image = TestCodecs.rgb(40, 61, false).with(false, "YBR_RCT");
        assertThat(codecs.decode(image, UID.HTJ2KLossless, Files.readAllBytes(stream)))
                .isEqualTo(pixels);
    }

    private static void run(List<String> command) {
        Peers.Ended ended = Peers.run(Path.of("."), command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}
