package org.voxrelay.dimse.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.dict.UidDictionary;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.StoreRequest;
import org.voxrelay.dimse.StoreResult;

/**
 * Gets instances from a node into a folder, in the Study Root model, or those of a patient in the Patient Root model:
 * {@code GetScu OPTION... HOST PORT FOLDER LEVEL KEYWORD=VALUE...}.
 */
public final class GetScu {
    /** One of the 128 contexts is for the request. */
    private static final int MAX_CLASSES = 127;

    private static final String[] TRANSFER_SYNTAXES = {
        UID.ExplicitVRLittleEndian,
        UID.ImplicitVRLittleEndian,
        UID.JPEGLosslessSV1,
        UID.JPEGLSLossless,
        UID.JPEG2000Lossless,
        UID.RLELossless
    };

    private GetScu() {}

    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    /** @return 0 if all came, 1 if not, 2 if the arguments are wrong */
    static int run(PrintStream out, String... args) {
        try {
            Arguments arguments = Arguments.parse(QueryArguments.RETRIEVE_FLAGS, args);
            List<String> others = arguments.others();
            if (others.isEmpty() || !Files.isDirectory(Path.of(others.get(0)))) {
                throw new IllegalArgumentException("a folder that exists is wanted");
            }
            Attributes identifier = QueryArguments.identifier(others.subList(1, others.size()));
            return get(arguments, Path.of(others.get(0)), identifier, out);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println(
                    "usage: GetScu " + Arguments.SHARED + " [--relational] HOST PORT FOLDER LEVEL KEYWORD=VALUE...");
            return 2;
        }
    }

    private static int get(Arguments arguments, Path folder, Attributes identifier, PrintStream out) {
        String model = QueryArguments.model(
                identifier,
                UID.PatientRootQueryRetrieveInformationModelGet,
                UID.StudyRootQueryRetrieveInformationModelGet);
        AssociationRequest request = QueryArguments.retrieval(arguments, model)
                .retrieving((instance, dataset) -> store(instance, dataset, folder));
        UidDictionary.storageSopClasses().stream()
                .filter(uid -> UidDictionary.find(uid)
                        .filter(entry -> !entry.retired())
                        .isPresent())
                .sorted()
                .limit(MAX_CLASSES)
                .forEach(uid -> request.addRetrieved(uid, TRANSFER_SYNTAXES));
        try (Association association = request.open()) {
            return MoveScu.report(association.get(model, identifier, progress -> true), out);
        } catch (IOException e) {
            out.println("no answer: " + e.getMessage());
            return 1;
        }
    }

    /** The UID was checked to be one, so it is safe as a name. */
    private static StoreResult store(StoreRequest instance, InputStream dataset, Path folder) throws IOException {
        Path file = folder.resolve(new Uid(instance.sopInstanceUid()) + ".dcm");
        try (OutputStream out = Files.newOutputStream(file)) {
            Attributes meta = FileMetaInformation.of(
                    new Uid(instance.sopClassUid()), new Uid(instance.sopInstanceUid()), instance.transferSyntaxUid());
            new DicomOutputStream(out, TransferSyntax.of(instance.transferSyntaxUid()))
                    .writeFile(meta, new Attributes(0));
            dataset.transferTo(out);
        }
        return StoreResult.SUCCESS;
    }
}
