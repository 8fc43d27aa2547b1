package org.chuangjian.shared.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers.BigDecimalDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.JsonComponent;

/**
 * Reads the figures of JSON bodies. Eleven characters, 1e999999999, fill the memory as soon as somebody writes the
 * number out, so what no office ever counted is refused before anybody sees it.
 */
@JsonComponent
class Figures extends StdScalarDeserializer<BigDecimal> {

    private static final int MOST_DIGITS = 40;
    private static final int MOST_PLACES = 30;

    Figures() {
        super(BigDecimal.class);
    }

    @Override
    public @Nullable BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        BigDecimal figure = BigDecimalDeserializer.instance.deserialize(parser, context);
        if (figure != null && (Math.abs(figure.scale()) > MOST_PLACES || figure.precision() > MOST_DIGITS)) {
            throw context.weirdNumberException(figure, BigDecimal.class, "too large or too fine");
        }
        return figure;
    }
}
