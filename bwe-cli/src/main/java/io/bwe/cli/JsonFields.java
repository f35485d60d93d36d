package io.bwe.cli;

import java.io.StringWriter;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes the fields of a JSON object, one after the other; what is not known is null, so that every field is always
 * there. Used by one thread.
 */
final class JsonFields {
    /** A program's output may have any encoding, but ASCII is in all of them. */
    private static final JsonFactory FACTORY = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final JsonGenerator json;

    private JsonFields(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes an object.
     *
     * @param fields writes its fields
     * @return the object as a single line of ASCII, without its end
     */
    static String write(Consumer<JsonFields> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            new JsonFields(json).object(fields);
        }
        return text.toString();
    }

    private void object(Consumer<JsonFields> fields) {
        json.writeStartObject();
        fields.accept(this);
        json.writeEndObject();
    }

    /** A text, or null. */
    void text(String name, @Nullable String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }

    /** Yes or no. */
    void flag(String name, boolean value) {
        json.writeName(name).writeBoolean(value);
    }

    /** A whole number. */
    void number(String name, long value) {
        json.writeName(name).writeNumber(value);
    }

    /** A whole number, or null if it is negative, which stands for one that is not known. */
    void ifKnown(String name, long value) {
        if (value < 0) {
            json.writeName(name).writeNull();
        } else {
            number(name, value);
        }
    }

    /** A number of nanoseconds in seconds, or null if it is negative, which stands for a time that has not come. */
    void seconds(String name, long ns) {
        if (ns < 0) {
            json.writeName(name).writeNull();
        } else {
            json.writeName(name).writeNumber(ns / 1e9);
        }
    }

    /** A number with up to two decimals. */
    void rounded(String name, double value) {
        json.writeName(name).writeNumber(Math.round(value * 100) / 100.0);
    }

    /** A list of texts. */
    void texts(String name, List<String> values) {
        json.writeName(name).writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    /** A list of objects. */
    <T> void objects(String name, Iterable<T> values, BiConsumer<JsonFields, T> fields) {
        json.writeName(name).writeStartArray();
        for (T value : values) {
            object(it -> fields.accept(it, value));
        }
        json.writeEndArray();
    }

    /** An object, or null if there is no value. */
    <T> void object(String name, @Nullable T value, BiConsumer<JsonFields, T> fields) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            object(it -> fields.accept(it, value));
        }
    }
}
