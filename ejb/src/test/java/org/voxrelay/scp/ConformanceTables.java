package org.voxrelay.scp;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.voxrelay.config.DicomSettings;
import org.voxrelay.config.UnknownNodes;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.dict.UidDictionary;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dimse.AssociationLimits;
import org.voxrelay.dimse.FindOptions;
import org.voxrelay.dimse.RetrieveOptions;
import org.voxrelay.dimse.StorageOptions;
import org.voxrelay.dimse.TransferCapability;
import org.voxrelay.ingest.Refusal;
import org.voxrelay.nodes.Access;
import org.voxrelay.nodes.KnownNodes;
import org.voxrelay.nodes.Outbox;
import org.voxrelay.nodes.Permission;
import org.voxrelay.query.Level;
import org.voxrelay.query.SupportedKeys;

/** The tables of the conformance statement, in Markdown. */
final class ConformanceTables {
    private ConformanceTables() {}

    static Map<String, String> all() {
        var tables = new TreeMap<String, String>();
        tables.put("services", services());
        tables.put("storage-classes", storageClasses());
        tables.put("storage-syntaxes", syntaxes(TransferCapability.STORAGE));
        tables.put("service-syntaxes", syntaxes(TransferCapability.of(UID.Verification)));
        tables.put("keys", keys());
        tables.put("store-statuses", storeStatuses());
        tables.put("statuses", statuses());
        tables.put("limits", limits());
        tables.put("permissions", permissions());
        tables.put("identification", identification());
        tables.put("extended", extended());
        return tables;
    }

    private static String table(String head, Stream<String> rows) {
        long columns = head.chars().filter(c -> c == '|').count() - 1;
        return head + "\n" + "|---".repeat((int) columns) + "|\n" + rows.collect(Collectors.joining("\n")) + "\n";
    }

    /** All UIDs that the code has constants for, in their order. */
    private static Stream<UidDictionary.Entry> entries() {
        return Arrays.stream(UID.class.getFields())
                .map(ConformanceTables::value)
                .flatMap(uid -> UidDictionary.find(uid).stream());
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(String uid) {
        return UidDictionary.find(uid).orElseThrow().name();
    }

    private static String services() {
        var rows = new ArrayList<String>();
        rows.add(row(UID.Verification, "yes", "yes"));
        for (String[] uids : List.of(InformationModel.find(), InformationModel.move(), InformationModel.get())) {
            Arrays.stream(uids).map(uid -> row(uid, "no", "yes")).forEach(rows::add);
        }
        rows.add(row(UID.StorageCommitmentPushModel, "no", "yes"));
        rows.add(row(UID.InstanceAvailabilityNotification, "yes", "no"));
        rows.add("| storage SOP classes (section 8.1) | | C-MOVE, C-GET | yes |");
        return table("| SOP class | UID | as user (SCU) | as provider (SCP) |", rows.stream());
    }

    private static String row(String uid, String scu, String scp) {
        return "| " + name(uid) + " | `" + uid + "` | " + scu + " | " + scp + " |";
    }

    private static String storageClasses() {
        return table(
                "| SOP class | UID |",
                entries()
                        .filter(entry ->
                                TransferCapability.STORAGE.abstractSyntaxes().test(entry.uid()))
                        .map(entry -> "| " + entry.name() + " | `" + entry.uid() + "` |"));
    }

    private static String syntaxes(TransferCapability capability) {
        return table(
                "| transfer syntax | UID |",
                entries()
                        .filter(entry -> entry.type().equals("Transfer Syntax"))
                        .filter(entry -> capability.transferSyntaxes().test(entry.uid()))
                        .map(entry -> "| " + entry.name() + " | `" + entry.uid() + "` |"));
    }

    private static String keys() {
        return table(
                "| level | attribute | tag | found by |",
                Arrays.stream(Level.values())
                        .flatMap(level -> SupportedKeys.at(level).stream()
                                .map(key -> "| " + Identifier.term(level) + " | "
                                        + ElementDictionary.keywordOf(key.tag()).orElseThrow() + " | "
                                        + ElementDictionary.format(key.tag()) + " | "
                                        + (key.indexed() ? "index" : "looking through") + " |")));
    }

    private static String storeStatuses() {
        return table(
                "| status | reason |",
                Arrays.stream(Refusal.values())
                        .map(why -> "| " + hex(StoreStatus.of(why)) + " | "
                                + why.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " |"));
    }

    private static String statuses() {
        return table(
                "| service | status | meaning |",
                Arrays.stream(ServiceStatus.values())
                        .map(status -> "| " + status.service() + " | " + hex(status.status()) + " | " + status.meaning()
                                + " |"));
    }

    private static String extended() {
        StorageOptions storage = StoreScp.OPTIONS;
        FindOptions find = FindScp.OPTIONS;
        RetrieveOptions retrieve = RetrieveScp.OPTIONS;
        return table(
                "| SOP classes | byte | what | answer |",
                Stream.of(
                        option("storage", 1, "level of support", storage.levelOfSupport()),
                        option("storage", 3, "digital signatures", storage.digitalSignatureSupport()),
                        option("storage", 5, "element coercion", storage.elementCoercion()),
                        option("C-FIND", 1, "relational queries", find.relational()),
                        option("C-FIND", 2, "date and time as one range", find.combinedDateTime()),
                        option("C-FIND", 3, "fuzzy matching of person names", find.fuzzyNames()),
                        option("C-FIND", 4, "timezone adjustment", find.timezoneAdjustment()),
                        option("C-FIND", 5, "enhanced multi-frame image conversion", find.enhancedMultiFrame()),
                        option("C-MOVE, C-GET", 1, "relational retrieval", retrieve.relational()),
                        option(
                                "C-MOVE, C-GET",
                                2,
                                "enhanced multi-frame image conversion",
                                retrieve.enhancedMultiFrame())));
    }

    private static String option(String classes, int number, String what, Enum<?> answer) {
        String meaning = answer.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "| " + classes + " | " + number + " | " + what + " | " + answer.ordinal() + " (" + meaning + ") |";
    }

    private static String option(String classes, int number, String what, boolean granted) {
        return "| " + classes + " | " + number + " | " + what + " | " + (granted ? "1 where proposed" : "0") + " |";
    }

    private static String hex(int status) {
        return String.format("%04XH", status);
    }

    private static String limits() {
        AssociationLimits limits = AssociationLimits.DEFAULT;
        return table(
                "| what | limit |",
                Stream.of(
                        "| longest P-DATA-TF PDU taken | " + limits.maxPduLength() + " bytes |",
                        "| outstanding operations on an association of C-STORE and C-ECHO only | "
                                + limits.maxOperations() + " |",
                        "| outstanding operations on any other | 1 |",
                        "| longest identifier or other data set of a service than C-STORE | "
                                + limits.identifierBytes() / (1 << 20) + " MiB |",
                        "| wait for the next bytes on an open association | " + seconds(limits.idle()) + " |",
                        "| wait for a request, a TLS handshake, the peer to close (ARTIM) | " + seconds(limits.artim())
                                + " |",
                        "| wait for a connection that we open | " + seconds(limits.connect()) + " |",
                        "| answers of one C-FIND, instances of one C-MOVE or C-GET (`VOXRELAY_MAX_MATCHES`) | "
                                + DicomSettings.DEFAULT.maxMatches() + " |",
                        "| attempts to deliver a storage commitment report or an availability notification | "
                                + Outbox.MOST_ATTEMPTS + " |"));
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    private static String permissions() {
        return table(
                "| `may` | known nodes | others, by `VOXRELAY_UNKNOWN_NODES` |",
                Arrays.stream(Permission.values())
                        .map(permission -> "| `" + permission + "` | if granted | " + others(permission) + " |"));
    }

    private static String others(Permission permission) {
        return Arrays.stream(UnknownNodes.values())
                .filter(unknown -> new Access(new KnownNodes(List::of), unknown).may("ANYBODY", permission))
                .map(unknown -> "`" + unknown.name().toLowerCase(Locale.ROOT) + "`")
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), words -> words.isEmpty() ? "never" : words));
    }

    private static String identification() {
        return table(
                "| what | value |",
                Stream.of(
                        "| Implementation Class UID | `" + FileMetaInformation.IMPLEMENTATION_CLASS_UID + "` |",
                        "| Implementation Version Name | `" + FileMetaInformation.IMPLEMENTATION_VERSION_NAME + "` |"));
    }
}
