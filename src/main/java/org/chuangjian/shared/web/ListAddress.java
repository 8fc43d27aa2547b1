package org.chuangjian.shared.web;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.util.UriComponentsBuilder;

/** The path of a list with its filters, and a question mark in any case, so that pages can add to it. */
public final class ListAddress {

    private ListAddress() {}

    /** @param asked public; its components are texts, named like the parameters; what is blank is left out */
    public static String of(String path, Record asked) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path).queryParam("list", "all");
        List<Object> values = new ArrayList<>();
        for (RecordComponent parameter : asked.getClass().getRecordComponents()) {
            if (ReflectionUtils.invokeMethod(parameter.getAccessor(), asked) instanceof String value
                    && StringUtils.isNotBlank(value)) {
                address.queryParam(parameter.getName(), "{" + parameter.getName() + "}");
                values.add(value);
            }
        }
        return address.encode().buildAndExpand(values.toArray()).toUriString();
    }
}
