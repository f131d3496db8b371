package org.voxrelay.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {
    private static final Capabilities ALL = Capabilities.of(new DicomWebApplication().getClasses());

    @Test
    void allTransactionsOfTheStudiesServiceAreThere() {
        assertThat(ALL.all())
                .extracting(offer -> offer.method() + " " + offer.path())
                .contains(
                        "GET studies",
                        "POST studies",
                        "POST studies/{study}",
                        "GET studies/{study}",
                        "GET studies/{study}/series/{series}",
                        "GET studies/{study}/series/{series}/instances/{instance}",
                        "GET studies/{study}/series/{series}/instances/{instance}/frames/{frames}",
                        "GET studies/{study}/series/{series}/instances/{instance}/bulkdata/{path}",
                        "GET studies/{study}/metadata",
                        "GET studies/{study}/series/{series}/instances/{instance}/frames/{frames}/rendered",
                        "GET studies/{study}/thumbnail")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "studies | GET, HEAD, POST, OPTIONS",
                "studies/1.2/rendered | GET, HEAD, OPTIONS",
                "/studies/1.2/series/3/instances/4/frames/1,2/ | GET, HEAD, OPTIONS",
                "nothing | OPTIONS"
            })
    void whatIsAllowedAtAPath(String path, String allowed) {
        assertThat(List.of(ALL.allowed(path).split(", "))).containsExactlyInAnyOrder(allowed.split(", "));
    }

    @Test
    void whatIsBelowAPathIsSaid() {
        assertThat(ALL.below("studies/1/series/2/thumbnail"))
                .containsOnlyKeys("studies/{study}/series/{series}/thumbnail");
        assertThat(ALL.below("studies/1/series/2")).hasSizeGreaterThan(10);
        assertThat(ALL.below("nothing")).isEmpty();
    }

    @Test
    void bothDocumentsSayTheSame() throws Exception {
        var offers = ALL.below("studies/1/rendered");
        String json = new String(CapabilitiesDocument.json("http://a/", offers), StandardCharsets.UTF_8);
        String wadl = new String(CapabilitiesDocument.wadl("http://a/", offers), StandardCharsets.UTF_8);
        for (String text : List.of("studies/{study}/rendered", "viewport", "image/gif", "GET")) {
            assertThat(json).contains(text);
            assertThat(wadl).contains(text);
        }
    }
}
