package org.chuangjian.shared.web;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** The path of a list with its filters, and a question mark in any case, so that pages can add to it. */
public final class ListAddress {

    private final UriComponentsBuilder address;
    private final List<String> values = new ArrayList<>();

    public ListAddress(String path) {
        this.address = UriComponentsBuilder.fromPath(path).queryParam("list", "all");
    }

    /** Leaves out what is blank. */
    public ListAddress with(String name, @Nullable String value) {
        if (StringUtils.isNotBlank(value)) {
            address.queryParam(name, "{" + name + "}");
            values.add(value);
        }
        return this;
    }

    @Override
    public String toString() {
        return address.cloneBuilder().encode().buildAndExpand(values.toArray()).toUriString();
    }
}
