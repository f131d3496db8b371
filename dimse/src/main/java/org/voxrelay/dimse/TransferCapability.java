package org.voxrelay.dimse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.dict.UidDictionary;

/** Abstract syntaxes that an application entity serves, and the transfer syntaxes that it takes them in. */
public record TransferCapability(Predicate<String> abstractSyntaxes, Predicate<String> transferSyntaxes) {
    private static final Set<String> READ_HERE = Set.of(
            UID.ImplicitVRLittleEndian,
            UID.ExplicitVRLittleEndian,
            UID.ExplicitVRBigEndian,
            UID.DeflatedExplicitVRLittleEndian);

    /** C-ECHO (PS3.4 Annex A). */
    static final TransferCapability VERIFICATION =
            new TransferCapability(UID.Verification::equals, TransferCapability::isTransferSyntax);

    /** All storage SOP classes of the dictionary, in every transfer syntax: instances are kept as they come. */
    public static final TransferCapability STORAGE =
            new TransferCapability(UidDictionary::isStorageSopClass, Uid::isValid);

    /** Storage of other classes too, private ones for instance. */
    public static TransferCapability storageOf(Predicate<String> abstractSyntaxes) {
        return new TransferCapability(abstractSyntaxes, Uid::isValid);
    }

    /** These classes, in the transfer syntaxes in which identifiers and other data sets are read here. */
    public static TransferCapability of(String... sopClassUids) {
        return new TransferCapability(Set.of(sopClassUids)::contains, READ_HERE::contains);
    }

    /** @return the first proposed syntax that the dictionary knows and this capability takes, or else the first that it takes */
    public Optional<String> choose(List<String> proposedTransferSyntaxes) {
        return proposedTransferSyntaxes.stream()
                .filter(transferSyntaxes)
                .filter(TransferCapability::isTransferSyntax)
                .findFirst()
                .or(() -> proposedTransferSyntaxes.stream()
                        .filter(transferSyntaxes)
                        .findFirst());
    }

    private static boolean isTransferSyntax(String uid) {
        return UidDictionary.find(uid)
                .filter(entry -> entry.type().equals("Transfer Syntax"))
                .isPresent();
    }
}
