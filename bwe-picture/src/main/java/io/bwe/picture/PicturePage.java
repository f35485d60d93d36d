package io.bwe.picture;

import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a recording as one HTML file. It holds styles, scripts and values, asks nothing of any network (its own content
 * security policy forbids that), and needs no particular place. Texts from outside, such as titles and names, are shown
 * as they are and never read as HTML.
 *
 * <p>Any thread may call this, as long as nothing is added to the recording meanwhile.
 */
public final class PicturePage {
    /** A line of the template that stands for something else. */
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z.A-Z]+)}}");

    private PicturePage() {
    }

    /**
     * Writes a page into a file, in the place of what it held.
     *
     * @param recording what to show
     * @param file the file, usually called {@code .html}
     * @throws IOException if it cannot be written
     */
    public static void write(Recording recording, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(recording, out);
        }
    }

    /**
     * Writes a page, as UTF-8.
     *
     * @param recording what to show
     * @param out where to; is flushed and not closed
     * @throws IOException if it cannot be written
     */
    public static void write(Recording recording, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        String template = resource("page.html");
        Matcher slot = SLOT.matcher(template);
        int from = 0;
        while (slot.find()) {
            writer.append(template, from, slot.start());
            fill(slot.group(1), recording, writer);
            from = slot.end();
        }
        writer.append(template, from, template.length()).flush();
    }

    private static void fill(String slot, Recording recording, Writer writer) throws IOException {
        switch (slot) {
            case "title" -> writer.write(escape(recording.title()));
            case "values" -> RecordingJson.write(recording, writer);
            case "licence" -> writer.write(resource("uplot/LICENSE").strip());
            case "library.css" -> writer.write(resource("uplot/uPlot.min.css"));
            case "library.js" -> writer.write(resource("uplot/uPlot.iife.min.js"));
            default -> writer.write(resource(slot));
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PicturePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
