package org.voxrelay.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;

class TranscoderTest {
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;

    private final Codecs codecs = Codecs.withoutProcess();

    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.ImplicitVRLittleEndian,
                UID.DeflatedExplicitVRLittleEndian,
                UID.RLELossless,
                UID.JPEGLosslessSV1,
                Coding.DEFLATED_IMAGE_FRAME,
                UID.EncapsulatedUncompressedExplicitVRLittleEndian
            })
    void thereAndBackIsTheSameDataSet(String uid) throws Exception {
        Attributes source = grey(3).setBytes(0xFFFCFFFC, VR.OB, new byte[] {1, 2, 3, 4});
        Attributes there = transcode(source, EXPLICIT, uid);
        assertThat(there.getBytes(0xFFFCFFFC)).isPresent();
        assertThat(transcode(there, TransferSyntax.of(uid), EXPLICIT.uid())).isEqualTo(source);
    }

    @Test
    void framesThatAreCompressedAreOneFragmentEach() throws Exception {
        Attributes there = transcode(grey(3), EXPLICIT, UID.RLELossless);
        assertThat(there.getFragments(Tag.PixelData).orElseThrow().size()).isEqualTo(3);
    }

    @Test
    void bigEndianIsTurned() throws Exception {
        Attributes source = grey(2);
        ByteArrayOutputStream big = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(big, TransferSyntax.EXPLICIT_BIG_ENDIAN)) {
            out.writeDataset(source);
        }
        byte[] bytes = big.toByteArray();
        var in = new DicomInputStream(new ByteArrayInputStream(bytes), TransferSyntax.EXPLICIT_BIG_ENDIAN);
        Attributes left = in.setBulkData(4).readDataset();
        InstanceBytes file = (position, target) -> target.put(bytes, (int) position, target.remaining());
        assertThat(left.getBulkData(Tag.PixelData)).isPresent();
        assertThat(left.getBulkData(Tag.RedPaletteColorLookupTableData)).isPresent();
        Transcoder transcoder = new Transcoder(left, TransferSyntax.EXPLICIT_BIG_ENDIAN, file, EXPLICIT, codecs);
        assertThat(read(transcoder, EXPLICIT)).isEqualTo(source);
    }

    @Test
    void attributesSayWhatTheNewPixelsAre() throws Exception {
        Attributes rgb = colour("RGB", 1, new byte[12]);
        Attributes there = transcode(rgb, EXPLICIT, UID.JPEGLosslessSV1);
        assertThat(there.getInt(Tag.PlanarConfiguration, -1)).isZero();
        assertThat(transcode(rgb, EXPLICIT, UID.RLELossless).getInt(Tag.PlanarConfiguration, -1))
                .isEqualTo(1);
        Attributes shared = colour("YBR_FULL_422", 0, new byte[8]);
        assertThat(transcode(shared, EXPLICIT, UID.JPEGLosslessSV1).getString(Tag.PhotometricInterpretation))
                .contains("YBR_FULL");
        Attributes stale =
                transcode(grey(2), EXPLICIT, UID.RLELossless).setBytes(Tag.ExtendedOffsetTable, VR.OV, new byte[16]);
        assertThat(transcode(stale, TransferSyntax.of(UID.RLELossless), EXPLICIT.uid())
                        .contains(Tag.ExtendedOffsetTable))
                .isFalse();
    }

    @Test
    void anInstanceWithoutPixelsIsWrittenAnew() throws Exception {
        Attributes report =
                new Attributes().setString(Tag.PatientName, "Name^A").setString(Tag.Modality, "SR");
        assertThat(transcode(report, EXPLICIT, UID.ImplicitVRLittleEndian)).isEqualTo(report);
    }

    @Test
    void aSyntaxThatIsOnlyReadIsRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> transcode(grey(1), EXPLICIT, UID.JPEGBaseline8Bit))
                .isInstanceOf(PixelException.class);
        assertThatThrownBy(() -> transcode(grey(1), EXPLICIT, UID.ExplicitVRBigEndian))
                .isInstanceOf(PixelException.class);
    }

    private Attributes transcode(Attributes source, TransferSyntax from, String to) throws Exception {
        Attributes untouched = new Attributes(source);
        Transcoder transcoder = new Transcoder(source, from, InstanceBytes.NONE, TransferSyntax.of(to), codecs);
        Attributes result = read(transcoder, TransferSyntax.of(to));
        assertThat(source).isEqualTo(untouched);
        return result;
    }

    private static Attributes read(Transcoder transcoder, TransferSyntax syntax) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        transcoder.writeDataset(bytes);
        return new DicomInputStream(new ByteArrayInputStream(bytes.toByteArray()), syntax).readDataset();
    }

    private static Attributes grey(int frames) {
        byte[] pixels = new byte[frames * 2 * 3 * 2];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37);
        }
        return image(1, "MONOCHROME2", 16, pixels)
                .setInt(Tag.NumberOfFrames, frames)
                .setInt(Tag.Columns, 3)
                .setInt(Tag.RedPaletteColorLookupTableDescriptor, VR.US, 4, 0, 16)
                .setBytes(Tag.RedPaletteColorLookupTableData, VR.OW, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    }

    private static Attributes colour(String photometricInterpretation, int planar, byte[] pixels) {
        return image(3, photometricInterpretation, 8, pixels).setInt(Tag.PlanarConfiguration, planar);
    }

    private static Attributes image(int samples, String photometricInterpretation, int bits, byte[] pixels) {
        return new Attributes()
                .setInt(Tag.SamplesPerPixel, samples)
                .setString(Tag.PhotometricInterpretation, photometricInterpretation)
                .setInt(Tag.Rows, 2)
                .setInt(Tag.Columns, 2)
                .setInt(Tag.BitsAllocated, bits)
                .setInt(Tag.BitsStored, bits)
                .setInt(Tag.HighBit, bits - 1)
                .setInt(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, bits > 8 ? VR.OW : VR.OB, pixels);
    }
}
