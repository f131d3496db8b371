package org.voxrelay.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The main program of the tests' children: does what the request says. */
public final class Misbehaving implements Service {
    private final long depth;

    private Misbehaving() {
        depth = dive(20_000, 1, 2, 3, 4, 5, 6);
    }

    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.exit(7);
        }
        Child.serve(Misbehaving::new);
    }

    @Override
    public byte[] answer(byte[] request, List<ByteBuffer> bulk) throws ServiceException {
        String text = new String(request, StandardCharsets.UTF_8);
        String[] words = text.split(" ");
        try {
            return switch (words[0]) {
                case "echo" -> request;
                case "pid" -> Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
                case "environment" -> String.valueOf(System.getenv(words[1])).getBytes(StandardCharsets.UTF_8);
                case "leave" -> Files.createTempFile("left", "").toString().getBytes(StandardCharsets.UTF_8);
                case "refuse" -> throw new ServiceException("not this one");
                case "throw" -> throw new IllegalStateException("a bug");
                case "sum" -> sum(bulk);
                case "signal" -> signal(words[1]);
                case "hang" -> hang();
                case "eat" -> eat();
                case "dive" ->
                    Long.toString(dive(Integer.parseInt(words[1]), 1, 2, 3, 4, 5, 6))
                            .getBytes(StandardCharsets.UTF_8);
                case "made" -> Long.toString(depth).getBytes(StandardCharsets.UTF_8);
                case "flood" -> flood();
                case "print" -> print();
                case "long" -> new byte[2 << 20];
                default -> throw new ServiceException("what?");
            };
        } catch (IOException | InterruptedException e) {
            throw new ServiceException(text, e);
        }
    }

    /** Adds the first segment's bytes and writes the sum into the second. */
    private static byte[] sum(List<ByteBuffer> bulk) {
        long sum = 0;
        while (bulk.get(0).hasRemaining()) {
            sum += bulk.get(0).get();
        }
        bulk.get(1).putLong(sum);
        return new byte[0];
    }

    private static byte[] signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder(
                        "kill",
                        "-" + name,
                        Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        return hang();
    }

    private static byte[] hang() throws InterruptedException {
        while (true) {
            Thread.sleep(1000);
        }
    }

    private static byte[] eat() {
        List<byte[]> eaten = new ArrayList<>();
        while (true) {
            eaten.add(new byte[1 << 20]);
        }
    }

    /** Calls itself so often, each time with more than 64 bytes that are needed afterwards. */
    private static long dive(int depth, long a, long b, long c, long d, long e, long f) {
        return depth == 0 ? 0 : dive(depth - 1, b, c, d, e, f, a) + a + b + c + d + e + f - 20;
    }

    private static byte[] flood() throws IOException {
        byte[] line = "a line that nobody wants to read\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2000; i++) {
            System.err.write(line);
        }
        System.err.write(new byte[1 << 20]);
        return "flooded".getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("resource") // the process's own output, as native code writes to it
    private static byte[] print() throws IOException {
        new FileOutputStream(FileDescriptor.out).write("a library says hello\n".getBytes(StandardCharsets.UTF_8));
        return new byte[0];
    }
}
