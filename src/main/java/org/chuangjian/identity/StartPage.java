package org.chuangjian.identity;

/** Where each kind of person begins. */
public final class StartPage {

    public static final String TASKLIST = "/camunda/app/tasklist/default/";

    private StartPage() {}

    public static String of(CurrentUser user) {
        if (user.may(Permission.MANAGE_CAMPAIGNS)) {
            return "/desk";
        }
        if (user.may(Permission.READ_DASHBOARDS)) {
            return "/dashboard";
        }
        if (user.may(Permission.MANAGE_ACCOUNTS)) {
            return "/people";
        }
        if (user.may(Permission.WORK_FOR_UNIT)) {
            return TASKLIST;
        }
        if (user.may(Permission.INSPECT)) {
            return "/inspect";
        }
        if (user.may(Permission.SCORE_AS_EXPERT)) {
            return "/scoring";
        }
        return "/account";
    }
}
