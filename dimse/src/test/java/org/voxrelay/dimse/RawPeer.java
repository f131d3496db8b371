package org.voxrelay.dimse;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.PduEncoder;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.UserInformation;

/** A peer that sends what it likes, byte by byte. Context 1 is Verification, 3 is CT Image Storage, both implicit VR. */
final class RawPeer implements Closeable {
    static final byte[] REQUEST = PduEncoder.encode(new Pdu.AssociateRq(
            "TEST",
            "RAW",
            Pdu.APPLICATION_CONTEXT,
            List.of(
                    new ProposedContext(1, UID.Verification, List.of(UID.ImplicitVRLittleEndian)),
                    new ProposedContext(3, UID.CTImageStorage, List.of(UID.ImplicitVRLittleEndian))),
            new UserInformation(16384, "1.2.3", "RAW")));

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    RawPeer(DimseServer server) throws IOException {
        this(server.port());
    }

    RawPeer(int port) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(4096); // so that a server soon waits for a peer that does not read
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A peer with an association. */
    static RawPeer associated(DimseServer server) throws IOException {
        RawPeer peer = new RawPeer(server);
        peer.send(REQUEST);
        String answer = peer.receive();
        if (!answer.startsWith("02")) {
            throw new IllegalStateException("no acceptance but " + answer);
        }
        return peer;
    }

    RawPeer send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    RawPeer send(String hex) throws IOException {
        return send(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** A P-DATA-TF PDU of one presentation data value. */
    RawPeer sendData(int contextId, int flags, byte[] data) throws IOException {
        ByteBuffer pdu = ByteBuffer.allocate(12 + data.length);
        pdu.put((byte) 4).put((byte) 0).putInt(data.length + 6);
        pdu.putInt(data.length + 2).put((byte) contextId).put((byte) flags).put(data);
        return send(pdu.array());
    }

    /** The next PDU in hexadecimal digits; "closed" at the end of the connection. */
    String receive() throws IOException {
        try {
            byte[] header = in.readNBytes(6);
            if (header.length < 6) {
                return "closed";
            }
            byte[] body = in.readNBytes(ByteBuffer.wrap(header).getInt(2));
            return HexFormat.of().formatHex(header) + HexFormat.of().formatHex(body);
        } catch (EOFException | SocketException e) {
            return "closed";
        }
    }

    /** All that comes until the end of the connection. */
    byte[] receiveAll() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    RawPeer halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    static byte[] echoCommand() {
        return Commands.echo(1, 1, UID.Verification).encode();
    }

    static byte[] storeCommand(String sopInstance) {
        return Commands.store(3, 1, UID.CTImageStorage, sopInstance).encode();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
