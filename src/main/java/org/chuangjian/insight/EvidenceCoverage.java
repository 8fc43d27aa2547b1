package org.chuangjian.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** 佐证材料覆盖: which criteria have evidence, in the order of the table. */
public record EvidenceCoverage(List<Line> criteria) {

    public EvidenceCoverage {
        criteria = List.copyOf(criteria);
    }

    public int count(Covered covered) {
        return (int) criteria.stream().filter(line -> line.covered() == covered).count();
    }

    /** Criteria with accepted evidence, of all. */
    @JsonProperty
    public Rate accepted() {
        return new Rate(count(Covered.ACCEPTED), criteria.size());
    }

    /** The documents of all criteria, by their states. */
    @JsonProperty
    public Documents documents() {
        return criteria.stream().map(Line::documents).reduce(new Documents(0, 0, 0, 0, 0), Documents::plus);
    }

    /** By first-level indicator, in the order of the table. */
    public Map<String, EvidenceCoverage> byGroup() {
        Map<String, List<Line>> groups = new LinkedHashMap<>();
        criteria.forEach(line ->
                groups.computeIfAbsent(line.level1(), name -> new ArrayList<>()).add(line));
        Map<String, EvidenceCoverage> byGroup = new LinkedHashMap<>();
        groups.forEach((name, lines) -> byGroup.put(name, new EvidenceCoverage(lines)));
        return byGroup;
    }

    public record Line(String code, String level1, String level2, Documents documents) {

        @JsonProperty
        public Covered covered() {
            if (documents.accepted() + documents.locked() > 0) {
                return Covered.ACCEPTED;
            }
            if (documents.submitted() > 0) {
                return Covered.SUBMITTED;
            }
            return documents.total() > 0 ? Covered.STARTED : Covered.NONE;
        }
    }

    /** Lines of the ledger, by state. */
    public record Documents(int draft, int returned, int submitted, int accepted, int locked) {

        public int total() {
            return draft + returned + submitted + accepted + locked;
        }

        Documents plus(Documents other) {
            return new Documents(
                    draft + other.draft,
                    returned + other.returned,
                    submitted + other.submitted,
                    accepted + other.accepted,
                    locked + other.locked);
        }
    }
}
