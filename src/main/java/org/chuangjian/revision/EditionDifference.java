package org.chuangjian.revision;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.criteria.CriteriaSet;
import org.chuangjian.criteria.Criterion;
import org.jspecify.annotations.Nullable;

/**
 * What another edition means for a campaign. Criteria are the same if they have the same code; one that was given
 * another code is removed and added.
 *
 * @param unchanged how many criteria stay as they are
 */
public record EditionDifference(
        CriteriaSet from, CriteriaSet to, List<Line> added, List<Line> removed, List<Line> changed, int unchanged) {

    static EditionDifference of(
            CriteriaSet from, CriteriaSet to, List<Criterion> before, List<Criterion> after, Map<String, Hit> hits) {
        Map<String, Criterion> old = new LinkedHashMap<>();
        before.forEach(it -> old.put(it.code(), it));
        List<Line> added = new ArrayList<>();
        List<Line> changed = new ArrayList<>();
        int unchanged = 0;
        for (Criterion criterion : after) {
            Criterion was = old.remove(criterion.code());
            Hit hit = hits.getOrDefault(criterion.code(), Hit.NONE);
            if (was == null) {
                added.add(new Line(criterion.code(), null, criterion, List.of(), hit));
                continue;
            }
            List<FieldChange> fields = fields(was, criterion);
            if (fields.isEmpty()) {
                unchanged++;
            } else {
                changed.add(new Line(criterion.code(), was, criterion, fields, hit));
            }
        }
        List<Line> removed = old.values().stream()
                .map(it -> new Line(it.code(), it, null, List.of(), hits.getOrDefault(it.code(), Hit.NONE)))
                .toList();
        return new EditionDifference(from, to, added, removed, changed, unchanged);
    }

    private static List<FieldChange> fields(Criterion was, Criterion is) {
        List<FieldChange> fields = new ArrayList<>();
        compare(fields, "一级指标", was.level1(), is.level1());
        compare(fields, "二级指标", was.level2(), is.level2());
        compare(fields, "要求", was.requirement(), is.requirement());
        compare(fields, "类型", was.type().label(), is.type().label());
        compare(fields, "分值", plain(was.points()), plain(is.points()));
        compare(fields, "评分规则", was.ruleText(), is.ruleText());
        compare(fields, "责任单位", was.ownerText(), is.ownerText());
        compare(fields, "佐证材料", was.evidenceText(), is.evidenceText());
        return fields;
    }

    private static String plain(BigDecimal points) {
        return points.stripTrailingZeros().toPlainString();
    }

    private static void compare(List<FieldChange> fields, String label, String before, String after) {
        if (!before.equals(after)) {
            fields.add(new FieldChange(label, before, after));
        }
    }

    /** Whether both editions ask for the same. */
    public boolean nothing() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** How many scores cannot stay as they are: above the new points of their criterion. */
    public long scoresAbove() {
        return changed.stream()
                .mapToLong(line -> line.hit().judged().scores().stream()
                        .filter(line::above)
                        .count())
                .sum();
    }

    /** How many scores leave the total with their criteria. */
    public int scoresLeaving() {
        return removed.stream()
                .mapToInt(it -> it.hit().judged().scores().size())
                .sum();
    }

    /** How many tasks of removed criteria would be withdrawn. */
    public int tasksWithdrawn() {
        return removed.stream().mapToInt(it -> it.hit().tasks()).sum();
    }

    /**
     * One criterion that is not the same in both.
     *
     * @param before null if added
     * @param after null if removed
     */
    public record Line(
            String code,
            @Nullable Criterion before,
            @Nullable Criterion after,
            List<FieldChange> fields,
            Hit hit) {

        public Criterion criterion() {
            return after == null ? Objects.requireNonNull(before) : after;
        }

        /** Whether a score that stands is more than the new edition allows. */
        public boolean above(EditionScores.Given score) {
            return after != null && score.points().compareTo(after.points()) > 0;
        }

        /** Whether what was judged before was judged by something else: other points, type, text or rule. */
        public boolean judgedAnew() {
            return before == null
                    || after == null
                    || before.points().compareTo(after.points()) != 0
                    || before.type() != after.type()
                    || !before.requirement().equals(after.requirement())
                    || !before.ruleText().equals(after.ruleText());
        }
    }

    public record FieldChange(String field, String before, String after) {}

    /**
     * What hangs on a criterion now.
     *
     * @param tasks neither exempt nor handed over
     * @param open of them
     */
    public record Hit(@Nullable Ownership owner, int tasks, int open, int evidence, EditionScores.Judged judged) {

        static final Hit NONE = new Hit(null, 0, 0, 0, EditionScores.Judged.NOTHING);
    }
}
