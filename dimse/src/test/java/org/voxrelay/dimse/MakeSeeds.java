package org.voxrelay.dimse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.PduEncoder;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.UserInformation;

/** Writes the seeds of the fuzz tests: {@code MakeSeeds src/test/resources}. What is called found-... is kept by hand. */
public final class MakeSeeds {
    private static final int HEADER = 6;

    private MakeSeeds() {}

    public static void main(String... args) throws IOException {
        Path root = Path.of(args[0], "org/voxrelay/dimse");
        Path pdus = Files.createDirectories(root.resolve("pdu/PduFuzzTestInputs/aPduIsReadAndWrittenOrRefused"));
        var context = new ProposedContext(1, UID.CTImageStorage, List.of(UID.ExplicitVRLittleEndian));
        var user = new UserInformation(16384, "1.2.3", "SEED");
        write(
                pdus.resolve("associate-rq"),
                new Pdu.AssociateRq("CALLED", "CALLING", Pdu.APPLICATION_CONTEXT, List.of(context), user));
        write(pdus.resolve("associate-rj"), new Pdu.AssociateRj(1, 1, 7));
        write(pdus.resolve("abort"), Pdu.Abort.BY_USER);
        Path commands =
                Files.createDirectories(root.resolve("CommandFuzzTestInputs/aCommandSetIsReadAndAnsweredOrRefused"));
        Files.write(
                commands.resolve("c-echo-rq"),
                Commands.echo(1, 1, UID.Verification).encode());
        Files.write(
                commands.resolve("c-store-rq"),
                Commands.store(1, 2, UID.CTImageStorage, "1.2.3").encode());
    }

    private static void write(Path file, Pdu pdu) throws IOException {
        byte[] bytes = PduEncoder.encode(pdu);
        byte[] seed = Arrays.copyOfRange(bytes, HEADER - 1, bytes.length);
        seed[0] = bytes[0];
        Files.write(file, seed);
    }
}
