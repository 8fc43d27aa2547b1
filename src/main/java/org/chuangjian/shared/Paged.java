package org.chuangjian.shared;

import java.util.List;

/** One page of a list. {@code page} counts from 0; {@code total} counts all rows the reader may see. */
public record Paged<T>(List<T> items, int page, int size, long total) {

    private static final int MAX_SIZE = 500;

    public Paged {
        items = List.copyOf(items);
    }

    public int pages() {
        return size == 0 ? 0 : (int) ((total + size - 1) / size);
    }

    /** A page size within 1..500. */
    public static int boundedSize(int size) {
        return Math.max(1, Math.min(size, MAX_SIZE));
    }

    public static int boundedPage(int page) {
        return Math.max(0, page);
    }
}
