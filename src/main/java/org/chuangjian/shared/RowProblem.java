package org.chuangjian.shared;

/**
 * One thing wrong in an imported table.
 *
 * @param row the row as the spreadsheet program numbers it, the header being 1; 0 if the whole file is meant
 * @param column the column's title, or "" if the whole row or file is meant
 * @param reason Chinese: what is wrong and what to do
 */
public record RowProblem(int row, String column, String reason) {}
