package org.chuangjian.supervision;

/**
 * 后续事项: what units report on besides their tasks. A module right of this one keeps them and brings the SQL, because a
 * sweep has to leave out in the database what it has dealt with.
 */
public interface SupervisedItems {

    /**
     * A select of one row for each item a unit has been given, with the columns of {@link Subject}, the type {@code
     * FOLLOW_UP}, and {@code standing}: {@code WAITING} for its unit, {@code REPORTED} to the office, {@code DONE} or
     * {@code ENDED}.
     */
    String select();
}
