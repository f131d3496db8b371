package org.voxrelay.dimse;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a {@link DimseServer} listens.
 *
 * @param address port 0 takes a free one
 * @param tls for encrypted connections only; a listener takes either those or plain ones
 */
public record Listener(InetSocketAddress address, Optional<TlsContext> tls) {
    public static Listener plain(InetSocketAddress address) {
        return new Listener(address, Optional.empty());
    }

    public static Listener encrypted(InetSocketAddress address, TlsContext tls) {
        return new Listener(address, Optional.of(tls));
    }
}
