package org.voxrelay.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.dict.Tag;

class AttributesTest {
    private final Attributes dataset = new Attributes();

    @Test
    void tagsAreInUnsignedOrderWhateverTheOrderOfSetting() {
        dataset.setNull(0xFFFCFFFC, VR.OB)
                .setString(Tag.PatientID, "1")
                .setBytes(Tag.PixelData, VR.OW, new byte[2])
                .setString(Tag.SOPClassUID, "1.2");
        assertThat(dataset.tags()).containsExactly(Tag.SOPClassUID, Tag.PatientID, Tag.PixelData, 0xFFFCFFFC);
    }

    @Test
    void anAbsentAttributeGivesEmptyThingsAndFallbacks() {
        assertThat(dataset.getString(Tag.PatientID)).isEmpty();
        assertThat(dataset.getStrings(Tag.PatientID)).isEmpty();
        assertThat(dataset.getString(Tag.PatientID, "none")).isEqualTo("none");
        assertThat(dataset.getInt(Tag.Rows, -1)).isEqualTo(-1);
        assertThat(dataset.getDoubles(Tag.PixelSpacing)).isEmpty();
        assertThat(dataset.getItems(Tag.ReferencedSeriesSequence)).isEmpty();
        assertThat(dataset.getBytes(Tag.PixelData)).isEmpty();
    }

    @Test
    void anEmptyAttributeIsContainedButHasNoValue() {
        dataset.setNull(Tag.PatientName).setString(Tag.PatientID, "").setNull(Tag.RequestAttributesSequence);
        assertThat(dataset.contains(Tag.PatientName)).isTrue();
        assertThat(dataset.containsValue(Tag.PatientName)).isFalse();
        assertThat(dataset.containsValue(Tag.PatientID)).isFalse();
        assertThat(dataset.containsValue(Tag.RequestAttributesSequence)).isFalse();
        assertThat(dataset.getSequence(Tag.RequestAttributesSequence)).isPresent();
    }

    @Test
    void textAsReadIsPartedAtBackslashesAndFreedFromPadding() {
        dataset.setBytes(Tag.ImageType, VR.CS, ascii("ORIGINAL\\ PRIMARY \\\\AXIAL "));
        assertThat(dataset.getStrings(Tag.ImageType)).containsExactly("ORIGINAL", "PRIMARY", "", "AXIAL");
    }

    @Test
    void aUidLosesItsNullByte() {
        dataset.setBytes(Tag.SOPInstanceUID, VR.UI, ascii("1.2.3\0"));
        assertThat(dataset.getString(Tag.SOPInstanceUID)).contains("1.2.3");
    }

    @Test
    void longTextKeepsBackslashesAndLeadingSpaces() {
        dataset.setBytes(Tag.ImageComments, VR.LT, ascii("  a\\b "));
        assertThat(dataset.getStrings(Tag.ImageComments)).containsExactly("  a\\b");
    }

    @Test
    void decimalStringsAreNumbers() {
        dataset.setBytes(Tag.PixelSpacing, VR.DS, ascii("0.5\\ 1e-1"));
        assertThat(dataset.getDoubles(Tag.PixelSpacing)).containsExactly(0.5, 0.1);
    }

    @Test
    void whatIsNoNumberCountsAsAbsent() {
        dataset.setString(Tag.PixelSpacing, VR.DS, "NaN", "1")
                .setString(Tag.InstanceNumber, VR.IS, "1.5")
                .setString(Tag.SliceThickness, VR.DS, "0x10");
        assertThat(dataset.getDoubles(Tag.PixelSpacing)).isEmpty();
        assertThat(dataset.getInt(Tag.InstanceNumber, 7)).isEqualTo(7);
        assertThat(dataset.getDouble(Tag.SliceThickness, 2)).isEqualTo(2);
    }

    @Test
    void anIntegerStringWithADecimalPointIsWhole() {
        dataset.setString(Tag.InstanceNumber, VR.IS, "12.0").setString(Tag.SeriesNumber, VR.IS, "-3");
        assertThat(dataset.getInt(Tag.InstanceNumber, 0)).isEqualTo(12);
        assertThat(dataset.getInt(Tag.SeriesNumber, 0)).isEqualTo(-3);
    }

    @Test
    void binaryNumbersKeepTheirSignAndRange() {
        dataset.setInt(Tag.Rows, 65535)
                .setInt(Tag.PixelPaddingValue, VR.SS, -2000)
                .setLong(Tag.SelectorULValue, VR.UL, 4294967295L)
                .setDouble(Tag.SelectorFDValue, 0.1)
                .setDouble(Tag.SelectorFLValue, VR.FL, 0.5)
                .setString(Tag.SelectorUVValue, VR.UV, "18446744073709551615");
        assertThat(dataset.getInt(Tag.Rows, 0)).isEqualTo(65535);
        assertThat(dataset.getInt(Tag.PixelPaddingValue, 0)).isEqualTo(-2000);
        assertThat(dataset.getLong(Tag.SelectorULValue, 0)).isEqualTo(4294967295L);
        assertThat(dataset.getInt(Tag.SelectorULValue, -1)).as("beyond int").isEqualTo(-1);
        assertThat(dataset.getDouble(Tag.SelectorFDValue, 0)).isEqualTo(0.1);
        assertThat(dataset.getString(Tag.SelectorFLValue)).contains("0.5");
        assertThat(dataset.getString(Tag.SelectorUVValue)).contains("18446744073709551615");
    }

    @Test
    void aNumberThatDoesNotFitItsVrIsRefused() {
        assertThatThrownBy(() -> dataset.setInt(Tag.Rows, 65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dataset.setInt(Tag.Rows, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dataset.setDouble(Tag.Rows, 1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dataset.setString(Tag.PixelData, VR.OW, "a"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theVrOfUsOrSsFollowsPixelRepresentationHereOrAround() {
        dataset.setInt(Tag.PixelRepresentation, 1).setInt(Tag.SmallestImagePixelValue, -5);
        dataset.newItem(Tag.ModalityLUTSequence).setInt(Tag.PixelPaddingValue, -7);
        assertThat(dataset.getVR(Tag.SmallestImagePixelValue)).contains(VR.SS);
        assertThat(dataset.getItem(Tag.ModalityLUTSequence).orElseThrow().getInt(Tag.PixelPaddingValue, 0))
                .isEqualTo(-7);
        assertThat(new Attributes().setInt(Tag.PixelPaddingValue, 7).getVR(Tag.PixelPaddingValue))
                .contains(VR.US);
    }

    @Test
    void tagValuesAreTags() {
        dataset.setInt(Tag.FrameIncrementPointer, Tag.FrameTime, 0xFFFEE000);
        assertThat(dataset.getInts(Tag.FrameIncrementPointer)).containsExactly(Tag.FrameTime, 0xFFFEE000);
        assertThat(dataset.getStrings(Tag.FrameIncrementPointer)).containsExactly("00181063", "FFFEE000");
    }

    @Test
    void itemsReadTheirTextWithTheCharacterSetAroundThem() {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 192");
        Attributes item = dataset.newItem(Tag.RequestAttributesSequence)
                .setBytes(Tag.RequestedProcedureDescription, VR.LO, "Schädel".getBytes(StandardCharsets.UTF_8));
        assertThat(item.getString(Tag.RequestedProcedureDescription)).contains("Schädel");
    }

    @Test
    void theCharacterSetOfAnItemDoesNotLeakOut() {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setBytes(Tag.PatientName, VR.PN, "Müller".getBytes(StandardCharsets.UTF_8));
        dataset.newItem(Tag.RequestAttributesSequence)
                .setString(Tag.SpecificCharacterSet, "ISO_IR 100")
                .setBytes(Tag.RequestedProcedureDescription, VR.LO, new byte[] {(byte) 0xE4});
        assertThat(dataset.getString(Tag.PatientName)).contains("Müller");
        assertThat(dataset.getItems(Tag.RequestAttributesSequence).get(0).getString(Tag.RequestedProcedureDescription))
                .contains("ä");
    }

    @Test
    void textKeepsItsCharactersWhenTheCharacterSetChanges() {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 100")
                .setBytes(Tag.PatientName, VR.PN, new byte[] {'M', (byte) 0xFC})
                .setString(Tag.SpecificCharacterSet, "ISO_IR 192");
        assertThat(dataset.getString(Tag.PatientName)).contains("Mü");
        assertThat(dataset.getBytes(Tag.PatientName)).contains("Mü".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textKeepsItsCharactersWhenItMovesToADataSetOfAnotherCharacterSet() {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 100")
                .setBytes(Tag.PatientName, VR.PN, new byte[] {'M', (byte) 0xFC});
        Attributes copy = new Attributes()
                .setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .addSelected(dataset, Tag.PatientName, Tag.PatientID);
        assertThat(copy.getString(Tag.PatientName)).contains("Mü");
        assertThat(copy.contains(Tag.PatientID)).isFalse();
    }

    @Test
    void aCopyIsEqualAndIndependent() {
        dataset.setString(Tag.PatientID, "1")
                .newItem(Tag.RequestAttributesSequence)
                .setString(Tag.PatientID, "2");
        Attributes copy = new Attributes(dataset);
        assertThat(copy).isEqualTo(dataset).hasSameHashCodeAs(dataset);
        copy.getItem(Tag.RequestAttributesSequence).orElseThrow().setString(Tag.PatientID, "3");
        assertThat(copy).isNotEqualTo(dataset);
    }

    @Test
    void textReadAndTextSetAreEqual() {
        Attributes read = new Attributes().setBytes(Tag.ImageType, VR.CS, ascii("A\\B "));
        Attributes set = new Attributes().setString(Tag.ImageType, "A", "B");
        assertThat(read).isEqualTo(set).hasSameHashCodeAs(set);
    }

    @Test
    void anItemOfAnotherDataSetIsCopied() {
        Attributes item = dataset.newItem(Tag.RequestAttributesSequence).setString(Tag.PatientID, "1");
        Attributes other = new Attributes().setSequence(Tag.RequestAttributesSequence, List.of(item));
        other.getItems(Tag.RequestAttributesSequence).get(0).setString(Tag.PatientID, "2");
        assertThat(item.getString(Tag.PatientID)).contains("1");
        assertThat(item.getParent()).containsSame(dataset);
    }

    @Test
    void aDataSetCannotBecomeAnItemOfItself() {
        Sequence sequence = dataset.newItem(Tag.RequestAttributesSequence).newSequence(Tag.RequestAttributesSequence);
        sequence.add(dataset);
        assertThat(sequence.get(0)).isNotSameAs(dataset);
        assertThat(dataset.toString()).isNotEmpty();
    }

    @Test
    void privateElementsAreFoundByTheirCreator() {
        dataset.setString(0x00090010, VR.LO, "SOMEBODY")
                .setString("VOXRELAY", 0x00090001, VR.LO, "mine")
                .setString(0x00091001, VR.LO, "theirs");
        assertThat(dataset.getString(0x00090011)).contains("VOXRELAY");
        assertThat(dataset.getString("VOXRELAY", 0x00090001)).contains("mine");
        assertThat(dataset.getString("SOMEBODY", 0x0009FF01)).contains("theirs");
        assertThat(dataset.getString("NOBODY", 0x00090001)).isEmpty();
    }

    @Test
    void removedIsGone() {
        dataset.setString(Tag.PatientID, "1").setString(Tag.PatientName, "A").remove(Tag.PatientID);
        assertThat(dataset.contains(Tag.PatientID)).isFalse();
        assertThat(dataset.size()).isEqualTo(1);
    }

    /** It would say in which character set to read what the character set is. */
    @Test
    void aCharacterSetOfATextVrIsRead() {
        Attributes dataset = new Attributes()
                .setAsRead(Tag.SpecificCharacterSet, VR.LO, "ISO_IR 144".getBytes(StandardCharsets.US_ASCII))
                .setAsRead(Tag.PatientID, VR.LO, new byte[] {(byte) 0xBB});
        assertThat(dataset.getString(Tag.PatientID)).contains("Л");
    }

    @Test
    void noValueIsPrintedByToString() {
        assertThat(dataset.setString(Tag.PatientName, "SECRET^NAME").toString())
                .contains("(0010,0010)")
                .doesNotContain("SECRET");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
