package org.voxrelay.dicom.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.PydicomFiles;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** DCMTK's dcm2xml writes the same elements of the files that pydicom is delivered with, in the same order. */
class DicomXmlIT {
    /** Files that DCMTK reads in another way. */
    private static final Set<String> READ_IN_ANOTHER_WAY = Set.of(
            "bad_sequence.dcm", // attributes of the Standard as UN, which it leaves so
            "rtdose_rle.dcm",
            "rtdose_rle_1frame.dcm",
            "chrX1.dcm", // a = at the end of a name moves the ideographic group to the phonetic one
            "chrX2.dcm",
            "meta_missing_tsyntax.dcm", // a value of odd length, which it makes even
            "nested_priv_SQ.dcm");

    @TempDir
    private Path folder;

    @Test
    void dcm2xmlWritesTheSame() throws IOException {
        Path dcm2xml = Peers.require("dcm2xml");
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Path file : PydicomFiles.all()) {
            Path theirs = folder.resolve("theirs.xml");
            Files.deleteIfExists(theirs);
            Peers.Ended ended = Peers.run(
                    dcm2xml.toString(), "-q", "-nat", "+Xn", "+Eb", "+M", "+U8", file.toString(), theirs.toString());
            if (ended.exitCode() == 0
                    && !READ_IN_ANOTHER_WAY.contains(file.getFileName().toString())) {
                compare(file, Files.readAllBytes(theirs), differences);
                compared++;
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(150);
    }

    private static void compare(Path file, byte[] theirs, List<String> differences) throws IOException {
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            DicomXml.write(in.readDataset(), ours, BulkDataUri.INLINE);
        } catch (DicomStreamException refused) {
            differences.add(file.getFileName() + " is refused: " + refused.getMessage());
            return;
        }
        List<String> left = lines(ours.toByteArray(), false);
        List<String> right = lines(theirs, true);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String one = i < left.size() ? left.get(i) : "";
            String other = i < right.size() ? right.get(i) : "";
            if (!one.equals(other)) {
                differences.add(file.getFileName() + " ours " + start(one) + ", theirs " + start(other));
                return;
            }
        }
    }

    private static String start(String text) {
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    /** The elements with their attributes and text, as lines; what the two are known to write in other ways is made alike. */
    private static List<String> lines(byte[] xml, boolean dcmtk) {
        List<String> lines = new ArrayList<>();
        addLines(parse(xml).getDocumentElement(), "", dcmtk, lines);
        return lines;
    }

    private static Document parse(byte[] xml) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addLines(Element element, String vr, boolean dcmtk, List<String> lines) {
        String tag = element.getAttribute("tag");
        if (tag.equals("00080005")) {
            return; // added by DCMTK's +U8
        }
        String innerVr = tag.isEmpty() ? vr : element.getAttribute("vr");
        String shownVr = tag.equals("7FE00010") ? "" : element.getAttribute("vr"); // OB in DCMTK whenever compressed
        String line = String.join(
                " ",
                element.getTagName(),
                withoutBlock(tag),
                shownVr,
                element.getAttribute("privateCreator"),
                element.getAttribute("number"));
        boolean leaf = true;
        int here = lines.size();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                leaf = false;
                addLines(child, innerVr, dcmtk, lines);
            }
        }
        String text = leaf && tag.isEmpty() ? normal(element, innerVr, dcmtk) : "";
        boolean empty =
                leaf && text.isEmpty() && tag.isEmpty() && !element.getTagName().equals("Item");
        if (!empty) {
            lines.add(here, line + " " + text);
        }
    }

    /** Without a private creator, where we keep the block number. */
    private static String withoutBlock(String tag) {
        boolean odd = tag.length() == 8 && Character.digit(tag.charAt(3), 16) % 2 == 1;
        return odd && tag.compareTo(tag.substring(0, 4) + "1000") >= 0
                ? tag.substring(0, 4) + "00" + tag.substring(6)
                : tag;
    }

    private static String normal(Element element, String vr, boolean dcmtk) {
        String text = element.getTextContent().strip();
        if (text.isEmpty()) {
            return text;
        }
        if (element.getTagName().equals("InlineBinary")) {
            return vr.equals("OW") && dcmtk ? swapped(text) : text; // DCMTK writes words big endian
        }
        boolean floating = vr.equals("FD") || vr.equals("FL");
        return floating ? String.valueOf((float) Double.parseDouble(text) + 0f) : text;
    }

    private static String swapped(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            byte kept = bytes[i];
            bytes[i] = bytes[i + 1];
            bytes[i + 1] = kept;
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
