package org.chuangjian.process;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import org.chuangjian.title.Namings;
import org.chuangjian.title.PublicNotices;
import org.chuangjian.title.Titles;
import org.chuangjian.title.Tracking;
import org.springframework.stereotype.Component;

/** What the models of public notice, naming and titles call. */
@Component
public class TitleSteps {

    private final PublicNotices notices;
    private final Namings namings;
    private final Titles titles;
    private final Tracking tracking;
    private final Clock clock;

    TitleSteps(PublicNotices notices, Namings namings, Titles titles, Tracking tracking, Clock clock) {
        this.notices = notices;
        this.namings = namings;
        this.titles = titles;
        this.tracking = tracking;
        this.clock = clock;
    }

    public void publishNotice(String campaignId) {
        notices.publish(campaignId);
    }

    public boolean namingRefused(String campaignId) {
        return notices.refused(campaignId);
    }

    public void openTitle(String campaignId) {
        namings.takeEffect(campaignId);
    }

    public void planTracking(String titleId) {
        tracking.plan(titleId);
    }

    public Date reviewDue(String titleId) {
        return TitleProcess.startOf(titles.require(titleId).reviewDue(), clock.getZone());
    }

    /** Every New Year's Day from the next one on. */
    public String yearly(String titleId) {
        return "R/"
                + LocalDate.now(clock)
                        .plusYears(1)
                        .withDayOfYear(1)
                        .atStartOfDay(clock.getZone())
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                + "/P1Y";
    }

    public void proposeReview(String titleId) {
        titles.proposeReview(titleId);
    }
}
