package org.voxrelay.users;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.wildfly.security.auth.principal.NamePrincipal;
import org.wildfly.security.auth.realm.FileSystemSecurityRealm;
import org.wildfly.security.auth.server.ModifiableRealmIdentity;
import org.wildfly.security.authz.MapAttributes;
import org.wildfly.security.credential.PasswordCredential;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.spec.EncryptablePasswordSpec;
import org.wildfly.security.password.spec.IteratedSaltedPasswordAlgorithmSpec;

/**
 * Users with their roles and the bcrypt hashes of their passwords, a file each below a folder, as WildFly's
 * {@code filesystem-realm} keeps them. The running server looks at each log-in, so a change needs no restart.
 */
public final class Users {
    /** The attribute that the server's role decoder reads. */
    static final String ROLES = "roles";

    private static final int SHORTEST_PASSWORD = 12;
    /** What bcrypt looks at, in UTF-8. */
    private static final int LONGEST_PASSWORD = 72;

    private static final int COST = 11;

    private final FileSystemSecurityRealm realm;

    /** @param folder that is made with the first user, and that nobody else should be able to read */
    public Users(Path folder) {
        realm = FileSystemSecurityRealm.builder()
                .setRoot(folder)
                .setProviders(() -> new Provider[] {WildFlyElytronPasswordProvider.getInstance()})
                .build();
    }

    /**
     * Adds a user, or gives one another password and other roles.
     *
     * @throws IllegalArgumentException if name or password cannot be used; the message says why
     */
    public void put(String name, char[] password, Set<Role> roles) throws IOException {
        check(name, password);
        ModifiableRealmIdentity identity = realm.getRealmIdentityForUpdate(new NamePrincipal(name));
        try {
            if (!identity.exists()) {
                identity.create();
            }
            identity.setCredentials(List.of(new PasswordCredential(hash(password))));
            var attributes = new MapAttributes();
            attributes.addAll(ROLES, roles.stream().map(Role::written).sorted().toList());
            identity.setAttributes(attributes);
        } finally {
            identity.dispose();
        }
    }

    /** @return false if there is no such user */
    public boolean remove(String name) throws IOException {
        ModifiableRealmIdentity identity = realm.getRealmIdentityForUpdate(new NamePrincipal(name));
        try {
            if (!identity.exists()) {
                return false;
            }
            identity.delete();
            return true;
        } finally {
            identity.dispose();
        }
    }

    /** In the order of the alphabet. */
    public List<String> names() throws IOException {
        var names = new ArrayList<String>();
        try (var identities = realm.getRealmIdentityIterator()) {
            while (identities.hasNext()) {
                ModifiableRealmIdentity identity = identities.next();
                names.add(identity.getRealmIdentityPrincipal().getName());
                identity.dispose(); // it is locked until then
            }
        }
        Collections.sort(names);
        return names;
    }

    private static void check(String name, char[] password) {
        // A colon ends the name in HTTP Basic (RFC 7617 section 2).
        if (!name.matches("[\\p{L}\\p{N}._@-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a user's name has 1 to 64 letters, digits, dots, hyphens, underscores or @, and no others");
        }
        int bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)).remaining();
        if (password.length < SHORTEST_PASSWORD || bytes > LONGEST_PASSWORD) {
            throw new IllegalArgumentException("a password has at least " + SHORTEST_PASSWORD
                    + " characters and at most " + LONGEST_PASSWORD + " bytes in UTF-8");
        }
    }

    private static BCryptPassword hash(char[] password) {
        byte[] salt = new byte[BCryptPassword.BCRYPT_SALT_SIZE];
        new SecureRandom().nextBytes(salt);
        try {
            var factory = PasswordFactory.getInstance(
                    BCryptPassword.ALGORITHM_BCRYPT, WildFlyElytronPasswordProvider.getInstance());
            var how = new IteratedSaltedPasswordAlgorithmSpec(COST, salt);
            return (BCryptPassword) factory.generatePassword(new EncryptablePasswordSpec(password, how));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider that we name has no bcrypt", e);
        }
    }
}
