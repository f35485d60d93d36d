package io.bwe.browser.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of the page, read once. Immutable. */
final class PageFiles {
    /**
     * A file.
     *
     * @param type its media type
     * @param content its bytes, which nobody changes
     */
    record PageFile(String type, byte[] content) {
    }

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private final Map<String, PageFile> files = new TreeMap<>();

    PageFiles() {
        add("/", "page.html", "text/html; charset=utf-8");
        for (String script : new String[]{"page.js", "call.js", "charts.js", "picture.js"}) {
            add("/" + script, script, SCRIPT);
        }
        add("/page.css", "page.css", STYLE);
        add("/uplot.js", "uplot/uPlot.iife.min.js", SCRIPT);
        add("/uplot.css", "uplot/uPlot.min.css", STYLE);
    }

    private void add(String path, String resource, String type) {
        try (InputStream content = PageFiles.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            files.put(path, new PageFile(type, content.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<PageFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }
}
