package io.bwe.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a PNG of a page that {@link PicturePage} wrote, with a Chromium or Chrome found on the machine: on the
 * {@code PATH} ({@code chromium}, {@code chromium-browser}, {@code google-chrome}, {@code google-chrome-stable},
 * {@code chrome}), in the usual folders, or the one that the environment variable {@code BWE_CHROMIUM} names.
 *
 * <p>The browser runs headless and off the network, with a profile of its own in the folder of the image, which is
 * deleted afterwards. If it does not end within a minute it is killed. When the user is root its sandbox is off, since
 * it would refuse to start; the page is one that this module wrote.
 *
 * <p>Any thread may call this. The caller waits, usually for two or three seconds.
 */
public final class PicturePng {
    /** The width of the image in pixels. It is as high as the page. */
    public static final int WIDTH = 1280;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** Higher ones do not fit into a texture of every graphics system. */
    private static final int MAX_HEIGHT = 16_000;
    /** What the page is told: charts without buttons and list, light. */
    private static final String MODE = "#png";
    /** The page says how high it is, as an attribute of its first element. */
    private static final Pattern HEIGHT = Pattern.compile("<html[^>]* data-height=\"(\\d{1,6})\"");
    private static final int HEAD_BYTES = 2_000;

    private PicturePng() {
    }

    /**
     * Tells whether there is a browser, for those who would rather know it before a long run than after.
     *
     * @throws IOException if none is found. The message is one line that says where it was looked for.
     */
    public static void requireBrowser() throws IOException {
        new BrowserFinder(System.getenv(), BrowserFinder.USUAL).find();
    }

    /**
     * Makes a PNG of a page.
     *
     * @param page the page's file
     * @param png the image's file, which is replaced if it exists
     * @throws IOException if there is no browser, it does not do what it should, or a file cannot be read or written. The
     *         message is one line.
     */
    public static void render(Path page, Path png) throws IOException {
        render(page, png, new BrowserFinder(System.getenv(), BrowserFinder.USUAL), TIMEOUT);
    }

    static void render(Path page, Path png, BrowserFinder finder, Duration timeout) throws IOException {
        if (!Files.isReadable(page)) {
            throw new NoSuchFileException(page.toString(), null, "no such page");
        }
        Path target = png.toAbsolutePath();
        Path program = finder.find();
        // Beside the image, not in the folder for temporary files: browsers that are packed as snaps have their own.
        Path work = Files.createTempDirectory(target.getParent(), "bwe-png-");
        try (Browser browser = new Browser(program, work, timeout)) {
            String url = page.toAbsolutePath().toUri() + MODE;
            Path dom = browser.run(url, WIDTH, 1_000, "--dump-dom");
            Path shot = work.resolve("shot.png");
            browser.run(url, WIDTH, heightOf(dom, page), "--screenshot=" + shot);
            if (!Files.exists(shot)) {
                throw new IOException(program + " made no image" + browser.lastWords());
            }
            Files.move(shot, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int heightOf(Path dom, Path page) throws IOException {
        String head;
        try (var in = Files.newInputStream(dom)) {
            head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
        }
        Matcher height = HEIGHT.matcher(head);
        if (!height.find()) {
            throw new IOException(page + " is no page of this program, or the browser could not draw it");
        }
        return Math.clamp(Integer.parseInt(height.group(1)), 1, MAX_HEIGHT);
    }
}
