package io.bwe.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table for the eye: each column as wide as its widest cell, the first to the left, the rest to the right. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row. */
    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Prints all rows. */
    void print(PrintWriter output) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String padding = " ".repeat(width(column) - cell.length());
                line.append(column == 0 ? "" : GAP).append(column == 0 ? cell + padding : padding + cell);
            }
            output.println(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size()).mapToInt(row -> row.get(column).length()).max()
                .orElse(0);
    }
}
