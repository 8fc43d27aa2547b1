package org.chuangjian.insight.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.chuangjian.insight.Standings;
import org.chuangjian.insight.Tally;
import org.springframework.stereotype.Component;

/** What the page's chart script is told, as JSON for a data attribute. */
@Component
class Charts {

    private final ObjectMapper json;

    Charts(ObjectMapper json) {
        this.json = json;
    }

    /** One bar a unit: how its tasks divide into accepted, waiting for review, under way, overdue. */
    String units(List<Standings.OfUnit> units, Function<Standings.OfUnit, String> link) {
        List<Bar> bars = units.stream()
                .map(unit -> bar(unit.name(), unit.tally(), link.apply(unit)))
                .toList();
        try {
            return json.writeValueAsString(bars);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bar bar(String name, Tally tally, String link) {
        return new Bar(
                name,
                tally.completion().text(),
                tally.accepted(),
                tally.review(),
                tally.underWay(),
                tally.overdue(),
                link);
    }

    record Bar(String name, String percent, int accepted, int review, int underWay, int overdue, String link) {}
}
