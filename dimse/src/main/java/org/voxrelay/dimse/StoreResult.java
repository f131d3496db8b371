package org.voxrelay.dimse;

/**
 * The answer to a C-STORE request.
 *
 * @param status of PS3.4 Table B.2-1 or PS3.7 Annex C
 * @param errorComment a sentence for the sender, at most 64 characters are sent; empty if there is nothing to say
 */
public record StoreResult(int status, String errorComment) {
    public static final StoreResult SUCCESS = new StoreResult(0, "");

    /** @return whether the instance is stored: success or a warning (PS3.7 Annex C) */
    public boolean isStored() {
        return status == 0 || status == 1 || (status & 0xF000) == 0xB000;
    }
}
