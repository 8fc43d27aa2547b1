package org.chuangjian.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.EvidenceCounts;
import org.chuangjian.scoring.Scores;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.Assignments;
import org.springframework.stereotype.Component;

/** 缺件: what a volume handed up today would lack. */
@Component
public class Gaps {

    private static final int MOST = 20_000;
    private static final int NAMED = 5;

    private final CriteriaSets criteriaSets;
    private final EvidenceBook book;
    private final Assignments assignments;
    private final Scores scores;

    Gaps(CriteriaSets criteriaSets, EvidenceBook book, Assignments assignments, Scores scores) {
        this.criteriaSets = criteriaSets;
        this.book = book;
        this.assignments = assignments;
        this.scores = scores;
    }

    /**
     * @param accepted documents 入库 or 定稿
     * @param underReview documents 待审
     * @param open unit and state of each assignment not yet accepted
     */
    public record Gap(String code, String level1, String level2, int accepted, int underReview, List<String> open) {

        public Gap {
            open = List.copyOf(open);
        }

        /** What is missing, in words. */
        public String words() {
            List<String> words = new ArrayList<>();
            if (accepted == 0) {
                words.add("没有入库材料");
            }
            if (underReview > 0) {
                words.add(underReview + " 份材料待审，未收入");
            }
            if (!open.isEmpty()) {
                words.add("未办结：" + String.join("、", open.subList(0, Math.min(NAMED, open.size())))
                        + (open.size() > NAMED ? "等 " + open.size() + " 家" : ""));
            }
            return String.join("；", words);
        }
    }

    /**
     * In the order of the criteria; empty if the volume is complete. A criterion that does not apply, or from which
     * everybody is exempt, needs no documents, but its open work is told. statements, however many documents.
     */
    public List<Gap> of(Campaign campaign) {
        Map<String, EvidenceCounts> counts = new HashMap<>();
        book.coverage(campaign.id()).criteria().forEach(it -> counts.put(it.key(), it));
        Map<String, List<String>> open = new LinkedHashMap<>();
        for (Assignment assignment : assignments
                .page(new Assignments.Filter(campaign.id(), null, null, null, "open", null, null), 0, MOST)
                .items()) {
            open.computeIfAbsent(assignment.criterionCode(), code -> new ArrayList<>())
                    .add(assignment.unitName() + "（" + assignment.state().label() + "）");
        }
        Set<String> unasked = new HashSet<>(scores.notApplicable(campaign.id()));
        unasked.addAll(assignments.exemptCriteria(campaign.id()));
        List<Gap> gaps = new ArrayList<>();
        for (Criterion criterion : criteriaSets.criteria(campaign.criteriaSetId())) {
            EvidenceCounts there =
                    counts.getOrDefault(criterion.code(), new EvidenceCounts(criterion.code(), 0, 0, 0, 0, 0));
            Gap gap = new Gap(
                    criterion.code(),
                    criterion.level1(),
                    criterion.level2(),
                    there.accepted() + there.locked(),
                    there.submitted(),
                    open.getOrDefault(criterion.code(), List.of()));
            boolean lacking = gap.accepted() == 0 && !unasked.contains(gap.code());
            if (lacking || gap.underReview() > 0 || !gap.open().isEmpty()) {
                gaps.add(gap);
            }
        }
        return gaps;
    }
}
