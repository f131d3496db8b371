package org.voxrelay.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/conformance.md are the code's. With {@code -Dvoxrelay.conformance.write=true} they are written anew;
 * without it this fails where they differ.
 */
class ConformanceStatementTest {
    private static final Path STATEMENT = Path.of("../docs/conformance.md");
    private static final Pattern TABLE =
            Pattern.compile("<!-- made from the code: ([a-z-]+) -->\n(.*?)<!-- end -->", Pattern.DOTALL);

    @Test
    void itsTablesSayWhatTheCodeDoes() throws IOException {
        String text = Files.readString(STATEMENT);
        Map<String, String> tables = new TreeMap<>(ConformanceTables.all());
        String expected = TABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement("<!-- made from the code: " + found.group(1) + " -->\n"
                        + tables.getOrDefault(found.group(1), "no such table\n") + "<!-- end -->"));
        if (Boolean.getBoolean("voxrelay.conformance.write")) {
            Files.writeString(STATEMENT, expected);
        }
        assertThat(Files.readString(STATEMENT)).isEqualTo(expected);
        List<String> shown = TABLE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .sorted()
                .toList();
        assertThat(shown).containsExactlyElementsOf(tables.keySet());
    }
}
