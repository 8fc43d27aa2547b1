package org.chuangjian.insight;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How much of some work is done. What is exempt or handed over to another unit is in none of the numbers.
 *
 * @param review waiting for the office
 * @param overdue with the unit, past its deadline
 * @param reviewed decided on by the office at least once
 * @param sentBack of these, returned at least once
 * @param firstPass accepted without ever being returned
 */
public record Tally(int total, int accepted, int review, int overdue, int reviewed, int sentBack, int firstPass) {

    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

    /** 完成率: accepted of all. */
    @JsonProperty
    public Rate completion() {
        return new Rate(accepted, total);
    }

    /** 退回率: returned at least once, of those reviewed. */
    @JsonProperty
    public Rate returnRate() {
        return new Rate(sentBack, reviewed);
    }

    /** 一次通过率: never returned, of those accepted. */
    @JsonProperty
    public Rate firstPassRate() {
        return new Rate(firstPass, accepted);
    }

    /** In the hands of units or the office and not late. */
    public int underWay() {
        return total - accepted - review - overdue;
    }

    public Tally plus(Tally other) {
        return new Tally(
                total + other.total,
                accepted + other.accepted,
                review + other.review,
                overdue + other.overdue,
                reviewed + other.reviewed,
                sentBack + other.sentBack,
                firstPass + other.firstPass);
    }
}
