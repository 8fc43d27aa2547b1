package org.chuangjian.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.SignedIn;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Lamp;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.support.CountedStatements;
import org.chuangjian.work.AssignmentState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class StandingsTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
    private static final LocalDate LATE = TODAY.minusDays(12);
    private static final LocalDate FAR = TODAY.plusDays(90);
    private static final String SET = "S1";

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private CountyRows rows;
    private Standings standings;
    private Campaign campaign;

    @BeforeEach
    void open() throws Exception {
        DataSource memory = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = memory.getConnection()) {
            for (String file : List.of(
                    "shared/001-journal-jobs-calendar",
                    "shared/003-published-years",
                    "organisation/001-units-people",
                    "criteria/001-criteria",
                    "campaign/001-campaigns",
                    "work/001-assignments",
                    "evidence/001-evidence")) {
                new Liquibase("db/" + file + ".sql", new ClassLoaderResourceAccessor(), new JdbcConnection(connection))
                        .update(new Contexts());
            }
        }
        context.registerBean("dataSource", DataSource.class, () -> memory);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(context.getBean(DataSource.class)));
        context.registerBean(
                Clock.class, () -> Clock.fixed(Instant.parse("2026-11-20T02:00:00Z"), ZoneId.of("Asia/Shanghai")));
        context.register(
                CountedStatements.class,
                Journal.class,
                WorkingDays.class,
                CampaignKinds.class,
                Access.class,
                Standings.class);
        context.refresh();
        standings = context.getBean(Standings.class);
        rows = new CountyRows(context.getBean(JdbcClient.class));
        rows.unit("agri", "农业农村局");
        rows.unit("edu", "教育局");
        rows.criteria(SET, "B1", "组织领导", "B2", "组织领导", "A1", "工作体系");
        campaign = rows.campaign("C1", SET, Campaign.State.ACTIVE);
        signIn("leader", null, Role.LEADER);
    }

    @AfterEach
    void close() {
        SecurityContextHolder.clearContext();
        context.close();
    }

    @Test
    void countsNeitherTheExemptNorTheHandedOver() {
        assign("B1", "agri", "ACCEPTED", LATE, 0);
        assign("B2", "agri", "EXEMPT", LATE, 0);
        assign("A1", "agri", "HANDED_OVER", LATE, 0);
        assign("A1", "edu", "IN_PROGRESS", LATE, 0);

        assertThat(standings.byCampaign(List.of("C1")).get("C1")).isEqualTo(new Tally(2, 1, 0, 1, 1, 0, 1));
        assertThat(standings.byState("C1"))
                .containsEntry(AssignmentState.EXEMPT, 1)
                .containsEntry(AssignmentState.HANDED_OVER, 1)
                .containsEntry(AssignmentState.RETURNED, 0);
        assertThat(standings.byCampaign(List.of())).isEmpty();
    }

    @Test
    void onlyWhatIsWithTheUnitCanBeOverdue() {
        assign("B1", "agri", "OFFICE_REVIEW", LATE, 0);
        assign("B2", "agri", "RETURNED", LATE, 1);
        assign("A1", "agri", "TO_RECEIVE", TODAY, 0);

        Tally tally = standings.byUnit("C1").get(0).tally();
        assertThat(tally.overdue()).isEqualTo(1);
        assertThat(tally.review()).isEqualTo(1);
        assertThat(standings.overdue("C1", 10)).singleElement().satisfies(item -> {
            assertThat(item.criterionCode()).isEqualTo("B2");
            assertThat(item.daysLate()).isEqualTo(12);
            assertThat(item.lamp()).isEqualTo(Lamp.RED);
        });
    }

    @Test
    void nothingIsOverdueOnceTheCampaignIsOver() {
        Campaign named = rows.campaign("C2", SET, Campaign.State.NAMED);
        rows.assignment("C2", SET, "B1", "agri", "RETURNED", LATE, 1);

        assertThat(standings.byCampaign(List.of("C2")).get("C2")).isEqualTo(new Tally(1, 0, 0, 0, 1, 1, 0));
        assertThat(standings.byUnit("C2").get(0).tally().overdue()).isZero();
        assertThat(standings.overdue("C2", 10)).isEmpty();
        assertThat(standings.wall(named).total().overdue()).isZero();
        assertThat(standings.wall(named).rows().get(0).cells().values())
                .extracting(Wall.Cell::lamp)
                .containsExactly(Lamp.GREEN);
    }

    @Test
    void ranksByCompletionAndTellsReturnsFromFirstPasses() {
        assign("B1", "agri", "ACCEPTED", FAR, 1);
        assign("B2", "agri", "ACCEPTED", FAR, 0);
        assign("A1", "agri", "RETURNED", FAR, 2);
        assign("B1", "edu", "ACCEPTED", FAR, 0);

        List<Standings.OfUnit> ranking = standings.ranking();
        assertThat(ranking).extracting(Standings.OfUnit::unit).containsExactly("edu", "agri");
        assertThat(ranking.get(1).tally().completion().text()).isEqualTo("66.7%");
        assertThat(ranking.get(1).tally().returnRate()).isEqualTo(new Rate(2, 3));
        assertThat(ranking.get(1).tally().firstPassRate().text()).isEqualTo("50%");
    }

    @Test
    void groupsStandInTheOrderOfTheTable() {
        assign("A1", "agri", "ACCEPTED", FAR, 0);
        assign("B1", "agri", "ACCEPTED", FAR, 0);
        assign("B2", "edu", "IN_PROGRESS", FAR, 0);
        assertThat(standings.byGroup("C1"))
                .extracting(Standings.OfGroup::group, group -> group.tally().completion())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("组织领导", new Rate(1, 2)),
                        org.assertj.core.groups.Tuple.tuple("工作体系", new Rate(1, 1)));
    }

    @Test
    void everyNumberOfTheRankingCountsTheRowsBehindIt() {
        rows.campaign("C2", SET, Campaign.State.TERMINATED);
        rows.assignment("C2", SET, "B1", "agri", "IN_PROGRESS", LATE, 0);
        assign("B1", "agri", "ACCEPTED", FAR, 1);
        assign("B2", "agri", "IN_PROGRESS", LATE, 0);
        assign("A1", "agri", "OFFICE_REVIEW", LATE, 1);
        assign("A1", "edu", "ACCEPTED", FAR, 0);

        Tally agri = standings.ranking().stream()
                .filter(unit -> unit.unit().equals("agri"))
                .findFirst()
                .orElseThrow()
                .tally();
        assertThat(behind(Rows.COUNTED)).isEqualTo(agri.total()).isEqualTo(3);
        assertThat(behind(Rows.ACCEPTED)).isEqualTo(agri.accepted());
        assertThat(behind(Rows.OVERDUE)).isEqualTo(agri.overdue()).isEqualTo(1);
        assertThat(behind(Rows.REVIEW)).isEqualTo(agri.review());
        assertThat(behind(Rows.REVIEWED)).isEqualTo(agri.reviewed());
        assertThat(behind(Rows.SENT_BACK)).isEqualTo(agri.sentBack());
        assertThat(behind(Rows.FIRST_PASS)).isEqualTo(agri.firstPass());
    }

    @Test
    void theFurthestDocumentSpeaksForACriterion() {
        String accepted = assign("B1", "agri", "ACCEPTED", FAR, 0);
        String started = assign("B2", "agri", "IN_PROGRESS", FAR, 0);
        rows.evidence("C1", accepted, "B1", "agri", "ACCEPTED");
        rows.evidence("C1", accepted, "B1", "agri", "DRAFT");
        rows.evidence("C1", started, "B2", "agri", "DRAFT");

        EvidenceCoverage coverage = standings.coverage("C1");
        assertThat(coverage.accepted()).isEqualTo(new Rate(1, 3));
        assertThat(coverage.criteria())
                .extracting(EvidenceCoverage.Line::covered)
                .containsExactly(Covered.ACCEPTED, Covered.STARTED, Covered.NONE);
        assertThat(coverage.documents()).isEqualTo(new EvidenceCoverage.Documents(2, 0, 0, 1, 0));
        assertThat(coverage.byGroup().keySet()).containsExactly("组织领导", "工作体系");
    }

    @Test
    void theWallShowsLampsWithWordsAndCountsPerRowAndColumn() {
        assign("B1", "agri", "ACCEPTED", LATE, 0);
        assign("B2", "agri", "IN_PROGRESS", LATE, 0);
        assign("A1", "agri", "EXEMPT", LATE, 0);
        assign("B1", "edu", "IN_PROGRESS", TODAY, 0);

        Wall wall = standings.wall(campaign);
        assertThat(wall.groups()).containsExactly(new Wall.Group("组织领导", 2), new Wall.Group("工作体系", 1));
        Wall.Row agri = wall.rows().get(0);
        assertThat(agri.tally().completion()).isEqualTo(new Rate(1, 2));
        assertThat(agri.cells().get("B1"))
                .extracting(Wall.Cell::part, Wall.Cell::word)
                .containsExactly("牵", "完");
        assertThat(agri.cells().get("B2")).extracting(Wall.Cell::word).isEqualTo("逾");
        assertThat(agri.cells().get("A1")).extracting(Wall.Cell::word).isEqualTo("免");
        assertThat(wall.rows().get(1).cells().get("B1"))
                .extracting(Wall.Cell::word)
                .isEqualTo("临");
        assertThat(wall.columns().get(0).tally().completion()).isEqualTo(new Rate(1, 2));
        assertThat(wall.total().overdue()).isEqualTo(1);
    }

    @Test
    void aUnitSeesItsOwnNumbersOnly() {
        String own = assign("B1", "agri", "ACCEPTED", FAR, 0);
        String others = assign("B1", "edu", "IN_PROGRESS", LATE, 0);
        assign("A1", "edu", "IN_PROGRESS", LATE, 0);
        rows.evidence("C1", own, "B1", "agri", "SUBMITTED");
        rows.evidence("C1", others, "B1", "edu", "ACCEPTED");

        signIn("clerk", "agri", Role.CLERK);
        assertThat(standings.byUnit("C1")).extracting(Standings.OfUnit::unit).containsExactly("agri");
        assertThat(standings.byGroup("C1")).extracting(Standings.OfGroup::group).containsExactly("组织领导");
        assertThat(standings.byCampaign(List.of("C1")).get("C1"))
                .extracting(Tally::total)
                .isEqualTo(1);
        assertThat(standings.overdue("C1", 10)).isEmpty();
        assertThat(standings.rows(Rows.COUNTED, "edu", 0, 10).total()).isZero();
        assertThat(standings.byState("C1")).containsEntry(AssignmentState.IN_PROGRESS, 0);
        assertThat(standings.coverage("C1").criteria())
                .extracting(EvidenceCoverage.Line::covered)
                .containsExactly(Covered.SUBMITTED);
        assertThat(standings.wall(campaign).rows()).extracting(Wall.Row::unit).containsExactly("agri");
        assertThat(standings.wall(campaign).columns())
                .extracting(Wall.Column::code)
                .containsExactly("B1");

        signIn("nobody", null, Role.CLERK);
        assertThat(standings.byUnit("C1")).isEmpty();
    }

    @Test
    void noNumberOfStatementsGrowsWithCampaignsUnitsOrTasks() throws Exception {
        assign("B1", "agri", "IN_PROGRESS", LATE, 0);
        List<Long> few = statements(List.of("C1"));
        for (int i = 2; i < 12; i++) {
            rows.campaign("C" + i, SET, Campaign.State.ACTIVE);
            rows.unit("u" + i, "单位" + i);
            for (String criterion : List.of("A1", "B1", "B2")) {
                rows.assignment("C" + i, SET, criterion, "u" + i, "IN_PROGRESS", LATE, 0);
                rows.assignment("C1", SET, criterion, "u" + i, "IN_PROGRESS", LATE, 0);
            }
        }
        assertThat(statements(List.of("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11")))
                .isEqualTo(few)
                .containsExactly(1L, 1L, 1L, 2L, 1L, 1L, 1L, 1L, 1L, 2L);
    }

    private List<Long> statements(List<String> campaigns) throws Exception {
        standings.overdue(1); // the calendar is read once in a while, not by each page
        return List.of(
                CountedStatements.during(() -> standings.byCampaign(campaigns)),
                CountedStatements.during(() -> standings.ranking()),
                CountedStatements.during(() -> standings.overdue(8)),
                CountedStatements.during(() -> standings.rows(Rows.OVERDUE, null, 0, 50)),
                CountedStatements.during(() -> standings.byUnit("C1")),
                CountedStatements.during(() -> standings.byGroup("C1")),
                CountedStatements.during(() -> standings.byState("C1")),
                CountedStatements.during(() -> standings.overdue("C1", 15)),
                CountedStatements.during(() -> standings.coverage("C1")),
                CountedStatements.during(() -> standings.wall(campaign)));
    }

    private long behind(Rows wanted) {
        return standings.rows(wanted, "agri", 0, 10).total();
    }

    private String assign(String criterion, String unit, String state, LocalDate due, int returns) {
        return rows.assignment("C1", SET, criterion, unit, state, due, returns);
    }

    private static void signIn(String account, @Nullable String unit, Role role) {
        SignedIn person = new SignedIn(new CurrentUser(account, "张示例", unit, Set.of(role)), "{noop}x", true, true);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(person, null, "ROLE"));
    }
}
