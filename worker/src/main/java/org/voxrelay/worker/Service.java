package org.voxrelay.worker;

import java.nio.ByteBuffer;
import java.util.List;

/** The work of a child process. */
@FunctionalInterface
public interface Service {
    /**
     * Does one request; one is done at a time.
     *
     * @param request as the parent gave it
     * @param bulk the segments of the parent's shared memory, in the byte order of the machine; none without one
     * @return the answer, within the limits of the parent
     * @throws ServiceException to decline this request; anything else that is thrown ends the child
     */
    byte[] answer(byte[] request, List<ByteBuffer> bulk) throws ServiceException;
}
