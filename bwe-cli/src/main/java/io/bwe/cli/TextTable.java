package io.bwe.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** A table for the eye: each column as wide as its widest cell. Used by one thread. */
final class TextTable {
    /**
     * A cell.
     *
     * @param text what stands in it
     * @param colour as picocli calls it; empty for that of the terminal
     */
    record Cell(String text, String colour) {
        Cell(String text) {
            this(text, "");
        }
    }

    private final Ansi ansi;
    private final boolean labels;
    private final String gap;
    private final List<List<Cell>> rows = new ArrayList<>();

    private TextTable(Ansi ansi, boolean labels, int gap) {
        this.ansi = ansi;
        this.labels = labels;
        this.gap = " ".repeat(gap);
    }

    /** One whose first column is to the left and the rest to the right. */
    static TextTable withLabels(int gap) {
        return new TextTable(Ansi.OFF, true, gap);
    }

    /** One whose columns are all to the right. */
    static TextTable ofFigures(int gap, Ansi ansi) {
        return new TextTable(ansi, false, gap);
    }

    /** Adds a row without colours. */
    void row(List<String> cells) {
        rows.add(cells.stream().map(Cell::new).toList());
    }

    /** Adds a row. */
    void colouredRow(List<Cell> cells) {
        rows.add(List.copyOf(cells));
    }

    /** The columns that all rows take together. */
    int width() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int width = Math.max(0, columns - 1) * gap.length();
        for (int column = 0; column < columns; column++) {
            width += width(column);
        }
        return width;
    }

    /** All rows, each filled up with blanks to its last cell. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                Cell cell = row.get(column);
                String padding = " ".repeat(width(column) - cell.text().length());
                boolean left = labels && column == 0;
                line.append(column == 0 ? "" : gap).append(left ? "" : padding).append(coloured(cell))
                        .append(left ? padding : "");
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Prints all rows. */
    void print(PrintWriter output) {
        lines().forEach(line -> output.println(line.stripTrailing()));
    }

    private String coloured(Cell cell) {
        return cell.colour().isEmpty() || !ansi.enabled()
                ? cell.text()
                : ansi.string("@|" + cell.colour() + " " + cell.text() + "|@");
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size()).mapToInt(row -> row.get(column).text().length()).max()
                .orElse(0);
    }
}
