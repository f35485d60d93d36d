package io.bwe.verification.load;

import io.bwe.verification.load.Shape.RatePer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the command line asks for.
 *
 * @param modes what to do, in this order
 * @param shapes what to send
 * @param warmUpSeconds before it is measured
 * @param seconds for which it is measured
 * @param senders threads that send
 * @param estimator its name
 * @param options of the interceptor
 */
record LoadArguments(List<Mode> modes, List<Shape> shapes, int warmUpSeconds, int seconds, int senders,
        String estimator, Map<String, String> options) {
    /** What can be done. */
    enum Mode {
        /** Loads each shape. */
        LOAD,
        /** The cost of a stream by the number of streams. */
        CURVE,
        /** Many streams that come and go. */
        CHURN,
        /** What the JDK itself takes to wake a virtual thread. */
        PARK_BASELINE,
        /** A short run that fails on what is wrong whatever the machine. */
        QUICK
    }

    /** What {@code --help} prints. */
    static final String HELP = """
            verification/load/run [MODE...] [OPTION...]

            Loads the interceptor "remb" with real threads on the real clock.

            modes
              --load                each --shape for so many seconds (this is what is done if no mode is given)
              --curve               what a stream costs when there are 1, 10, ... 10,000
              --churn               100,000 streams that come, fall idle and go
              --park-baseline       what the JDK takes to wake a virtual thread that does nothing
              --quick               20 s; fails on drops, leaks and allocation, never on times

            options
              --shape TxSxR         T transports of S streams, R packets a second; may be repeated.
                                    Default: 100x10x500, 1000x10x50 and 1x256x500
              --rate-per WHAT       stream (default) or transport: what has R packets a second
              --seconds N           measured for so long, 1 to 86400, default 30
              --warm-up N           seconds before that, 1 to 3600, default 15
              --senders N           threads that send, 1 to 64, default 2
              --estimator NAME      default delay-kalman
              --option NAME=VALUE   of the interceptor, for instance tick=10ms; may be repeated
              --help                this text
            """;

    private static final List<String> DEFAULT_SHAPES = List.of("100x10x500", "1000x10x50", "1x256x500");

    LoadArguments {
        modes = List.copyOf(modes);
        shapes = List.copyOf(shapes);
        options = Map.copyOf(options);
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it makes no sense; the message is for the user
     */
    static LoadArguments parse(String... words) {
        List<Mode> modes = new ArrayList<>();
        List<String> shapes = new ArrayList<>();
        Map<String, String> options = new TreeMap<>();
        RatePer ratePer = RatePer.STREAM;
        int warmUp = 15;
        int seconds = 30;
        int senders = 2;
        String estimator = "delay-kalman";
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--load" -> modes.add(Mode.LOAD);
                case "--curve" -> modes.add(Mode.CURVE);
                case "--churn" -> modes.add(Mode.CHURN);
                case "--park-baseline" -> modes.add(Mode.PARK_BASELINE);
                case "--quick" -> modes.add(Mode.QUICK);
                case "--shape" -> shapes.add(value(words, ++i));
                case "--rate-per" -> ratePer = ratePer(value(words, ++i));
                case "--seconds" -> seconds = number(words, ++i, 86_400);
                case "--warm-up" -> warmUp = number(words, ++i, 3_600);
                case "--senders" -> senders = number(words, ++i, 64);
                case "--estimator" -> estimator = value(words, ++i);
                case "--option" -> putOption(options, value(words, ++i));
                default -> throw new IllegalArgumentException("\"" + words[i] + "\" is not known; --help lists all");
            }
        }
        if (modes.isEmpty()) {
            modes.add(Mode.LOAD);
        }
        RatePer per = ratePer;
        return new LoadArguments(modes,
                (shapes.isEmpty() ? DEFAULT_SHAPES : shapes).stream().map(text -> Shape.parse(text, per)).toList(),
                warmUp, seconds, senders, estimator, options);
    }

    private static String value(String[] words, int at) {
        if (at >= words.length) {
            throw new IllegalArgumentException(words[at - 1] + " needs a value");
        }
        return words[at];
    }

    private static int number(String[] words, int at, int highest) {
        String text = value(words, at);
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(words[at - 1] + " needs a whole number, not \"" + text + "\"", e);
        }
        if (number < 1 || number > highest) {
            throw new IllegalArgumentException(
                    words[at - 1] + " " + number + " is out of range; allowed is 1 to " + highest);
        }
        return number;
    }

    private static RatePer ratePer(String text) {
        return switch (text) {
            case "stream" -> RatePer.STREAM;
            case "transport" -> RatePer.TRANSPORT;
            default ->
                throw new IllegalArgumentException("--rate-per is \"stream\" or \"transport\", not \"" + text + "\"");
        };
    }

    private static void putOption(Map<String, String> options, String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--option needs NAME=VALUE, not \"" + text + "\"");
        }
        options.put(text.substring(0, equals), text.substring(equals + 1));
    }

    /** The same with other times. */
    LoadArguments lasting(int newWarmUpSeconds, int newSeconds) {
        return new LoadArguments(modes, shapes, newWarmUpSeconds, newSeconds, senders, estimator, options);
    }
}
