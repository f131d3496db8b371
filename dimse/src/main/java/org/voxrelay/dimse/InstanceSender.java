package org.voxrelay.dimse;

/** Does one C-STORE sub-operation, on the same association or on another. */
interface InstanceSender {
    /**
     * @return a failure of our own making too, if the instance cannot be sent
     * @throws AssociationException if the association of the retrieval is over
     */
    StoreResult send(OutgoingInstance instance) throws AssociationException;
}
