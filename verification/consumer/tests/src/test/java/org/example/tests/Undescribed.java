package org.example.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** Archives without module descriptor, as most applications are. */
final class Undescribed {
    private Undescribed() {
    }

    /** Puts a copy of an archive, less its descriptor, beside the folder that it is in. */
    static Path copyOf(Path archive) throws IOException {
        Path folder = Files.createDirectories(archive.resolveSibling("undescribed"));
        Path copy = folder.resolve(archive.getFileName());
        try (JarFile from = new JarFile(archive.toFile());
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(copy))) {
            for (Enumeration<JarEntry> entries = from.entries(); entries.hasMoreElements();) {
                JarEntry entry = entries.nextElement();
                if (!entry.getName().equals("module-info.class")) {
                    to.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream bytes = from.getInputStream(entry)) {
                        bytes.transferTo(to);
                    }
                }
            }
        }
        return copy;
    }
}
