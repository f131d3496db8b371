package org.voxrelay.dimse;

import java.io.IOException;

/** Serves the requests of the peer by the services that are there for their SOP classes. */
final class ServiceProvider implements Dialogue.Server {
    private final Dialogue dialogue;
    private final StoreScp store;
    private final FindScp find;
    private final RetrieveScp retrieve;
    private final NormalizedScp normalized;

    ServiceProvider(Dialogue dialogue, Services services, PeerLink link) {
        this.dialogue = dialogue;
        store = new StoreScp(dialogue, services);
        find = new FindScp(dialogue, services);
        retrieve = new RetrieveScp(dialogue, services);
        normalized = new NormalizedScp(dialogue, services, link);
    }

    @Override
    public void serve(Command request) throws IOException {
        PresentationContext context = dialogue.contextOf(request);
        switch (request.field()) {
            case Command.C_ECHO_RQ -> {
                dialogue.skipDataSet(request);
                dialogue.send(request.response(Status.SUCCESS, ""));
            }
            case Command.C_STORE_RQ -> {
                requireDataSet(request);
                store.store(request, context);
            }
            case Command.C_FIND_RQ -> {
                requireDataSet(request);
                find.find(request, context);
            }
            case Command.C_GET_RQ, Command.C_MOVE_RQ -> {
                requireDataSet(request);
                retrieve.retrieve(request, context);
            }
            default -> serveNormalized(request, context);
        }
    }

    private void serveNormalized(Command request, PresentationContext context) throws IOException {
        var operation = NormalizedOperation.of(request.field());
        if (operation.isPresent()) {
            normalized.perform(operation.get(), request, context);
        } else {
            refuse(dialogue, request, Status.UNRECOGNIZED_OPERATION, "This operation is not served");
        }
    }

    private void requireDataSet(Command request) throws AssociationException {
        if (!request.hasDataSet()) {
            throw dialogue.layer().refuse("The peer sent a request without its data set");
        }
    }

    /** Answers a request whose data set nobody has read. */
    static void refuse(Dialogue dialogue, Command request, int status, String comment) throws IOException {
        dialogue.skipDataSet(request);
        dialogue.send(request.response(status, comment));
    }
}
