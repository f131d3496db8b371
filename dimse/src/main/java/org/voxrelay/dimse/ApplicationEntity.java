package org.voxrelay.dimse;

import java.util.Optional;

/**
 * What answers associations under a title: whom it lets in, and what it serves. C-ECHO is always served. Made by a
 * {@link Builder}; does not change.
 */
public final class ApplicationEntity {
    private final String title;
    private final AssociationPolicy policy;
    private final IdentityVerifier identities;
    private final Services services;

    private ApplicationEntity(Builder builder) {
        title = builder.title;
        policy = builder.policy;
        identities = builder.identities;
        services = new Services(builder.services);
    }

    /** Lets everybody in who calls this title, and stores all storage classes. */
    public static ApplicationEntity storing(String title, StoreService storeService) {
        return titled(title).store(storeService).build();
    }

    /**
     * An entity that, if nothing else is said, lets everybody in who calls it by its title.
     *
     * @param title up to 16 characters
     * @throws IllegalArgumentException if it is no AE title (PS3.5 section 6.2)
     */
    public static Builder titled(String title) {
        if (!isTitle(title)) {
            throw new IllegalArgumentException("not an AE title: 1 to 16 printable characters without a backslash");
        }
        return new Builder(title);
    }

    static boolean isTitle(String title) {
        return title.matches("[ -\\[\\]-~]{1,16}") && !title.isBlank();
    }

    public String title() {
        return title;
    }

    AssociationPolicy policy() {
        return policy;
    }

    IdentityVerifier identities() {
        return identities;
    }

    Services services() {
        return services;
    }

    /** Collects what an entity serves; of two services for the same class the first counts. */
    public static final class Builder {
        private final String title;
        private final Services services = new Services();
        private AssociationPolicy policy;
        private IdentityVerifier identities = IdentityVerifier.NONE;

        private Builder(String title) {
            this.title = title;
            policy = AssociationPolicy.calling(title);
        }

        public Builder policy(AssociationPolicy newPolicy) {
            policy = newPolicy;
            return this;
        }

        public Builder identities(IdentityVerifier verifier) {
            identities = verifier;
            return this;
        }

        /** C-STORE of all storage classes of the dictionary in every transfer syntax. */
        public Builder store(StoreService service) {
            return store(TransferCapability.STORAGE, service);
        }

        public Builder store(TransferCapability capability, StoreService service) {
            services.add(capability, new Services.Store(service, Optional.empty()));
            return this;
        }

        /**
         * C-STORE of all storage classes of the dictionary in every transfer syntax; requesters that ask are told what
         * becomes of their instances. With level 2 of support, classes of which a requester just says that they are of
         * the Storage service are stored too.
         */
        public Builder store(StoreService service, StorageOptions options) {
            services.add(TransferCapability.STORAGE, new Services.Store(service, Optional.of(options)));
            return this;
        }

        /** @param supported what is granted where a requester asks for it */
        public Builder find(FindService service, FindOptions supported, String... sopClassUids) {
            services.add(TransferCapability.of(sopClassUids), new Services.Find(service, supported));
            return this;
        }

        /**
         * C-GET; the instances go back on the same association, in the contexts that the requester opened for that.
         *
         * @param supported what is granted where a requester asks for it
         */
        public Builder get(RetrieveService service, RetrieveOptions supported, String... sopClassUids) {
            services.add(TransferCapability.of(sopClassUids), new Services.Get(service, supported));
            return this;
        }

        /** @param supported what is granted where a requester asks for it */
        public Builder move(
                RetrieveService service,
                MoveDestinations destinations,
                RetrieveOptions supported,
                String... sopClassUids) {
            services.add(TransferCapability.of(sopClassUids), new Services.Move(service, destinations, supported));
            return this;
        }

        /** N-EVENT-REPORT, N-GET, N-SET, N-ACTION, N-CREATE and N-DELETE. */
        public Builder normalized(NormalizedService service, String... sopClassUids) {
            services.add(TransferCapability.of(sopClassUids), service);
            return this;
        }

        public ApplicationEntity build() {
            return new ApplicationEntity(this);
        }
    }
}
