package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.xml.DicomXml;
import org.voxrelay.peers.Peers;

/** QIDO-RS by the letter of PS3.18 sections 8.3.4, 8.7 and 10.6, a row a rule, against a whole server. */
class QidoIT {
    private static final String ROOT = "1.2.826.0.1.3680043.10.1081.";
    private static final int STUDIES = 6;

    private static RunningServer server;
    private static Http http;

    @BeforeAll
    static void store() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
        var parts = new ArrayList<byte[]>();
        for (int study = 1; study <= STUDIES; study++) {
            for (int series = 1; series <= 2; series++) {
                for (int instance = 1; instance <= 3; instance++) {
                    parts.add(image(study, series, instance));
                }
            }
        }
        assertThat(http.stow("dicom-web/studies", parts).statusCode()).isEqualTo(200);
    }

    private static byte[] image(int study, int series, int instance) throws Exception {
        String[] names = {"Qidó^Änne", "QIDO^ANNE MARIE", "Quido^Anne", "Other^Person", "Other^Person", "Ünicode=山田^太郎"
        };
        String seriesUid = ROOT + study + "." + series;
        var image = new Attributes()
                .setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                .setString(Tag.SOPClassUID, VR.UI, series == 1 ? UID.CTImageStorage : UID.MRImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, seriesUid + "." + instance)
                .setString(Tag.SeriesInstanceUID, VR.UI, seriesUid)
                .setString(Tag.StudyInstanceUID, VR.UI, ROOT + study)
                .setString(Tag.PatientName, VR.PN, names[study - 1])
                .setString(Tag.PatientID, VR.LO, "QIDO-" + study)
                .setString(Tag.PatientBirthDate, VR.DA, study == 1 ? "" : "1970010" + study)
                .setString(Tag.StudyDate, VR.DA, "1999010" + study)
                .setString(Tag.StudyTime, VR.TM, "1" + study + "0000")
                .setString(Tag.AccessionNumber, VR.SH, "QA" + study)
                .setString(Tag.StudyID, VR.SH, "QS" + study)
                .setString(Tag.StudyDescription, VR.LO, "Qido study " + study)
                .setString(Tag.ReferringPhysicianName, VR.PN, "Ref^Erring")
                .setString(Tag.Modality, VR.CS, series == 1 ? "CT" : "MR")
                .setString(Tag.SeriesNumber, VR.IS, "" + series)
                .setString(Tag.SeriesDescription, VR.LO, "Series " + series)
                .setString(Tag.PerformedProcedureStepStartDate, VR.DA, "1999010" + study)
                .setString(Tag.PerformedProcedureStepStartTime, VR.TM, "10" + study + "5")
                .setString(Tag.InstanceNumber, VR.IS, "" + instance)
                .setString(Tag.ImageComments, VR.LT, "Comment " + instance)
                .setInt(Tag.Rows, VR.US, 16);
        image.newItem(Tag.RequestAttributesSequence)
                .setString(Tag.ScheduledProcedureStepID, VR.SH, "SPS" + study)
                .setString(Tag.RequestedProcedureID, VR.SH, "RP" + series);
        var bytes = new ByteArrayOutputStream();
        var meta = FileMetaInformation.of(
                new Uid(image.getString(Tag.SOPClassUID, "")),
                new Uid(seriesUid + "." + instance),
                UID.ExplicitVRLittleEndian);
        var out = new DicomOutputStream(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        out.writeFile(meta, image);
        out.flush();
        return bytes.toByteArray();
    }

    /** Required keys of Tables 10.6.1-5 (studies, series, instances), all resources of Table 10.6.1-1, and 8.3.4. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.6.1.2.1|studies?StudyDate=19990102|2",
                "10.6.1.2.1|studies?StudyDate=19990101-19990103&StudyTime=113000-125959&PatientID=QIDO-*|2",
                "10.6.1.2.1|studies?StudyDate=19990101-19990102&StudyTime=1030-1130|1",
                "10.6.1.2.1|studies?AccessionNumber=QA3|3",
                "10.6.1.2.1|studies?ModalitiesInStudy=MR&PatientID=QIDO-?|6 5 4 3 2 1",
                "10.6.1.2.1|studies?ReferringPhysicianName=ref*&AccessionNumber=QA1|1",
                "10.6.1.2.1|studies?PatientName=other*|5 4",
                "10.6.1.2.1|studies?00100010=qido%5Eanne&PatientID=QIDO-*|1",
                "10.6.1.2.1|studies?PatientID=QIDO-4|4",
                "10.6.1.2.1|studies?StudyInstanceUID={1},{2}|2 1",
                "10.6.1.2.1|studies?0020000D={1}%5C{3}|3 1",
                "10.6.1.2.1|studies?StudyInstanceUID={1}&StudyInstanceUID={2}|2 1",
                "10.6.1.2.1|studies?StudyID=QS5|5",
                "10.6.1.2.2|series?Modality=CT&PatientID=QIDO-1|1.1",
                "10.6.1.2.2|series?SeriesInstanceUID={1}.2|1.2",
                "10.6.1.2.2|studies/{2}/series?SeriesNumber=2|2.2",
                "10.6.1.2.2|series?PerformedProcedureStepStartDate=19990101-19990102&Modality=MR|2.2 1.2",
                "10.6.1.2.2|studies/{3}/series?PerformedProcedureStepStartTime=1030-1035|3.1 3.2",
                "10.6.1.2.2|series?RequestAttributesSequence.ScheduledProcedureStepID=SPS4|4.1 4.2",
                "10.6.1.2.2|series?00400275.00400009=SPS4&00400275.00401001=RP2|4.2",
                "10.6.1.2.2|series?RequestAttributesSequence.00401001=RP1&PatientID=QIDO-6|6.1",
                "10.6.1.2.3|instances?SOPInstanceUID={1}.1.2|1.1.2",
                "10.6.1.2.3|studies/{1}/instances?SOPClassUID=1.2.840.10008.5.1.4.1.1.4|1.2.1 1.2.2 1.2.3",
                "10.6.1.2.3|studies/{1}/series/{1}.1/instances?InstanceNumber=2|1.1.2",
                "10.6.1.2.3|studies/{1}/series/{1}.1/instances?InstanceNumber=2&StudyDate=19990101|1.1.2",
                "10.6.1.2.3|studies/{1}/series/{1}.1/instances?SeriesInstanceUID={1}.2|",
                "10.6.1.1|studies/{1}/instances?Modality=CT&Rows=16&limit=2|1.1.1 1.1.2",
                "8.3.4.1|studies?PatientName=*&PatientID=QIDO-1|1",
                "8.3.4.1|studies?PatientName=&PatientID=QIDO-1|1",
                "8.3.4.1|studies?PatientName=%E5%B1%B1%E7%94%B0*|",
                "8.3.4.1|studies?PatientName=*%E5%B1%B1%E7%94%B0*|6",
                "8.3.4.2|studies?PatientName=Anne%20Qido&fuzzymatching=true&PatientID=QIDO-*|3 2 1",
                "8.3.4.2|studies?PatientName=*quid*&fuzzymatching=true&PatientID=QIDO-*|3 2 1",
                "8.3.4.2|studies?PatientName=Anne%20Qido&fuzzymatching=false|",
                "8.3.4.4|studies?PatientID=QIDO-*&limit=2|6 5",
                "8.3.4.4|studies?PatientID=QIDO-*&limit=2&offset=2|4 3",
                "8.3.4.4|studies?PatientID=QIDO-*&offset=5|1",
                "8.3.4.4|studies?PatientID=QIDO-*&offset=6|",
                "8.3.4.4|studies?PatientID=QIDO-*&limit=0|",
                "8.3.4.5|studies?PatientBirthDate=%22%22&emptyvaluematching=true&PatientID=QIDO-*|1",
                "8.3.4.5|studies?AccessionNumber=%22%22&PatientID=QIDO-*|",
                "8.3.4.6|studies?ModalitiesInStudy=CT%5CMR&multiplevaluematching=true&PatientID=QIDO-2|2",
                "8.3.4.6|studies?ModalitiesInStudy=CT%5CPT&multiplevaluematching=true&PatientID=QIDO-2|",
                "8.3.4.6|studies?ModalitiesInStudy=CT%5CPT&PatientID=QIDO-2|2"
            })
    void searchesFindWhatMatches(String section, String path, String expected) throws Exception {
        assertThat(uids(http.json("dicom-web/" + expand(path)))).isEqualTo(expected == null ? "" : expected);
    }

    private static String expand(String path) {
        return path.replaceAll("\\{(\\d)}", ROOT + "$1");
    }

    private static String uids(JsonNode matches) {
        var uids = new ArrayList<String>();
        for (JsonNode match : matches) {
            for (String tag : List.of("00080018", "0020000E", "0020000D")) {
                if (match.has(tag)) {
                    uids.add(value(match, tag).substring(ROOT.length()));
                    break;
                }
            }
        }
        return String.join(" ", uids);
    }

    private static String value(JsonNode match, String tag) {
        return match.path(tag).path("Value").path(0).asText();
    }

    /** Attributes that an answer always has: Tables 10.6.3-3 to 10.6.3-5. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.6.3-3|studies?PatientID=QIDO-2|StudyDate StudyTime AccessionNumber InstanceAvailability ModalitiesInStudy"
                        + " ReferringPhysicianName RetrieveURL PatientName PatientID PatientBirthDate StudyInstanceUID StudyID"
                        + " NumberOfStudyRelatedSeries NumberOfStudyRelatedInstances",
                "10.6.3-4|studies/{2}/series?limit=1|Modality SeriesDescription RetrieveURL SeriesInstanceUID SeriesNumber"
                        + " NumberOfSeriesRelatedInstances PerformedProcedureStepStartDate PerformedProcedureStepStartTime"
                        + " RequestAttributesSequence",
                "10.6.3-4|series?PatientID=QIDO-2&limit=1|Modality SeriesInstanceUID StudyInstanceUID PatientName StudyDate",
                "10.6.3-5|studies/{2}/series/{2}.1/instances?limit=1|SOPClassUID SOPInstanceUID InstanceAvailability RetrieveURL"
                        + " InstanceNumber Rows",
                "10.6.3-5|instances?PatientID=QIDO-2&limit=1|SOPInstanceUID SeriesInstanceUID StudyInstanceUID Modality PatientID",
                "8.3.4.3|studies?PatientID=QIDO-2&includefield=StudyDescription|StudyDescription",
                "8.3.4.3|studies?PatientID=QIDO-2&includefield=00081030&includefield=PatientSex,00081030|StudyDescription",
                "8.3.4.3|studies?PatientID=QIDO-2&includefield=00081030%2C00100040|StudyDescription",
                "8.3.4.3|studies?PatientID=QIDO-2&includefield=all|StudyDescription",
                "8.3.4.3|studies?StudyDescription=*study%202|StudyDescription",
                "8.3.4.3|instances?SOPInstanceUID={2}.1.1&includefield=ImageComments|ImageComments",
                "8.3.4.3|instances?SOPInstanceUID={2}.1.1&includefield=all|ImageComments StudyDescription SeriesDescription"
            })
    void answersHaveTheAttributes(String section, String path, String keywords) throws Exception {
        JsonNode found = http.json("dicom-web/" + expand(path));
        assertThat(found).hasSize(1);
        var missing = new TreeSet<String>();
        for (String keyword : keywords.split(" ")) {
            String tag = String.format("%08X", ElementDictionary.tagOf(keyword).orElseThrow());
            if (!found.get(0).path(tag).has("Value")) {
                missing.add(keyword);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void countsModalitiesAndUrlsAreRight() throws Exception {
        JsonNode study = http.json("dicom-web/studies?PatientID=QIDO-2").get(0);
        assertThat(value(study, "00201206")).isEqualTo("2");
        assertThat(value(study, "00201208")).isEqualTo("6");
        assertThat(value(study, "00080056")).isEqualTo("ONLINE");
        assertThat(study.path("00080061").path("Value").toString()).isEqualTo("[\"CT\",\"MR\"]");
        JsonNode instance = http.json("dicom-web/instances?SOPInstanceUID=" + ROOT + "2.1.3")
                .get(0);
        String url = value(instance, "00081190");
        assertThat(url)
                .isEqualTo(server.http(
                                "dicom-web/studies/" + ROOT + "2/series/" + ROOT + "2.1/instances/" + ROOT + "2.1.3")
                        .toString());
        assertThat(http.get(url.substring(url.indexOf("dicom-web")), "Accept", "application/dicom")
                        .statusCode())
                .isEqualTo(200);
    }

    /** Negotiation: PS3.18 sections 8.7.4, 8.7.5 and 8.3.3.1. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "8.7.5 a wildcard is the default|*/*|200|application/dicom+json",
                "8.7.3|application/dicom+json|200|application/dicom+json",
                "8.7.3|application/json|200|application/json",
                "8.7.3|application/*|200|application/dicom+json",
                "8.7.3|multipart/related; type=\"application/dicom+xml\"|200|multipart/related",
                "8.7.3|multipart/related;type=application/dicom+xml|200|multipart/related",
                "8.7.4 q|application/dicom+json;q=0.4, multipart/related; type=\"application/dicom+xml\";q=0.9|200|multipart/related",
                "8.7.4 q|multipart/related; type=\"application/dicom+xml\";q=0.4, application/dicom+json|200|application/dicom+json",
                "8.7.4 q|application/dicom+json;q=0, application/json;q=0.1|200|application/json",
                "8.7.4 q|text/html, application/dicom+json;q=0.1|200|application/dicom+json",
                "8.7.4|text/html|406|application/problem+json",
                "8.7.4|multipart/related; type=\"application/dicom\"|406|application/problem+json",
                "8.7.4|application/dicom+json;q=0|406|application/problem+json"
            })
    void theFormIsNegotiated(String rule, String accept, int status, String type) throws Exception {
        var answer = http.get("dicom-web/studies?PatientID=QIDO-1", "Accept", accept);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
    }

    @Test
    void theAcceptParameterChoosesWhereTheHeaderAllows() throws Exception {
        String parameter = "accept="
                + URLEncoder.encode("multipart/related; type=\"application/dicom+xml\"", StandardCharsets.UTF_8);
        var answer = http.get("dicom-web/studies?PatientID=QIDO-1&" + parameter, "Accept", "*/*");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("multipart/related");
    }

    @Test
    void xmlHasAPartForEachMatch() throws Exception {
        String accept = "multipart/related; type=\"application/dicom+xml\"";
        var answer = http.get("dicom-web/studies?PatientID=QIDO-*&limit=3", "Accept", accept);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("type=\"application/dicom+xml\"");
        var parts = Multipart.parts(answer);
        assertThat(parts).hasSize(3);
        var first = DicomXml.read(new ByteArrayInputStream(parts.get(0).body()));
        assertThat(first.getString(Tag.StudyInstanceUID)).contains(ROOT + "6");
        assertThat(first.getString(Tag.PatientName)).contains("Ünicode=山田^太郎");
        assertThat(first.getString(Tag.RetrieveURL).orElse("")).endsWith("/dicom-web/studies/" + ROOT + "6");
        assertThat(http.get("dicom-web/studies?PatientID=nobody", "Accept", accept)
                        .statusCode())
                .isEqualTo(204);
    }

    /** Warning headers: sections 8.3.4.4.1 and 8.3.4.1. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "8.3.4.4.1|studies?PatientID=QIDO-*&limit=2|additional results",
                "8.3.4.4.1|studies?PatientID=QIDO-*&limit=2&offset=4|",
                "8.3.4.4.1|studies?PatientID=QIDO-*|",
                "8.3.4.1|studies?ImageComments=x&PatientID=QIDO-1|ImageComments",
                "8.3.4.1|studies?PatientID=QIDO-1&00091001=x|00091001",
                "8.3.4.2|studies?PatientName=q&fuzzymatching=true|"
            })
    void warningsAreThoseOfTheStandard(String section, String path, String text) throws Exception {
        var answer = http.get("dicom-web/" + path, "Accept", "application/dicom+json");
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> warnings = answer.headers().allValues("Warning");
        if (text == null) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings).hasSize(1);
            assertThat(warnings.get(0))
                    .startsWith("299 " + server.http("dicom-web") + ": ")
                    .contains(text);
        }
    }

    /** Errors are 400 with a sentence: Table 10.6.3-1, and what a hostile caller sends. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "studies?StudyDate=tomorrow|YYYYMMDD",
                "studies?StudyDate=20269999|YYYYMMDD",
                "studies?StudyDate=20260101-20260102-20260103|YYYYMMDD",
                "studies?StudyDate=20260101-nonsense|YYYYMMDD",
                "studies?StudyTime=9am|HHMMSS",
                "studies?StudyDate=20260101-&StudyTime=x-y|HHMMSS",
                "studies?NoSuchKeyword=1|NoSuchKeyword",
                "studies?0010=1|0010",
                "studies?PatientID.PatientName=1|no sequence",
                "studies?RequestAttributesSequence..PatientID=1|keyword",
                "series?RequestAttributesSequence=1|sequence",
                "studies?includefield=Nonsense|Nonsense",
                "studies?limit=-1|whole number",
                "studies?limit=many|whole number",
                "studies?limit=99999999999|whole number",
                "studies?limit=1&limit=2|different values",
                "studies?offset=1.5|whole number",
                "studies?fuzzymatching=maybe|true or false",
                "studies?emptyvaluematching=1|true or false",
                "studies?PatientName=a&PatientName=b|different values",
                "series?SeriesNumber=first|integer",
                "studies/nonsense/series|UID",
                "studies?00400275.00400275.00400275.00400275.00400275.00400275.00400275.00400275.00400009=1|sequences"
            })
    void anErrorIsASentence(String path, String sentence) throws Exception {
        var answer = http.get("dicom-web/" + path, "Accept", "application/dicom+json");
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Http.json(answer).path("detail").asText()).contains(sentence);
    }

    /** Values that mean something in SQL, LIKE, JSON or a path of it find nothing, or just themselves. Class 18 of the hostile inputs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PatientName|'; drop table study; --",
                "PatientName|%",
                "PatientName|___",
                "PatientID|\\%",
                "PatientComments|\"}] or 1=1",
                "NameOfPhysiciansReadingStudy|*\"*",
                "AdmittingDiagnosesDescription|a\u0000b",
                "StudyDescription|\uD83D\uDE00*",
                "PatientWeight|1e999999999",
                "PatientAge|$.**",
                "StudyInstanceUID|1.2\u0000",
                "ModalitiesInStudy|Q\u0000X\\\uD800",
                "IssuerOfAccessionNumberSequence.UniversalEntityID|\u0000\""
            })
    void hostileValuesAreJustValues(String keyword, String value) throws Exception {
        for (String options : List.of("", "&fuzzymatching=true&emptyvaluematching=true&multiplevaluematching=true")) {
            var answer = http.get(
                    "dicom-web/studies?" + keyword + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + options,
                    "Accept",
                    "application/dicom+json");
            assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
            assertThat(Http.json(answer)).isEmpty();
        }
    }

    @Test
    void tooManyKeysAreRefusedAndTheServerGoesOn() throws Exception {
        String keys = IntStream.range(0, 10_000)
                .mapToObj(i -> "0009" + (1000 + i % 9000) + "=x")
                .collect(Collectors.joining("&"));
        for (String query : List.of(
                IntStream.range(0x1000, 0x1000 + 500)
                        .mapToObj(i -> String.format("0009%04X=x", i))
                        .collect(Collectors.joining("&")),
                keys,
                "PatientName=" + "x".repeat(1 << 20))) {
            String answer = raw(
                    "GET /dicom-web/studies?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer.isEmpty() ? "HTTP/1.1 400" : answer).startsWith("HTTP/1.1 4");
        }
        assertThat(http.json("dicom-web/studies?PatientID=QIDO-1")).hasSize(1);
    }

    /** As a client sends it that minds no limit; empty if the server hangs up before it answers. */
    private static String raw(String request) throws Exception {
        try (var socket = new Socket(server.http("").getHost(), server.http("").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(2000), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        }
    }

    @Test
    void aBrokenPercentEncodingIsABadRequest() throws Exception {
        String answer =
                raw("GET /dicom-web/studies?PatientName=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4");
    }

    @Test
    void searchesAreIdempotent() throws Exception {
        HttpResponse<byte[]> first =
                http.get("dicom-web/instances?PatientID=QIDO-*&limit=20&offset=3", "Accept", "*/*");
        HttpResponse<byte[]> second =
                http.get("dicom-web/instances?PatientID=QIDO-*&limit=20&offset=3", "Accept", "*/*");
        assertThat(first.body()).isEqualTo(second.body());
    }

    @Test
    void theIndexTellsHowFarItIs() throws Exception {
        JsonNode index = http.json("api/index");
        assertThat(index.path("state").asText()).isEqualTo("COMPLETE");
        assertThat(index.path("extraAttributes").isArray()).isTrue();
    }

    @Test
    void dicomwebClientSearches() throws Exception {
        Path python = Peers.python("dicomweb_client", "pydicom");
        var ended = Peers.run(
                python.toString(),
                RunningServer.root()
                        .resolve("ear/src/test/python/qido_check.py")
                        .toString(),
                server.http("dicom-web").toString(),
                ROOT);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("dicomweb-client agrees");
    }
}
