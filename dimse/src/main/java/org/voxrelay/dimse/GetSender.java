package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Sends the instances of a C-GET back on the same association, in contexts in which the requester is the SCP. */
final class GetSender implements InstanceSender {
    private static final Logger LOG = System.getLogger(GetSender.class.getName());

    private final Dialogue dialogue;

    GetSender(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    @Override
    public StoreResult send(OutgoingInstance instance) throws AssociationException {
        Optional<PresentationContext> context = instance.transferSyntaxUids().stream()
                .flatMap(syntax -> dialogue.context(c -> fits(c, instance, syntax)).stream())
                .findFirst();
        if (context.isEmpty()) {
            return new StoreResult(Status.SOP_CLASS_NOT_SUPPORTED, "No context was accepted for the instance");
        }
        try {
            return send(instance, context.get());
        } catch (AssociationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "SOP instance {0} could not be sent: {1}", instance.sopInstance(), e.toString());
            return new StoreResult(Status.PROCESSING_FAILURE, "The instance could not be read");
        }
    }

    private static boolean fits(PresentationContext context, OutgoingInstance instance, String transferSyntax) {
        return context.requesterIsScp()
                && context.abstractSyntax().equals(instance.sopClass().value())
                && context.transferSyntax().equals(transferSyntax);
    }

    private StoreResult send(OutgoingInstance instance, PresentationContext context) throws IOException {
        Command request = Commands.store(
                context.id(),
                dialogue.nextMessageId(),
                instance.sopClass().value(),
                instance.sopInstance().value());
        dialogue.send(request, out -> instance.writer().write(context.transferSyntax(), out));
        Command response = dialogue.await(request).command();
        return new StoreResult(response.status(), response.errorComment());
    }
}
