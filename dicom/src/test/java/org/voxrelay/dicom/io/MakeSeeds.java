package org.voxrelay.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.xml.DicomXml;

/** Writes the seeds of the fuzz tests: {@code MakeSeeds src/test/resources}. What is called found-... is kept by hand. */
public final class MakeSeeds {
    private MakeSeeds() {}

    public static void main(String... args) throws IOException {
        Path root = Path.of(args[0], "org", "voxrelay", "dicom");
        Attributes dataset = dataset();
        for (String test : List.of("aFileIsReadAndWrittenOrRefused", "aFileWhoseLongValuesStayInItIsReadOrRefused")) {
            Path folder = Files.createDirectories(
                    root.resolve("io/DataSetFuzzTestInputs").resolve(test));
            for (Map.Entry<String, byte[]> odd : oddFiles().entrySet()) {
                Files.write(folder.resolve(odd.getKey()), odd.getValue());
            }
            for (String syntax : List.of(
                    UID.ImplicitVRLittleEndian,
                    UID.ExplicitVRLittleEndian,
                    UID.ExplicitVRBigEndian,
                    UID.DeflatedExplicitVRLittleEndian)) {
                Files.write(folder.resolve("all-vrs-" + syntax), file(dataset, syntax));
            }
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        DicomJson.write(dataset, json, BulkDataUri.INLINE);
        Files.write(
                root.resolve("json/DicomJsonFuzzTestInputs/jsonIsReadAndWrittenOrRefused/all-vrs"), json.toByteArray());
        ByteArrayOutputStream xml = new ByteArrayOutputStream();
        DicomXml.write(dataset, xml, BulkDataUri.INLINE);
        Files.write(root.resolve("xml/DicomXmlFuzzTestInputs/xmlIsReadAndWrittenOrRefused/all-vrs"), xml.toByteArray());
    }

    private static Map<String, byte[]> oddFiles() {
        return Map.of(
                "nested-sequences", OddFiles.nestedSequences(20),
                "value-beyond-the-file", OddFiles.valueLongerThanTheFileInAnItem(),
                "meta-without-length", OddFiles.metaWithoutLength("AE"),
                "meta-with-another-vr", OddFiles.metaWithoutLength("ZZ"),
                "stray-delimiters", OddFiles.strayDelimiters(),
                "character-set-within-an-item", OddFiles.characterSetWithinAnItem(),
                "character-set-of-a-text-vr", OddFiles.characterSetOfATextVr(),
                "per-frame-groups", OddFiles.perFrameGroups(5),
                "fragments", OddFiles.encapsulated("FEFF 00E0 04000000 00000000 FEFF 00E0 02000000 FFD8"));
    }

    private static Attributes dataset() {
        Attributes dataset =
                new Attributes().setString(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87", "ISO 2022 IR 149");
        int element = 0x00111000;
        for (VR vr : VR.values()) {
            if (vr.isString()) {
                dataset.setString("SEEDS", element++, vr, vr.isText() ? "a^b=山홍" : "1");
            } else if (vr.isBinaryNumeric()) {
                dataset.setString("SEEDS", element++, vr, "00000002");
            } else if (vr != VR.SQ) {
                dataset.setBytes(dataset.ensurePrivateTag("SEEDS", element++), vr, new byte[] {1, 2});
            }
        }
        dataset.newItem(Tag.ReferencedSeriesSequence)
                .newItem(Tag.ReferencedSOPSequence)
                .setString(Tag.Modality, "CT");
        return dataset.setInt(0x00080000, VR.UL, 0).setBytes(Tag.PixelData, VR.OW, new byte[20]);
    }

    private static byte[] file(Attributes dataset, String syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.of(syntax))) {
            dicom.setExplicitLengths(syntax.equals(UID.ImplicitVRLittleEndian))
                    .writeFile(FileMetaInformation.of(new Uid("1.2"), new Uid("1.2.3"), syntax), dataset);
        }
        return out.toByteArray();
    }
}
