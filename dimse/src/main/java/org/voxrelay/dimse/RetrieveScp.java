package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** Answers C-GET and C-MOVE requests (PS3.7 sections 9.3.3 and 9.3.4, PS3.4 sections C.4.2 and C.4.3). */
final class RetrieveScp {
    private static final Logger LOG = System.getLogger(RetrieveScp.class.getName());

    private final Dialogue dialogue;
    private final Services services;

    RetrieveScp(Dialogue dialogue, Services services) {
        this.dialogue = dialogue;
        this.services = services;
    }

    void retrieve(Command command, PresentationContext context) throws IOException {
        boolean move = command.field() == Command.C_MOVE_RQ;
        String sopClass = context.abstractSyntax();
        Optional<RetrieveService> service = move
                ? services.move(sopClass).map(Services.Move::service)
                : services.get(sopClass).map(Services.Get::service);
        if (service.isEmpty()) {
            ServiceProvider.refuse(
                    dialogue, command, Status.UNRECOGNIZED_OPERATION, "This class has no such operation");
            return;
        }
        Optional<Attributes> identifier = dialogue.readDataSet(command);
        if (identifier.isEmpty()) {
            dialogue.send(command.response(Status.UNABLE_TO_PROCESS, "The identifier cannot be read"));
            return;
        }
        Optional<String> title =
                move ? Optional.of(command.set().getString(Tag.MoveDestination, "")) : Optional.empty();
        RetrieveRequest request = new RetrieveRequest(dialogue.info(), sopClass, identifier.get(), title);
        if (move) {
            move(command, request);
        } else {
            get(command, service.get(), request);
        }
    }

    private void get(Command command, RetrieveService service, RetrieveRequest request) throws IOException {
        RetrieveService.Result result = call(service, request);
        if (result instanceof RetrieveService.Result.Instances found) {
            send(command, found.instances(), new GetSender(dialogue));
        } else if (result instanceof RetrieveService.Result.Refused refused) {
            answer(command, refused.answer());
        }
    }

    private void move(Command command, RetrieveRequest request) throws IOException {
        Services.Move service = services.move(request.sopClassUid()).orElseThrow();
        Optional<AssociationRequest> destination;
        try {
            destination = service.destinations()
                    .find(request, request.moveDestination().orElseThrow());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The destination of a C-MOVE could not be looked up", e);
            answer(command, new OperationResult(Status.UNABLE_TO_PROCESS, "The destination could not be looked up"));
            return;
        }
        if (destination.isEmpty()) {
            answer(command, new OperationResult(Status.MOVE_DESTINATION_UNKNOWN, "The move destination is unknown"));
            return;
        }
        RetrieveService.Result result = call(service.service(), request);
        if (result instanceof RetrieveService.Result.Instances found) {
            var originator = new Commands.MoveOriginator(request.association().callingAeTitle(), command.messageId());
            try (MoveSender sender = new MoveSender(destination.get(), originator, found.instances())) {
                send(command, found.instances(), sender);
            }
        } else if (result instanceof RetrieveService.Result.Refused refused) {
            answer(command, refused.answer());
        }
    }

    private static RetrieveService.Result call(RetrieveService service, RetrieveRequest request) {
        try {
            return service.retrieve(request);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "A retrieval of class " + request.sopClassUid() + " failed", e);
            return new RetrieveService.Result.Refused(
                    new OperationResult(Status.UNABLE_TO_PROCESS, "The retrieval failed"));
        }
    }

    private void answer(Command command, OperationResult result) throws IOException {
        dialogue.send(command.response(result.status(), result.errorComment()));
    }

    private void send(Command command, List<OutgoingInstance> instances, InstanceSender sender) throws IOException {
        SubOperations counts = new SubOperations(instances.size());
        for (OutgoingInstance instance : instances) {
            if (dialogue.isCancelled()) {
                finish(command, counts, Status.CANCEL);
                return;
            }
            counts.ended(instance.sopInstance(), sender.send(instance));
            if (!counts.areDone()) {
                dialogue.send(command.response(Status.PENDING, "").with(counts.counts(true)));
            }
        }
        finish(command, counts, counts.status());
    }

    private void finish(Command command, SubOperations counts, int status) throws IOException {
        Attributes failed = counts.failedInstances();
        Command response = command.response(status, "").with(counts.counts(status == Status.CANCEL));
        if (failed.isEmpty()) {
            dialogue.send(response);
        } else {
            dialogue.send(response.withDataSet(), failed);
        }
    }
}
