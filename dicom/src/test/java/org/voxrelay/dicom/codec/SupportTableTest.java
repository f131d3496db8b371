package org.voxrelay.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.dict.UidDictionary;

/** The table in the documents is what the code does. With {@code -Dvoxrelay.docs.write=true} it is written anew. */
class SupportTableTest {
    private static final Path DOCUMENT = Path.of("../docs/transfer-syntaxes.md");
    private static final String HEAD = "| transfer syntax | UID | frames | by |";

    @Test
    void theDocumentsSayWhatTheCodeDoes() throws Exception {
        List<String> document = Files.readAllLines(DOCUMENT);
        int from = document.indexOf(HEAD);
        int to = from;
        while (to < document.size() && document.get(to).startsWith("|")) {
            to++;
        }
        if (Boolean.getBoolean("voxrelay.docs.write")) {
            List<String> written = new ArrayList<>(document.subList(0, from));
            written.addAll(table());
            written.addAll(document.subList(to, document.size()));
            Files.write(DOCUMENT, written);
            return;
        }
        assertThat(document.subList(from, to)).containsExactlyElementsOf(table());
    }

    private static List<String> table() {
        List<String> rows = new ArrayList<>(List.of(HEAD, "|---|---|---|---|"));
        for (UidDictionary.Entry syntax : UidDictionary.transferSyntaxes()) {
            rows.add(row(syntax.uid(), syntax.name() + (syntax.retired() ? " (retired)" : "")));
        }
        if (UidDictionary.find(Coding.DEFLATED_IMAGE_FRAME).isEmpty()) {
            rows.add(row(Coding.DEFLATED_IMAGE_FRAME, "Deflated Image Frame Compression"));
        }
        return rows;
    }

    private static String row(String uid, String name) {
        Support support = Codecs.supportAtBest(uid);
        String frames = switch (support.grade()) {
            case ENCODES -> "decodes, encodes";
            case DECODES -> "decodes";
            case AS_IS -> "as is";
        };
        return "| " + name + " | `" + uid + "` | " + frames + " | " + support.by() + " |";
    }
}
