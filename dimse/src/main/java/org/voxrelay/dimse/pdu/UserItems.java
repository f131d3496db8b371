package org.voxrelay.dimse.pdu;

import java.util.List;
import java.util.Optional;

/**
 * The optional parts of the user information (PS3.7 section D.3.3). What is absent holds by its default.
 *
 * @param identity comes in a request only
 * @param identityResponse comes in an answer only: the identity was believed. Kerberos has bytes here
 */
public record UserItems(
        Optional<AsyncOperationsWindow> window,
        List<RoleSelection> roles,
        List<ExtendedNegotiation> extended,
        List<CommonExtendedNegotiation> commonExtended,
        Optional<UserIdentity> identity,
        Optional<Octets> identityResponse) {
    public static final UserItems NONE =
            new UserItems(Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    public UserItems {
        roles = List.copyOf(roles);
        extended = List.copyOf(extended);
        commonExtended = List.copyOf(commonExtended);
    }

    /** @return the roles of this class; without a proposal the requester is the user only */
    public RoleSelection rolesOf(String sopClassUid) {
        return roles.stream()
                .filter(role -> role.sopClassUid().equals(sopClassUid))
                .findFirst()
                .orElse(new RoleSelection(sopClassUid, true, false));
    }

    public Optional<Octets> extendedOf(String sopClassUid) {
        return extended.stream()
                .filter(item -> item.sopClassUid().equals(sopClassUid))
                .map(ExtendedNegotiation::information)
                .findFirst();
    }
}
