package org.voxrelay.web.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a body that its sender broke off from a disk of ours that is broken: both are an {@link IOException} later on. */
@Provider
public class RequestBodies implements ContainerRequestFilter {
    /** Not all of the body came. */
    static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1;

        BrokenOff(IOException cause) {
            super("the body broke off: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setEntityStream(new Body(request.getEntityStream()));
    }

    private static final class Body extends FilterInputStream {
        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw new BrokenOff(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            try {
                return in.read(into, offset, count);
            } catch (IOException e) {
                throw new BrokenOff(e);
            }
        }
    }
}
