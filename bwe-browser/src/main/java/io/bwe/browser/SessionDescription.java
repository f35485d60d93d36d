package io.bwe.browser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866) taken apart into its lines: those of the session, and those of each media section.
 * What the lines mean is for others to say. Immutable.
 *
 * @param attributes the attributes of the session
 * @param media the media sections in their order
 */
record SessionDescription(Attributes attributes, List<Media> media) {
    /** Much more than a browser writes for a dozen streams. */
    private static final int MAX_CHARACTERS = 200_000;
    private static final int MAX_MEDIA = 100;
    /** As many as there are payload types. */
    private static final int MAX_FORMATS = 128;

    /**
     * A media section.
     *
     * @param kind audio, video, application, or whatever else was written
     * @param port the port; 0 if the section is rejected
     * @param protocol for instance {@code UDP/TLS/RTP/SAVPF}
     * @param formats the formats as they were written, each once; of RTP, payload types
     * @param attributes the attributes
     */
    record Media(String kind, int port, String protocol, List<String> formats, Attributes attributes) {
    }

    /**
     * Attributes, the {@code a=} lines of a section.
     *
     * @param lines what comes after {@code a=}, in order
     */
    record Attributes(List<String> lines) {
        /** Whether an attribute without a value is there. */
        boolean has(String name) {
            return lines.contains(name);
        }

        /** The values of all attributes of a name, without surrounding blanks. */
        List<String> all(String name) {
            String prefix = name + ":";
            return lines.stream().filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip()).toList();
        }

        /** The value of the first attribute of a name. */
        Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }
    }

    static SessionDescription parse(String text) throws BadOfferException {
        if (text.length() > MAX_CHARACTERS) {
            throw new BadOfferException("the offer has " + text.length() + " characters; at most " + MAX_CHARACTERS
                    + " are read");
        }
        if (!text.startsWith("v=0")) {
            throw new BadOfferException("this is no session description: it does not begin with v=0");
        }
        List<String> session = new ArrayList<>();
        List<Media> media = new ArrayList<>();
        List<String> current = session;
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            if (line.length() < 2 || line.charAt(1) != '=') {
                throw new BadOfferException("line " + number + " of the offer is not of the form x=...");
            }
            String value = line.substring(2).strip();
            if (line.charAt(0) == 'm') {
                if (media.size() == MAX_MEDIA) {
                    throw new BadOfferException("the offer has more than " + MAX_MEDIA + " media sections");
                }
                current = new ArrayList<>();
                media.add(media(value, current, number));
            } else if (line.charAt(0) == 'a') {
                current.add(value);
            }
        }
        return new SessionDescription(new Attributes(session), media);
    }

    /** The attributes are still to come. */
    private static Media media(String value, List<String> attributes, int number) throws BadOfferException {
        String[] words = value.split(" +");
        if (words.length < 4 || !isPort(words[1])) {
            throw new BadOfferException(
                    "line " + number + " of the offer is not of the form m=KIND PORT PROTOCOL FORMAT ...");
        }
        List<String> formats = Arrays.stream(words, 3, words.length).distinct().toList();
        if (formats.size() > MAX_FORMATS) {
            throw new BadOfferException("line " + number + " of the offer has more than " + MAX_FORMATS + " formats");
        }
        return new Media(words[0], Integer.parseInt(words[1]), words[2], formats, new Attributes(attributes));
    }

    private static boolean isPort(String word) {
        return word.matches("[0-9]{1,5}") && Integer.parseInt(word) <= 0xFFFF;
    }
}
