package org.voxrelay.dimse;

import java.util.List;
import java.util.Optional;

/**
 * What answers associations under a title: whom it lets in, and what it serves.
 *
 * @param title up to 16 characters
 * @param capabilities the first that knows an abstract syntax counts
 */
public record ApplicationEntity(
        String title, AssociationPolicy policy, List<TransferCapability> capabilities, StoreService storeService) {
    /** @throws IllegalArgumentException if the title is no AE title (PS3.5 section 6.2) */
    public ApplicationEntity {
        if (!isTitle(title)) {
            throw new IllegalArgumentException("not an AE title: 1 to 16 printable characters without a backslash");
        }
        capabilities = List.copyOf(capabilities);
    }

    /** Lets everybody in who calls this title, answers C-ECHO and stores all storage classes. */
    public static ApplicationEntity storing(String title, StoreService storeService) {
        return new ApplicationEntity(
                title,
                AssociationPolicy.calling(title),
                List.of(TransferCapability.VERIFICATION, TransferCapability.STORAGE),
                storeService);
    }

    static boolean isTitle(String title) {
        return title.matches("[ -\\[\\]-~]{1,16}") && !title.isBlank();
    }

    Optional<TransferCapability> capabilityFor(String abstractSyntax) {
        return capabilities.stream()
                .filter(capability -> capability.abstractSyntaxes().test(abstractSyntax))
                .findFirst();
    }
}
