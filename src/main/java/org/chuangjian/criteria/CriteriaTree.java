package org.chuangjian.criteria;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A criteria table as the tree of its indicators, everything in the table's order. */
public record CriteriaTree(List<Level1> branches) {

    static CriteriaTree of(List<Criterion> criteria) {
        Map<String, Map<String, List<Criterion>>> grouped = new LinkedHashMap<>();
        for (Criterion criterion : criteria) {
            grouped.computeIfAbsent(criterion.level1(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(criterion.level2(), name -> new ArrayList<>())
                    .add(criterion);
        }
        return new CriteriaTree(grouped.entrySet().stream()
                .map(level1 -> new Level1(
                        level1.getKey(),
                        level1.getValue().entrySet().stream()
                                .map(level2 -> new Level2(level2.getKey(), List.copyOf(level2.getValue())))
                                .toList()))
                .toList());
    }

    /** 一级指标. */
    public record Level1(String name, List<Level2> branches) {

        public List<Criterion> criteria() {
            return branches.stream()
                    .flatMap(branch -> branch.criteria().stream())
                    .toList();
        }

        public CriteriaSums sums() {
            return CriteriaSums.of(criteria());
        }
    }

    /** 二级指标; its name is "" where the table leaves it blank. */
    public record Level2(String name, List<Criterion> criteria) {}
}
