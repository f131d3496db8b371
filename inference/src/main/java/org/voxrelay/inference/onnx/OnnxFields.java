package org.voxrelay.inference.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Fields of a message of onnx.proto. */
final class OnnxFields {
    private OnnxFields() {}

    /** Large fields stay where they are, in the bytes. */
    static UnknownFieldSet parse(ByteString bytes) throws IOException {
        CodedInputStream input = bytes.newCodedInput();
        input.enableAliasing(true);
        return UnknownFieldSet.parseFrom(input);
    }

    static List<UnknownFieldSet> messages(UnknownFieldSet message, int number) throws IOException {
        List<UnknownFieldSet> parsed = new ArrayList<>();
        for (ByteString bytes : message.getField(number).getLengthDelimitedList()) {
            parsed.add(parse(bytes));
        }
        return parsed;
    }

    static List<String> texts(UnknownFieldSet message, int number) {
        return message.getField(number).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .toList();
    }

    static String text(UnknownFieldSet message, int number) {
        List<String> texts = texts(message, number);
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }

    /** Writers of proto2 give each number a field of its own, those of proto3 pack them into one. */
    static long[] numbers(UnknownFieldSet message, int number) throws IOException {
        Field field = message.getField(number);
        List<Long> numbers = new ArrayList<>(field.getVarintList());
        for (ByteString packed : field.getLengthDelimitedList()) {
            CodedInputStream input = packed.newCodedInput();
            while (!input.isAtEnd()) {
                numbers.add(input.readInt64());
            }
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    static Field of(String text) {
        return of(ByteString.copyFromUtf8(text));
    }

    static Field of(ByteString bytes) {
        return Field.newBuilder().addLengthDelimited(bytes).build();
    }

    static Field of(UnknownFieldSet message) {
        return of(message.toByteString());
    }

    static Field of(long... numbers) {
        Field.Builder field = Field.newBuilder();
        for (long number : numbers) {
            field.addVarint(number);
        }
        return field.build();
    }

    static UnknownFieldSet only(int number, Field field) {
        return UnknownFieldSet.newBuilder().addField(number, field).build();
    }
}
