package io.bwe.verification.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus's query language speaks of. Knows the part of the language that bwe's own files use
 * and refuses all else, functions it does not know in particular: they have to be added here before they are used.
 */
final class PromQl {
    /** What takes series as they grow. */
    static final Set<String> OF_COUNTERS = Set.of("rate", "increase");
    /** What takes series that go up and down. */
    static final Set<String> OF_GAUGES = Set.of("avg_over_time");
    private static final Set<String> OF_EITHER = Set.of("last_over_time");
    private static final Set<String> AGGREGATIONS = Set.of("sum", "max");
    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", ">", "<", ">=", "<=", "==", "!=", "and",
            "or", "unless");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "without", "on", "ignoring",
            "group_left", "group_right", "offset");
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<duration>\\d+[smhd])|(?<number>\\d+(?:\\.\\d+)?)"
            + "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<string>\"[^\"\\\\]*\")|(?<variable>\\$__rate_interval)"
            + "|(?<sign>=~|!~|!=|==|>=|<=|[-+*/><={}()\\[\\],]))");

    private static final List<String> KINDS = List.of("duration", "number", "name", "string", "variable", "sign");

    /** A condition on a label, as written: {@code =}, {@code !=}, {@code =~} or {@code !~}. */
    record Condition(String label, String operator, String value) {
    }

    /** Series that are asked for, and the function that takes them directly; empty if none does. */
    record Selector(String name, List<Condition> conditions, String function) {
    }

    private record Token(String kind, String text) {
    }

    private static final Token END = new Token("end", "the end");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private final List<Selector> selectors = new ArrayList<>();
    private final Set<String> groupLabels = new LinkedHashSet<>();

    /**
     * Takes an expression apart.
     *
     * @throws IllegalArgumentException if it is none, or has something in it that is not known here
     */
    PromQl(String text) {
        this.text = text;
        split();
        expression();
        if (peek() != END) {
            throw unexpected();
        }
    }

    /** All series that the expression asks for. */
    List<Selector> selectors() {
        return selectors;
    }

    /** All labels by which it groups or matches series. */
    Set<String> groupLabels() {
        return groupLabels;
    }

    private void split() {
        String rest = text.strip();
        while (!rest.isEmpty()) {
            Matcher matcher = TOKEN.matcher(rest);
            if (!matcher.lookingAt()) {
                throw new IllegalArgumentException("not understood: " + rest);
            }
            for (String kind : KINDS) {
                if (matcher.group(kind) != null) {
                    tokens.add(new Token(kind, matcher.group(kind)));
                }
            }
            rest = rest.substring(matcher.end());
        }
    }

    private Token peek() {
        return next < tokens.size() ? tokens.get(next) : END;
    }

    private boolean at(String word) {
        return peek().text.equals(word);
    }

    private boolean take(String word) {
        boolean there = at(word);
        next += there ? 1 : 0;
        return there;
    }

    private void need(String word) {
        if (!take(word)) {
            throw unexpected();
        }
    }

    private String needKind(String... kinds) {
        if (!List.of(kinds).contains(peek().kind)) {
            throw unexpected();
        }
        return tokens.get(next++).text;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("unexpected: " + peek().text + " in " + text);
    }

    /** Operands with operators between them. Which binds more does not matter here. */
    private void expression() {
        operand();
        while (OPERATORS.contains(peek().text)) {
            next++;
            if (take("on") || take("ignoring")) {
                labels();
                if (take("group_left") || take("group_right")) {
                    labels();
                }
            }
            operand();
        }
    }

    private void operand() {
        if (take("(")) {
            expression();
            need(")");
        } else if (peek().kind.equals("number")) {
            next++;
        } else {
            String name = needKind("name");
            if (WORDS.contains(name)) {
                throw new IllegalArgumentException("unexpected: " + name + " in " + text);
            }
            if (AGGREGATIONS.contains(name)) {
                aggregation();
            } else if (at("(")) {
                call(name);
            } else {
                selector(name, "");
            }
        }
    }

    private void aggregation() {
        if (take("by") || take("without")) {
            labels();
        }
        need("(");
        expression();
        need(")");
    }

    private void call(String function) {
        if (!OF_COUNTERS.contains(function) && !OF_GAUGES.contains(function) && !OF_EITHER.contains(function)) {
            throw new IllegalArgumentException("function " + function + " is not known here, in " + text);
        }
        need("(");
        selector(needKind("name"), function);
        need(")");
    }

    /** Series, over a range of time if a function takes them, and only then. */
    private void selector(String name, String function) {
        List<Condition> conditions = new ArrayList<>();
        if (take("{")) {
            do {
                conditions.add(condition());
            } while (take(","));
            need("}");
        }
        if (!function.isEmpty()) {
            need("[");
            needKind("duration", "variable");
            need("]");
        }
        if (take("offset")) {
            needKind("duration");
        }
        selectors.add(new Selector(name, conditions, function));
    }

    private Condition condition() {
        String label = needKind("name");
        String operator = needKind("sign");
        if (!Set.of("=", "!=", "=~", "!~").contains(operator)) {
            throw new IllegalArgumentException("no condition: " + label + operator + " in " + text);
        }
        String quoted = needKind("string");
        return new Condition(label, operator, quoted.substring(1, quoted.length() - 1));
    }

    private void labels() {
        need("(");
        while (!take(")")) {
            groupLabels.add(needKind("name"));
            if (!at(")")) {
                need(",");
            }
        }
    }
}
