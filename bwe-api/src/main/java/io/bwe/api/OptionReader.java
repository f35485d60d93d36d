package io.bwe.api;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the named string options of a provider, so that all providers refuse the same mistakes with the same words: a
 * value that is not of its type, a value out of its range, an option nobody asked for.
 *
 * <p>Read every known option, then call {@link #rejectUnknown()}. Used by one thread.
 */
public final class OptionReader {
    private final String owner;
    private final Map<String, String> unread;
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * Starts reading.
     *
     * @param owner who takes the options, named in error messages
     * @param options names and values
     */
    public OptionReader(String owner, Map<String, String> options) {
        this.owner = Objects.requireNonNull(owner, "owner");
        this.unread = new HashMap<>(options);
    }

    /**
     * A whole number.
     *
     * @param name the option
     * @param defaultValue what to return if the option is not given
     * @param min the smallest value allowed
     * @param max the largest value allowed
     * @return the value
     * @throws IllegalArgumentException if it is no whole number or out of range
     */
    public long readLong(String name, long defaultValue, long min, long max) {
        String text = take(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            return inRange(name, Long.parseLong(text.trim()), min, max);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " '" + text + "' is not a whole number from " + min + " to " + max, e);
        }
    }

    /**
     * A length of time, written as a number with unit ({@code 10ms}, {@code 2s}, {@code 500us}, {@code 1h}) or in
     * ISO-8601 ({@code PT0.01S}).
     *
     * @param name the option
     * @param defaultValue what to return if the option is not given
     * @param min the smallest value allowed
     * @param max the largest value allowed
     * @return the value
     * @throws IllegalArgumentException if it is no length of time or out of range
     */
    public Duration readDuration(String name, Duration defaultValue, Duration min, Duration max) {
        String text = take(name);
        if (text == null) {
            return defaultValue;
        }
        Duration value = parseDuration(text.trim());
        if (value == null) {
            throw new IllegalArgumentException(
                    name + " '" + text + "' is not a length of time such as 10ms, 2s or PT1S, "
                            + min + " to " + max);
        }
        return inRange(name, value, min, max);
    }

    /**
     * A yes or no.
     *
     * @param name the option
     * @param defaultValue what to return if the option is not given
     * @return the value
     * @throws IllegalArgumentException if it is neither {@code true} nor {@code false}
     */
    public boolean readBoolean(String name, boolean defaultValue) {
        String text = take(name);
        if (text == null) {
            return defaultValue;
        }
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " '" + text + "' is neither true nor false");
        };
    }

    /**
     * One of the constants of an enum, written in lower case with hyphens.
     *
     * @param <E> the enum
     * @param name the option
     * @param defaultValue what to return if the option is not given
     * @return the value
     * @throws IllegalArgumentException if it is none of them
     */
    public <E extends Enum<E>> E readEnum(String name, E defaultValue) {
        String text = take(name);
        if (text == null) {
            return defaultValue;
        }
        E[] constants = defaultValue.getDeclaringClass().getEnumConstants();
        for (E constant : constants) {
            if (optionText(constant).equals(text.trim().toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                name + " '" + text + "' is none of " + Arrays.stream(constants).map(OptionReader::optionText).toList());
    }

    /**
     * How a constant is written as an option.
     *
     * @param constant the constant
     * @return its name in lower case with hyphens
     */
    public static String optionText(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Ends reading.
     *
     * @throws IllegalArgumentException if an option was given that was never read; the message lists the known ones
     */
    public void rejectUnknown() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException(owner + " has no option " + new TreeSet<>(unread.keySet())
                    + (known.isEmpty() ? "; it has none" : "; it knows " + known));
        }
    }

    private @Nullable String take(String name) {
        known.add(name);
        return unread.remove(name);
    }

    private static @Nullable Duration parseDuration(String text) {
        try {
            if (text.startsWith("P") || text.startsWith("p")) {
                return Duration.parse(text);
            }
            int digits = 0;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            long number = Long.parseLong(text.substring(0, digits));
            return switch (text.substring(digits).trim()) {
                case "us" -> Duration.ofNanos(Math.multiplyExact(number, 1_000L));
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "min" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> null;
            };
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    static long inRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " " + value + " is out of range; allowed is " + min + " to " + max);
        }
        return value;
    }

    static Duration inRange(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    name + " " + value + " is out of range; allowed is " + min + " to " + max);
        }
        return value;
    }
}
