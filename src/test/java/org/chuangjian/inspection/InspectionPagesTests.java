package org.chuangjian.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.evidence.Upload;
import org.chuangjian.insight.CountyRows;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.support.Acting;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.QuietPages;
import org.chuangjian.support.Visits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages take as many statements for many findings, sites and plans as for a few; a table of sites is read whole. */
@QuietPages
class InspectionPagesTests {

    private static final Map<String, List<String>> PAGES = Map.of(
            "office",
            List.of(
                    "/findings",
                    "/findings?only=overdue&text=a",
                    "/findings/export",
                    "/campaigns/C1/findings",
                    "/api/campaigns/C1/documents/findings.xlsx",
                    "/api/findings",
                    "/inspections",
                    "/inspections/I1",
                    "/inspections/I1/orders",
                    "/inspections/new?campaign=C1",
                    "/inspections/I1/edit",
                    "/finding-requests/part",
                    "/sites",
                    "/sites/export",
                    "/api/inspect"),
            "clerk",
            List.of("/findings", "/campaigns/C1/findings", "/api/findings"));

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Sites sites;

    @Test
    void noPageAsksTheDatabaseOncePerRow() throws Exception {
        CountyRows rows = new CountyRows(jdbc);
        rows.unit("u0", "单位零");
        rows.unit("u1", "单位一");
        visits.person("office", "u1", Role.OFFICE);
        visits.person("clerk", "u0", Role.CLERK);
        rows.criteria("S1", "B1", "一级", "B2", "一级");
        rows.campaign("C1", "S1", Campaign.State.ACTIVE);
        jdbc.sql("update campaign set kind = 'foodSafetyCounty', stage = 'building' where id = 'C1'")
                .update();
        jdbc.sql(
                        "insert into ownership (campaign_id, criterion_code, lead_unit, deadline, evidence_required, unmatched)"
                                + " values ('C1', 'B1', 'u0', ?, '', '')")
                .param(ChinaTime.today())
                .update();
        fill(1, 2);
        Map<String, Long> few = visits.statements(PAGES);
        assertThat(few.values()).allMatch(count -> count > 0);
        fill(2, 40);
        fillPlan(1, 3, 30);
        assertThat(visits.statements(PAGES)).isEqualTo(few);
    }

    private void fill(int plan, int many) {
        jdbc.sql("insert into inspection (id, campaign_id, name, mode, state, from_date, to_date, seed, per_type,"
                        + " created_by, created_by_name, created_at) values (?, 'C1', ?, 'COVERT', 'RUNNING', ?, ?, 's', 1,"
                        + " 'office', '张示例', ?)")
                .params("I" + plan, "计划" + plan, ChinaTime.today(), ChinaTime.today(), ChinaTime.now())
                .update();
        jdbc.sql("insert into inspection_criterion (inspection_id, criterion_code, position) values (?, 'B1', 0)")
                .param("I" + plan)
                .update();
        fillPlan(plan, plan, many);
    }

    private void fillPlan(int plan, int batch, int many) {
        OffsetDateTime now = ChinaTime.now();
        for (int i = 0; i < many; i++) {
            String key = batch + "x" + i;
            jdbc.sql("insert into site (id, name, address, unit_code, business_type, showcase, note, active, last_at,"
                            + " last_by) values (?, ?, '', 'u0', 'T20', false, '', true, ?, '张示例')")
                    .params("S" + key, "食堂" + key, now)
                    .update();
            jdbc.sql("insert into site_campaign (site_id, campaign_id) values (?, 'C1')")
                    .param("S" + key)
                    .update();
            jdbc.sql("insert into inspection_site (inspection_id, site_id, drawn, note) values (?, ?, true, '')")
                    .params("I" + plan, "S" + key)
                    .update();
            jdbc.sql("insert into finding (id, campaign_id, inspection_id, site_id, place, business_type, place_source,"
                            + " criterion_code, unit_code, severity, description, source, source_note, state, open, number,"
                            + " found_at, found_by, found_by_name, issued_at, issued_by_name, due_date, first_due_date,"
                            + " extended, plan, feedback, no_same_type, return_count, reopen_count, last_at, last_by, version)"
                            + " values (?, 'C1', ?, ?, 'a', 'T20', 'NONE', 'B1', 'u0', 'ordinary', 'a', 'COVERT', '',"
                            + " 'ASSIGNED', true, ?, ?, 'office', '张示例', ?, '张示例', ?, ?, false, '', '', '', 0, 0, ?,"
                            + " '张示例', 0)")
                    .params(
                            "F" + key,
                            "I" + plan,
                            "S" + key,
                            "N" + key,
                            now,
                            now,
                            ChinaTime.today().minusDays(3),
                            ChinaTime.today().minusDays(3),
                            now)
                    .update();
            jdbc.sql(
                            "insert into finding_photo (id, finding_id, role, name, media_type, size, sha256, taken_at, added_by,"
                                    + " added_by_name, added_at) values (?, ?, 'BEFORE', 'a.jpg', 'image/jpeg', 1, ?, '', 'office',"
                                    + " '张示例', ?)")
                    .params("P" + key, "F" + key, "0".repeat(64), now)
                    .update();
            jdbc.sql(
                            "insert into finding_request (id, finding_id, campaign_id, kind, reason, state, asked_by, asked_at)"
                                    + " values (?, ?, 'C1', 'APPEAL', '理由', 'OPEN', '张示例', ?)")
                    .params("R" + key, "F" + key, now)
                    .update();
        }
    }

    @Test
    void readsATableOfSitesWholeOrNotAtAll() {
        CountyRows rows = new CountyRows(jdbc);
        rows.unit("u8", "卫健局示例");
        ImportReport broken = read("""
                名称,地址,责任单位,业态,纬度,经度,示范点位
                甲食堂,一路,卫健局示例,学校食堂,29.5,120.2,是
                乙食堂,二路,没有这个局,学校食堂,,,
                ,三路,卫健局示例,学校食堂,,,
                丙食堂,四路,卫健局示例,太空餐厅,,,
                丁食堂,五路,卫健局示例,学校食堂,129.5,120.2,也许
                甲食堂,一路,卫健局示例,学校食堂,,,
                """, true);
        assertThat(broken.problems()).extracting(RowProblem::row).containsExactly(3, 4, 5, 6, 6, 7);
        assertThat(count()).isZero();
        String good = "点位名称,详细地址,单位,业态\n甲食堂,一路,卫健局示例,学校食堂\n己食堂,六路,u8,养老机构食堂\n";
        assertThat(read(good, true).created()).isEqualTo(2);
        assertThat(count()).isZero();
        assertThat(read(good, false).created()).isEqualTo(2);
        assertThat(count()).isEqualTo(2);
        ImportReport again = read(good.replace("学校食堂", "幼儿园食堂"), false);
        assertThat(again.created()).isZero();
        assertThat(again.changed()).isEqualTo(1);
        ImportReport typed = read("名称,地址,责任单位,业态\n戊食堂（东）,七路１号,u8,学校食堂\n戊食堂(东),七路 1号,u8,学校食堂\n", true);
        assertThat(typed.problems()).as("full-width or not").hasSize(1);
        read("名称,地址,责任单位,业态\n戊食堂（东）,七路1号,u8,学校食堂\n", false);
        ImportReport same = read("名称,地址,责任单位,业态\n戊食堂(东),七路１号,u8,学校食堂\n", false);
        assertThat(same.created()).isZero();
        assertThat(same.changed()).isZero();
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void keepsASitesPastAndWritesItWithItsPhotoOrNotAtAll() {
        CountyRows rows = new CountyRows(jdbc);
        rows.unit("u9", "教育局样本");
        rows.criteria("S9", "D1", "一级");
        rows.campaign("C8", "S9", Campaign.State.TERMINATED);
        rows.campaign("C9", "S9", Campaign.State.ACTIVE);
        byte[] program = {'M', 'Z', 1, 2};
        Upload noPhoto = new Upload("坏.jpg", new ByteArrayResource(program), program.length);
        assertThatThrownBy(() -> save(null, draft("T11", List.of("C9")), noPhoto))
                .isInstanceOf(Problem.class);
        String id = save(null, draft("T11", List.of("C9")), null).id();
        jdbc.sql("insert into site_campaign (site_id, campaign_id) values (?, 'C8')")
                .param(id)
                .update();
        jdbc.sql("update business_type set active = false where code = 'T11'").update();
        try {
            assertThat(save(id, draft("T11", List.of()), null).businessType()).isEqualTo("T11");
            assertThat(sites.campaignsOf(id))
                    .as("what has ended stays on record")
                    .containsExactly("C8");
            assertThatThrownBy(() -> save(null, draft("T11", List.of("C9")), null))
                    .isInstanceOf(Problem.class);
        } finally {
            jdbc.sql("update business_type set active = true where code = 'T11'")
                    .update();
        }
    }

    private Site save(@Nullable String id, Sites.Draft draft, @Nullable Upload photo) {
        return Acting.as(Role.OFFICE, null, () -> sites.save(id, draft, photo));
    }

    private static Sites.Draft draft(String type, List<String> campaigns) {
        return new Sites.Draft("示例冷库", "九路", "u9", type, null, null, false, "", true, campaigns);
    }

    private ImportReport read(String table, boolean dryRun) {
        return Acting.as(
                Role.OFFICE,
                null,
                () -> sites.importSites(table.getBytes(StandardCharsets.UTF_8), "点位.csv", null, dryRun));
    }

    private int count() {
        return jdbc.sql("select count(*) from site where unit_code = 'u8'")
                .query(Integer.class)
                .single();
    }
}
