package org.chuangjian.inspection;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;

/** An uploaded table of sites, compared with those that exist. */
final class SiteTable {

    private final Spreadsheet sheet;
    private final List<Entry> entries = new ArrayList<>();
    private int created;
    private int changed;

    private SiteTable(Spreadsheet sheet) {
        this.sheet = sheet;
    }

    /**
     * @param existing null for a new site
     * @param name the existing site's own, if there is one; so with the address
     */
    record Entry(
            @Nullable Site existing,
            String name,
            String address,
            String unit,
            String type,
            @Nullable Place place,
            boolean showcase,
            String note) {

        boolean differs() {
            Site site = existing;
            return site == null
                    || !site.unitCode().equals(unit)
                    || !site.businessType().equals(type)
                    || !Objects.equals(Place.of(site.latitude(), site.longitude()), place)
                    || site.showcase() != showcase
                    || !site.note().equals(note);
        }
    }

    /** @param assigns whether the sites are to serve a campaign, which those in {@code serving} do already */
    static SiteTable read(
            byte[] content,
            String fileName,
            List<Site> existing,
            Set<String> serving,
            boolean assigns,
            Units units,
            List<BusinessTypes.BusinessType> types) {
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias("名称", "点位名称", "点位")
                .alias("地址", "详细地址")
                .alias("责任单位", "单位", "所属单位")
                .alias("业态", "业态类型", "类型")
                .require("名称", "责任单位", "业态");
        SiteTable table = new SiteTable(sheet);
        Map<String, Site> byKey = new HashMap<>();
        existing.forEach(site -> byKey.putIfAbsent(key(site.name(), site.address()), site));
        Map<String, Integer> seen = new HashMap<>();
        for (Spreadsheet.Row row : sheet.rows()) {
            Entry entry = table.entry(row, byKey, units, types);
            Integer first = entry == null ? null : seen.putIfAbsent(key(entry.name(), entry.address()), row.number());
            if (first != null) {
                row.problem("名称", "与第 " + first + " 行的名称和地址都相同，请只保留一行。");
            }
            if (entry == null || row.hasProblem()) {
                continue;
            }
            table.entries.add(entry);
            Site site = entry.existing();
            if (site == null) {
                table.created++;
            } else if (entry.differs() || assigns && !serving.contains(site.id())) {
                table.changed++;
            }
        }
        return table;
    }

    /** The same place however its brackets, digits and blanks were typed. */
    private static String key(String name, String address) {
        return compact(name) + "\n" + compact(address);
    }

    private static String compact(String text) {
        return Spreadsheet.halfWidth(text).replace(" ", "");
    }

    private @Nullable Entry entry(
            Spreadsheet.Row row, Map<String, Site> byKey, Units units, List<BusinessTypes.BusinessType> types) {
        String name = row.requiredText("名称", Sites.LONGEST_NAME);
        String address = sheet.has("地址") ? row.text("地址", Sites.LONGEST_ADDRESS) : "";
        Site site = byKey.get(key(name, address));
        String unit = unit(row, units);
        String type = type(row, types);
        Place place = place(row, site);
        boolean showcase = sheet.has("示范点位") ? yes(row) : site != null && site.showcase();
        String note = sheet.has("备注") ? row.text("备注", Sites.LONGEST_NOTE) : site == null ? "" : site.note();
        if (name.isEmpty() || unit == null || type == null) {
            return null;
        }
        return new Entry(
                site,
                site == null ? name : site.name(),
                site == null ? address : site.address(),
                unit,
                type,
                place,
                showcase,
                note);
    }

    private @Nullable String unit(Spreadsheet.Row row, Units units) {
        String text = row.text("责任单位");
        if (text.isEmpty()) {
            if (!row.isUnreadable("责任单位")) {
                row.problem("责任单位", "责任单位为空，请填写单位的名称、别名或编码。");
            }
            return null;
        }
        List<Unit> found = units.matching(text);
        if (found.size() == 1) {
            return found.get(0).code();
        }
        if (found.isEmpty()) {
            Unit byCode = units.find(text).filter(Unit::active).orElse(null);
            if (byCode != null) {
                return byCode.code();
            }
            row.problem("责任单位", "没有名为“" + text + "”的在用单位，请核对名称，或先在“单位”中登记。");
        } else {
            row.problem("责任单位", "“" + text + "”对应多个单位，请改用单位编码。");
        }
        return null;
    }

    private @Nullable String type(Spreadsheet.Row row, List<BusinessTypes.BusinessType> types) {
        String text = compact(row.text("业态"));
        String found = types.stream()
                .filter(type -> type.code().equalsIgnoreCase(text)
                        || compact(type.name()).equals(text))
                .map(BusinessTypes.BusinessType::code)
                .findFirst()
                .orElse(null);
        if (found == null && !row.isUnreadable("业态")) {
            row.problem(
                    "业态", text.isEmpty() ? "业态为空，请从业态列表中选择。" : "没有“" + row.text("业态") + "”这种业态，请从业态列表中选择，或先在“业态”中增加。");
        }
        return found;
    }

    private @Nullable Place place(Spreadsheet.Row row, @Nullable Site site) {
        if (!sheet.has("纬度") || !sheet.has("经度")) {
            return site == null ? null : Place.of(site.latitude(), site.longitude());
        }
        BigDecimal latitude = row.number("纬度", "度", "°");
        BigDecimal longitude = row.number("经度", "度", "°");
        if (latitude == null && longitude == null) {
            return null;
        }
        Place place = Place.of(latitude, longitude);
        if (place == null && !row.hasProblem()) {
            row.problem("纬度", "经纬度不对：纬度在 -90 到 90 之间，经度在 -180 到 180 之间，两项都要填。");
        }
        return place;
    }

    private boolean yes(Spreadsheet.Row row) {
        String text = row.text("示范点位");
        if (text.isEmpty() || text.equals("否") || text.equals("FALSE")) {
            return false;
        }
        if (text.equals("是") || text.equals("TRUE")) {
            return true;
        }
        row.problem("示范点位", "请填写“是”或“否”。");
        return false;
    }

    ImportReport report() {
        return new ImportReport(sheet.rows().size(), created, changed, sheet.problems());
    }

    List<Entry> entries() {
        return entries;
    }
}
