package org.voxrelay.scu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.voxrelay.dimse.PeerLink;

/** The associations on which commitment was asked for, by transaction: whoever stays there may be waiting for the report. */
public final class OpenLinks {
    private static final int MOST = 1000;

    private final Map<String, PeerLink> links = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PeerLink> eldest) {
            return size() > MOST; // the oldest gets its report on a new association
        }
    };

    /** Remembers where a transaction came from. */
    public synchronized void put(String transactionUid, PeerLink link) {
        links.put(transactionUid, link);
    }

    synchronized Optional<PeerLink> take(String transactionUid) {
        return Optional.ofNullable(links.remove(transactionUid));
    }
}
