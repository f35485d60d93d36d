package io.bwe.verification.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of a Markdown file: the names of its columns, and its rows. */
record MarkdownTable(List<String> columns, List<List<String>> rows) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** All tables of a text that have a column of this name, in their order. */
    static List<MarkdownTable> withColumn(String column, String text) {
        List<MarkdownTable> tables = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            boolean row = line.startsWith("|");
            if (row && !inside) {
                tables.add(new MarkdownTable(cells(line), new ArrayList<>()));
            } else if (row && !line.startsWith("|---")) {
                tables.getLast().rows.add(cells(line));
            }
            inside = row;
        }
        tables.removeIf(table -> !table.columns.contains(column));
        return tables;
    }

    private static List<String> cells(String line) {
        return List.of(line.substring(1, line.lastIndexOf('|')).split("\\|")).stream().map(String::strip).toList();
    }

    /** A row's cell in a column; empty if the table has no such column. */
    String cell(List<String> row, String column) {
        int index = columns.indexOf(column);
        return index < 0 ? "" : row.get(index);
    }

    /** What is set as code in a piece of text. */
    static List<String> code(String text) {
        Matcher matcher = CODE.matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
