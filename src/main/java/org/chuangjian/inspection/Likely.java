package org.chuangjian.inspection;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chuangjian.criteria.Criterion;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which criteria a finding at a place of some business type is likely about: those findings of the type were about, then
 * those whose words share the type's. It only puts them first; the inspector chooses.
 */
final class Likely {

    private static final int MOST = 5;

    private final Map<String, Integer> found;

    private Likely(Map<String, Integer> found) {
        this.found = found;
    }

    /** Only what was issued counts, lest the order tell of what is not. */
    static Likely of(JdbcClient jdbc) {
        Map<String, Integer> found = new HashMap<>();
        jdbc.sql("select k.criteria_set_id, f.business_type, f.criterion_code, count(*) as times"
                        + " from finding f join campaign k on k.id = f.campaign_id"
                        + " where f.number is not null and f.state <> 'REVOKED' and f.business_type is not null"
                        + " group by k.criteria_set_id, f.business_type, f.criterion_code")
                .query(row -> {
                    found.put(
                            key(
                                    row.getString("criteria_set_id"),
                                    row.getString("business_type"),
                                    row.getString("criterion_code")),
                            row.getInt("times"));
                });
        return new Likely(found);
    }

    private static String key(String set, String type, String criterion) {
        return set + '/' + type + '/' + criterion;
    }

    /** @param types code → name */
    Map<String, List<String>> among(String set, List<Criterion> criteria, Map<String, String> types) {
        Map<String, List<String>> likely = new HashMap<>();
        types.forEach((type, name) -> {
            Map<String, Integer> weights = new HashMap<>();
            for (Criterion criterion : criteria) {
                int times = found.getOrDefault(key(set, type, criterion.code()), 0);
                int weight = times * name.length() + shared(name, criterion.level2() + criterion.requirement());
                if (weight > 0) {
                    weights.put(criterion.code(), weight);
                }
            }
            likely.put(
                    type,
                    weights.entrySet().stream()
                            .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .limit(MOST)
                            .map(Map.Entry::getKey)
                            .toList());
        });
        return likely;
    }

    /** How many pairs of neighbouring characters of the name stand in the text. */
    private static int shared(String name, String text) {
        return (int) IntStream.range(0, name.length() - 1)
                .filter(at -> text.contains(name.substring(at, at + 2)))
                .count();
    }
}
