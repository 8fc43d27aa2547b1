package org.chuangjian.supervision;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import org.chuangjian.campaign.CampaignKind.SupervisionRule;
import org.chuangjian.shared.WorkingDays;

/** When a deadline calls for a reminder, counted in working days. */
record Schedule(WorkingDays days, SupervisionRule rule) {

    /**
     * One reminder of a deadline.
     *
     * @param number working days from the deadline, negative before it
     * @param next the day of the reminder after this one
     */
    record Slot(int number, LocalDate next) {}

    /** The reminder that counts today: the last one whose day has come. Those a sweep has missed are not made up for. */
    Optional<Slot> slot(LocalDate armed, LocalDate today) {
        if (!today.isBefore(armed)) {
            int repeat = Math.max(1, rule.repeatEvery());
            int number = days.between(armed, today) / repeat * repeat;
            return Optional.of(new Slot(number, days.plus(armed, number + repeat)));
        }
        LocalDate next = armed;
        for (int before :
                rule.remindBefore().stream().sorted(Comparator.naturalOrder()).toList()) {
            LocalDate day = days.minus(armed, before);
            if (!day.isAfter(today)) {
                return Optional.of(new Slot(-before, next));
            }
            next = day;
        }
        return Optional.empty();
    }

    /** Whether so many working days have passed since the day. */
    boolean passed(LocalDate since, int workingDays, LocalDate today) {
        return since.isBefore(today) && days.between(since, today) >= workingDays;
    }
}
