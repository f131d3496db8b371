package org.voxrelay.dimse.pdu;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The User Information item as bytes, both ways (PS3.7 section D.3.3, PS3.8 Annex D). */
final class UserInformationCodec {
    private UserInformationCodec() {}

    static byte[] encode(UserInformation user) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        byte[] length = ByteBuffer.allocate(4).putInt(user.maxPduLength()).array();
        Items.write(out, Items.MAXIMUM_LENGTH, length);
        Items.write(out, Items.IMPLEMENTATION_CLASS, Items.ascii(user.implementationClassUid()));
        user.items().window().ifPresent(window -> Items.write(out, Items.ASYNC_WINDOW, window(window)));
        user.items().roles().forEach(role -> Items.write(out, Items.ROLE_SELECTION, role(role)));
        Items.write(out, Items.IMPLEMENTATION_VERSION, Items.ascii(user.implementationVersionName()));
        user.items().extended().forEach(item -> Items.write(out, Items.EXTENDED_NEGOTIATION, extended(item)));
        user.items()
                .commonExtended()
                .forEach(item -> Items.write(out, Items.COMMON_EXTENDED_NEGOTIATION, common(item)));
        user.items().identity().ifPresent(identity -> Items.write(out, Items.USER_IDENTITY, identity(identity)));
        user.items()
                .identityResponse()
                .ifPresent(response -> Items.write(out, Items.USER_IDENTITY_RESPONSE, response(response)));
        return out.toByteArray();
    }

    private static byte[] window(AsyncOperationsWindow window) {
        return ByteBuffer.allocate(4)
                .putShort((short) window.invoked())
                .putShort((short) window.performed())
                .array();
    }

    private static byte[] role(RoleSelection role) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(68);
        Items.writeField(out, Items.ascii(role.sopClassUid()));
        out.write(role.scu() ? 1 : 0);
        out.write(role.scp() ? 1 : 0);
        return out.toByteArray();
    }

    private static byte[] extended(ExtendedNegotiation item) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(72);
        Items.writeField(out, Items.ascii(item.sopClassUid()));
        out.writeBytes(item.information().bytes());
        return out.toByteArray();
    }

    private static byte[] common(CommonExtendedNegotiation item) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        Items.writeField(out, Items.ascii(item.sopClassUid()));
        Items.writeField(out, Items.ascii(item.serviceClassUid()));
        ByteArrayOutputStream related = new ByteArrayOutputStream(128);
        item.relatedGeneralSopClassUids().forEach(uid -> Items.writeField(related, Items.ascii(uid)));
        Items.writeField(out, related.toByteArray());
        return out.toByteArray();
    }

    private static byte[] identity(UserIdentity identity) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.write(identity.type().code());
        out.write(identity.responseRequested() ? 1 : 0);
        Items.writeField(out, identity.primary().bytes());
        Items.writeField(out, identity.secondary().bytes());
        return out.toByteArray();
    }

    private static byte[] response(Octets response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 + response.size());
        Items.writeField(out, response.bytes());
        return out.toByteArray();
    }

    static UserInformation decode(ByteBuffer items) {
        Decoder decoder = new Decoder();
        while (items.hasRemaining()) {
            int type = items.get() & 0xFF;
            decoder.read(type, Items.content(items));
        }
        return decoder.information();
    }

    /** Of an item that may come once the last counts, as with the presentation contexts' transfer syntax. */
    private static final class Decoder {
        private int maxPduLength;
        private String implementationClassUid = "";
        private String implementationVersionName = "";
        private Optional<AsyncOperationsWindow> window = Optional.empty();
        private final List<RoleSelection> roles = new ArrayList<>();
        private final List<ExtendedNegotiation> extended = new ArrayList<>();
        private final List<CommonExtendedNegotiation> common = new ArrayList<>();
        private Optional<UserIdentity> identity = Optional.empty();
        private Optional<Octets> identityResponse = Optional.empty();

        void read(int type, ByteBuffer item) {
            switch (type) {
                case Items.MAXIMUM_LENGTH -> maxPduLength = item.getInt();
                case Items.IMPLEMENTATION_CLASS -> implementationClassUid = Items.text(item);
                case Items.IMPLEMENTATION_VERSION -> implementationVersionName = Items.text(item);
                case Items.ASYNC_WINDOW -> window = Optional.of(window(item));
                case Items.ROLE_SELECTION -> roles.add(role(item));
                case Items.EXTENDED_NEGOTIATION -> extended.add(extended(item));
                case Items.COMMON_EXTENDED_NEGOTIATION -> common.add(common(item));
                case Items.USER_IDENTITY -> identity = identity(item);
                case Items.USER_IDENTITY_RESPONSE ->
                    identityResponse = Optional.of(Octets.of(Items.bytes(Items.field(item))));
                default -> {} // a later edition's item
            }
        }

        private static AsyncOperationsWindow window(ByteBuffer item) {
            return new AsyncOperationsWindow(item.getShort() & 0xFFFF, item.getShort() & 0xFFFF);
        }

        private static RoleSelection role(ByteBuffer item) {
            return new RoleSelection(Items.text(Items.field(item)), item.get() == 1, item.get() == 1);
        }

        private static ExtendedNegotiation extended(ByteBuffer item) {
            return new ExtendedNegotiation(Items.text(Items.field(item)), Octets.of(Items.bytes(item)));
        }

        private static CommonExtendedNegotiation common(ByteBuffer item) {
            String sopClass = Items.text(Items.field(item));
            String serviceClass = Items.text(Items.field(item));
            List<String> related = new ArrayList<>();
            ByteBuffer uids = item.hasRemaining() ? Items.field(item) : item;
            while (uids.hasRemaining()) {
                related.add(Items.text(Items.field(uids)));
            }
            return new CommonExtendedNegotiation(sopClass, serviceClass, related);
        }

        /** An identity of a type that nobody knows here is none: the association goes on without one. */
        private static Optional<UserIdentity> identity(ByteBuffer item) {
            int type = item.get() & 0xFF;
            boolean responseRequested = item.get() == 1;
            Octets primary = Octets.of(Items.bytes(Items.field(item)));
            Octets secondary = Octets.of(Items.bytes(Items.field(item)));
            return UserIdentity.Type.of(type)
                    .map(known -> new UserIdentity(known, responseRequested, primary, secondary));
        }

        UserInformation information() {
            UserItems items = new UserItems(window, roles, extended, common, identity, identityResponse);
            return new UserInformation(maxPduLength, implementationClassUid, implementationVersionName, items);
        }
    }
}
