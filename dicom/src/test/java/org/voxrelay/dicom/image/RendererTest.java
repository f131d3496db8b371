package org.voxrelay.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.DecodedFrames;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;

class RendererTest {
    @Test
    void withoutAWindowTheLeastValueIsBlackAndTheMostIsWhite() throws Exception {
        assertThat(greys(grey(10, 30, 50, 110))).containsExactly(0, 51, 102, 255);
    }

    @Test
    void oneValueAloneIsNoReasonToFail() throws Exception {
        assertThat(greys(grey(7, 7, 7, 7))).hasSize(4);
    }

    @Test
    void monochrome1IsWhiteWhereValuesAreLow() throws Exception {
        Attributes image = grey(0, 50, 150, 200).setString(Tag.PhotometricInterpretation, "MONOCHROME1");
        assertThat(greys(image)).containsExactly(255, 191, 64, 0);
    }

    @Test
    void aShapeSaysThePolarityOnce() throws Exception {
        Attributes image = grey(0, 50, 150, 200)
                .setString(Tag.PhotometricInterpretation, "MONOCHROME1")
                .setString(Tag.PresentationLUTShape, "INVERSE");
        assertThat(greys(image)).containsExactly(255, 191, 64, 0);
    }

    @Test
    void linearWindowsFollowTheStandardsExample() throws Exception {
        // PS3.3 C.11.2.1.2.1: width 256, center 128 on 0..255 is the identity
        Attributes image =
                grey(0, 1, 254, 255).setString(Tag.WindowCenter, "128").setString(Tag.WindowWidth, "256");
        assertThat(greys(image)).containsExactly(0, 1, 254, 255);
        image.setString(Tag.VOILUTFunction, "LINEAR_EXACT")
                .setString(Tag.WindowCenter, "127.5")
                .setString(Tag.WindowWidth, "255");
        assertThat(greys(image)).containsExactly(0, 1, 254, 255);
    }

    @Test
    void aSigmoidIsHalfWhiteAtItsCenter() throws Exception {
        Attributes image = grey(0, 100, 200, 255)
                .setString(Tag.WindowCenter, "100")
                .setString(Tag.WindowWidth, "100")
                .setString(Tag.VOILUTFunction, "SIGMOID");
        assertThat(greys(image)).containsExactly(5, 128, 250, 254);
    }

    /** Class 13 of the hostile inputs. */
    @ParameterizedTest
    @ValueSource(strings = {"1e-30", "1e30", "0", "-1"})
    void whateverTheSlopeThePictureIsMadeOfTheStoredValues(String slope) throws Exception {
        assertThat(greys(grey(0, 1, 2, 3).setString(Tag.RescaleSlope, slope))).hasSize(4);
    }

    @Test
    void aVoiTableClampsAtBothEnds() throws Exception {
        Attributes image = grey(0, 11, 12, 200);
        image.newItem(Tag.VOILUTSequence)
                .setInt(Tag.LUTDescriptor, VR.US, 3, 10, 8)
                .setBytes(Tag.LUTData, VR.OW, new byte[] {10, 0, 20, 0, (byte) 255, 0});
        assertThat(greys(image)).containsExactly(10, 20, 255, 255);
    }

    @Test
    void aModalityTableComesBeforeTheWindow() throws Exception {
        Attributes image = grey(0, 1, 2, 3).setString(Tag.WindowCenter, "128").setString(Tag.WindowWidth, "256");
        image.newItem(Tag.ModalityLUTSequence)
                .setInt(Tag.LUTDescriptor, VR.US, 4, 0, 16)
                .setBytes(Tag.LUTData, VR.OW, new byte[] {0, 0, 100, 0, 50, 0, 0, 1});
        assertThat(greys(image)).containsExactly(0, 100, 50, 255);
    }

    @Test
    void aPresentationLutTakesThePlaceOfTheShape() throws Exception {
        Attributes item = new Attributes()
                .setInt(Tag.LUTDescriptor, VR.US, 2, 0, 8)
                .setBytes(Tag.LUTData, VR.OW, new byte[] {(byte) 255, 0, 0, 0});
        var presentation = new Presentation(Optional.empty(), Optional.of(LookupTable.of(item, false)), false);
        assertThat(greys(grey(0, 1, 254, 255), 0, presentation)).containsExactly(255, 255, 0, 0);
    }

    /** Class 15 of the hostile inputs, with the next. */
    @Test
    void gapsInTheGroupsOfOneFrameMoveNothingToAnother() throws Exception {
        // three frames; the second has no window of its own, and takes the shared one
        Attributes image =
                grey(0, 50, 100, 200, 0, 50, 100, 200, 0, 50, 100, 200).setInt(Tag.NumberOfFrames, 3);
        window(image.newItem(Tag.SharedFunctionalGroupsSequence), "100", "200");
        window(image.newItem(Tag.PerFrameFunctionalGroupsSequence), "40", "1");
        image.newItem(Tag.PerFrameFunctionalGroupsSequence);
        window(image.newItem(Tag.PerFrameFunctionalGroupsSequence), "150", "1");
        assertThat(greys(image, 0, Presentation.AS_STORED)).containsExactly(0, 255, 255, 255);
        assertThat(greys(image, 1, Presentation.AS_STORED)).containsExactly(0, 64, 128, 255);
        assertThat(greys(image, 2, Presentation.AS_STORED)).containsExactly(0, 0, 0, 255);
    }

    @Test
    void rescalesOfAFrameAreItsOwn() throws Exception {
        Attributes image = grey(0, 1, 2, 3, 0, 1, 2, 3)
                .setInt(Tag.NumberOfFrames, 2)
                .setString(Tag.WindowCenter, "128")
                .setString(Tag.WindowWidth, "256");
        image.newItem(Tag.PerFrameFunctionalGroupsSequence);
        image.newItem(Tag.PerFrameFunctionalGroupsSequence)
                .newItem(Tag.PixelValueTransformationSequence)
                .setString(Tag.RescaleSlope, "10")
                .setString(Tag.RescaleIntercept, "5");
        assertThat(greys(image, 0, Presentation.AS_STORED)).containsExactly(0, 1, 2, 3);
        assertThat(greys(image, 1, Presentation.AS_STORED)).containsExactly(5, 15, 25, 35);
    }

    /** Class 11 of the hostile inputs, with the three that follow. */
    @Test
    void aPaletteOfFewerEntriesThanValuesClamps() throws Exception {
        Attributes image = palette(new int[] {2, 1, 8}, new byte[] {10, 20});
        assertThat(colours(image)).containsExactly(0x0A0A0A, 0x0A0A0A, 0x141414, 0x141414);
    }

    @Test
    void aDescriptorOfZeroMeans65536Entries() throws Exception {
        byte[] entries = new byte[2 * 65536];
        entries[2 * 2 + 1] = 0x40; // the entry of 2 is 0x4000
        Attributes image = palette(new int[] {0, 0, 16}, entries);
        assertThat(colours(image)).containsExactly(0, 0, 0x404040, 0);
    }

    @Test
    void eightBitsInEntriesOfSixteenAreSeen() throws Exception {
        Attributes image = palette(new int[] {4, 0, 16}, new byte[] {1, 0, 2, 0, 3, 0, (byte) 200, 0});
        assertThat(colours(image)).containsExactly(0x010101, 0x020202, 0x030303, 0xC8C8C8);
    }

    @Test
    void aPaletteThatIsShorterThanItSaysIsRefused() {
        Attributes image = palette(new int[] {256, 0, 16}, new byte[256]);
        assertThatThrownBy(() -> colours(image)).isInstanceOf(PixelException.class);
    }

    @Test
    void aSegmentedPaletteIsUnrolled() throws Exception {
        // 16 bits: one entry 0x1000; a line of two entries to 0x3000; a copy of the first segment from offset 0
        Attributes image = segmented(words(0, 1, 0x1000, 1, 2, 0x3000, 2, 1, 0, 0), 4);
        assertThat(colours(image)).containsExactly(0x101010, 0x202020, 0x303030, 0x101010);
    }

    @Test
    void aSegmentedPaletteThatCopiesItselfIsRefused() {
        assertThatThrownBy(() -> colours(segmented(words(2, 1, 0, 0), 4))).isInstanceOf(PixelException.class);
        assertThatThrownBy(() -> colours(segmented(words(0, 5, 1, 2, 3, 4, 5), 4)))
                .isInstanceOf(PixelException.class);
        assertThatThrownBy(() -> colours(segmented(words(0, 4, 1, 2), 4))).isInstanceOf(PixelException.class);
    }

    @Test
    void planesAndPixelsGiveTheSameColours() throws Exception {
        byte[] together = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        byte[] planes = {1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12};
        Attributes image = colour("RGB", together).setInt(Tag.PlanarConfiguration, 0);
        Attributes other = colour("RGB", planes).setInt(Tag.PlanarConfiguration, 1);
        assertThat(colours(image)).isEqualTo(colours(other)).startsWith(0x010203);
    }

    @Test
    void luminanceAloneIsGrey() throws Exception {
        byte gray = (byte) 128;
        byte[] full = {10, gray, gray, 20, gray, gray, 30, gray, gray, 40, gray, gray};
        assertThat(colours(colour("YBR_FULL", full))).containsExactly(0x0A0A0A, 0x141414, 0x1E1E1E, 0x282828);
        byte[] shared = {10, 20, gray, gray, 30, 40, gray, gray};
        assertThat(colours(colour("YBR_FULL_422", shared))).containsExactly(0x0A0A0A, 0x141414, 0x1E1E1E, 0x282828);
    }

    private static void window(Attributes groups, String center, String width) {
        groups.newItem(Tag.FrameVOILUTSequence)
                .setString(Tag.WindowCenter, center)
                .setString(Tag.WindowWidth, width)
                .setString(Tag.VOILUTFunction, "LINEAR_EXACT");
    }

    private static Attributes grey(int... values) {
        return image(1, "MONOCHROME2", bytes(values));
    }

    private static Attributes colour(String photometricInterpretation, byte[] pixels) {
        return image(3, photometricInterpretation, pixels);
    }

    private static Attributes palette(int[] descriptor, byte[] data) {
        return image(1, "PALETTE COLOR", new byte[] {0, 1, 2, 3})
                .setInt(Tag.RedPaletteColorLookupTableDescriptor, VR.US, descriptor)
                .setInt(Tag.GreenPaletteColorLookupTableDescriptor, VR.US, descriptor)
                .setInt(Tag.BluePaletteColorLookupTableDescriptor, VR.US, descriptor)
                .setBytes(Tag.RedPaletteColorLookupTableData, VR.OW, data)
                .setBytes(Tag.GreenPaletteColorLookupTableData, VR.OW, data)
                .setBytes(Tag.BluePaletteColorLookupTableData, VR.OW, data);
    }

    private static Attributes segmented(byte[] data, int count) {
        return palette(new int[] {count, 0, 16}, new byte[0])
                .setBytes(Tag.SegmentedRedPaletteColorLookupTableData, VR.OW, data)
                .setBytes(Tag.SegmentedGreenPaletteColorLookupTableData, VR.OW, data)
                .setBytes(Tag.SegmentedBluePaletteColorLookupTableData, VR.OW, data);
    }

    private static Attributes image(int samples, String photometricInterpretation, byte[] pixels) {
        return new Attributes()
                .setInt(Tag.SamplesPerPixel, samples)
                .setString(Tag.PhotometricInterpretation, photometricInterpretation)
                .setInt(Tag.Rows, 2)
                .setInt(Tag.Columns, 2)
                .setInt(Tag.BitsAllocated, 8)
                .setInt(Tag.BitsStored, 8)
                .setInt(Tag.HighBit, 7)
                .setInt(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, VR.OB, pixels);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] words(int... values) {
        byte[] bytes = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) values[i];
            bytes[2 * i + 1] = (byte) (values[i] >> 8);
        }
        return bytes;
    }

    private static int[] greys(Attributes image) throws Exception {
        return greys(image, 0, Presentation.AS_STORED);
    }

    private static int[] greys(Attributes image, int frame, Presentation presentation) throws Exception {
        BufferedImage picture = picture(image, frame, presentation);
        assertThat(picture.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        return picture.getRaster().getPixels(0, 0, 2, 2, (int[]) null);
    }

    private static int[] colours(Attributes image) throws Exception {
        int[] colours = picture(image, 0, Presentation.AS_STORED).getRGB(0, 0, 2, 2, null, 0, 2);
        for (int i = 0; i < colours.length; i++) {
            colours[i] &= 0xFFFFFF;
        }
        return colours;
    }

    private static BufferedImage picture(Attributes image, int frame, Presentation presentation) throws Exception {
        DecodedFrames frames = DecodedFrames.of(
                image, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, InstanceBytes.NONE, Codecs.withoutProcess());
        return new Renderer(image, frames).render(frame, presentation);
    }
}
