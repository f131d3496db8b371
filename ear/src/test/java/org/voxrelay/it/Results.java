package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The SEG and the SR of a study: found by QIDO-RS, fetched by WADO-RS. There must be one of each. */
record Results(Path seg, Path sr) {
    static Results fetch(Http http, String studyUid, Path folder) throws IOException, InterruptedException {
        return new Results(
                fetch(http, studyUid, "SEG", folder.resolve("seg.dcm")),
                fetch(http, studyUid, "SR", folder.resolve("sr.dcm")));
    }

    private static Path fetch(Http http, String studyUid, String modality, Path file)
            throws IOException, InterruptedException {
        String study = "dicom-web/studies/" + studyUid;
        JsonNode series = http.json(study + "/series?Modality=" + modality);
        assertThat(series).as("series of " + modality).hasSize(1);
        String path = study + "/series/" + value(series.get(0), "0020000E") + "/instances";
        JsonNode instances = http.json(path);
        assertThat(instances).as("instances of " + modality).hasSize(1);
        var answer = http.get(path + "/" + value(instances.get(0), "00080018"), "Accept", "application/dicom");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Files.write(file, answer.body());
    }

    private static String value(JsonNode match, String tag) {
        return match.path(tag).path("Value").path(0).asText();
    }
}
