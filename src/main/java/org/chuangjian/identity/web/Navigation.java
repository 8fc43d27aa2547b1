package org.chuangjian.identity.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.identity.StartPage;
import org.jspecify.annotations.Nullable;

/**
 * The way through the product for one person: by job, and only what this person may open.
 *
 * @param unitName name of the person's unit, "" outside any unit
 */
public record Navigation(List<Entry> entries, String unitName) {

    public Navigation {
        entries = List.copyOf(entries);
    }

    static Navigation of(CurrentUser user, String unitName) {
        List<Entry> entries = new ArrayList<>();
        if (user.may(Permission.MANAGE_CAMPAIGNS)) {
            entries.add(new Entry("desk", "工作台", "/desk"));
        }
        if (user.may(Permission.WORK_FOR_UNIT)) {
            entries.add(new Entry("tasks", "待办任务", StartPage.TASKLIST));
        }
        if (user.may(Permission.READ_CAMPAIGNS) || user.may(Permission.WORK_FOR_UNIT)) {
            entries.add(new Entry("campaigns", "创建活动", "/campaigns"));
        }
        if (user.may(Permission.READ_CRITERIA)) {
            List<Entry> tables = new ArrayList<>(List.of(new Entry("criteria-sets", "评价细则", "/criteria-sets")));
            if (user.may(Permission.READ_CAMPAIGNS)) {
                tables.add(new Entry("metrics", "指标数据", "/metrics"));
            }
            entries.add(new Entry("criteria", "指标与材料", "/criteria-sets", tables));
        } else if (user.may(Permission.WORK_FOR_UNIT)) {
            entries.add(new Entry("metrics", "指标数据", "/metrics"));
        }
        entries.addAll(afterTheWork(user));
        if (user.may(Permission.READ_DASHBOARDS)) {
            entries.add(new Entry("dashboard", "统计报表", "/dashboard"));
        }
        if (user.may(Permission.READ_JOURNAL)) {
            entries.add(new Entry("journal", "日志", "/journal"));
        }
        if (user.may(Permission.READ_ORGANISATION)) {
            List<Entry> settings = new ArrayList<>(List.of(
                    new Entry("units", "单位", "/units"),
                    new Entry("people", "人员", "/people"),
                    new Entry("calendar", "工作日历", "/calendar")));
            if (user.may(Permission.MANAGE_ORGANISATION)) {
                settings.add(new Entry("settings", "参数", "/settings"));
            }
            if (user.may(Permission.SUPERVISE)) {
                settings.add(new Entry("leaders", "分管领导", "/leaders"));
            }
            if (user.may(Permission.OPERATE)) {
                settings.add(new Entry("mails", "邮件", "/mails"));
            }
            entries.add(new Entry("organisation", "基础设置", "/units", settings));
        }
        return new Navigation(entries, unitName);
    }

    /** 督查整改, 评审验收, 公示命名: what finds faults, judges and names. */
    private static List<Entry> afterTheWork(CurrentUser user) {
        List<Entry> entries = new ArrayList<>();
        List<Entry> inspections = new ArrayList<>();
        if (user.may(Permission.READ_CAMPAIGNS) || user.may(Permission.WORK_FOR_UNIT)) {
            inspections.add(new Entry("findings", "问题台账", "/findings"));
            inspections.add(new Entry("supervision-orders", "督办单", "/supervision-orders"));
        }
        if (user.may(Permission.INSPECT)) {
            inspections.add(new Entry("inspect", "现场检查", "/inspect"));
            if (inspections.size() == 1) {
                inspections.add(new Entry("findings", "问题台账", "/findings"));
            }
        }
        if (user.may(Permission.MANAGE_INSPECTIONS)) {
            inspections.add(new Entry("inspections", "检查计划", "/inspections"));
            inspections.add(new Entry("sites", "点位", "/sites"));
        }
        if (!inspections.isEmpty()) {
            entries.add(new Entry("inspection", "督查整改", inspections.get(0).href(), inspections));
        }
        if (user.may(Permission.READ_CAMPAIGNS) || user.may(Permission.SCORE_AS_EXPERT)) {
            entries.add(new Entry("scoring", "评审验收", "/scoring"));
        }
        if (user.may(Permission.READ_CAMPAIGNS)) {
            entries.add(new Entry("titles", "公示命名", "/titles"));
        }
        return entries;
    }

    /** The entry whose children hold the key; null if the page stands alone. */
    public @Nullable Entry groupOf(@Nullable String key) {
        return entries.stream()
                .filter(entry -> !entry.children.isEmpty() && entry.holds(key))
                .findFirst()
                .orElse(null);
    }

    /** @param children pages under this entry, shown as a second line */
    public record Entry(String key, String label, String href, List<Entry> children) {

        public Entry(String key, String label, String href, Entry... children) {
            this(key, label, href, Arrays.asList(children));
        }

        public Entry {
            children = List.copyOf(children);
        }

        public boolean holds(@Nullable String active) {
            return key.equals(active) || children.stream().anyMatch(child -> child.key.equals(active));
        }
    }
}
