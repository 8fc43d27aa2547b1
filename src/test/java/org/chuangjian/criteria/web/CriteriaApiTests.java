package org.chuangjian.criteria.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.KnownKinds;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.SignedIn;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

class CriteriaApiTests {

    private static final String HEADER = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n";
    private static final String GOOD = HEADER + "A1,组织领导,机构,成立领导小组,3,关键项,政府办,文件,按程度给分\nV1,否决项,事故,无事故,0,否决项,应急局,证明,\n";

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private MockMvc mvc;

    @BeforeEach
    void open() throws Exception {
        DataSource database = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection()) {
            for (String file : List.of("db/shared/001-journal-jobs-calendar.sql", "db/criteria/001-criteria.sql")) {
                new Liquibase(file, new ClassLoaderResourceAccessor(), new JdbcConnection(connection))
                        .update(new Contexts());
            }
        }
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(DataSourceTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(KnownKinds.class, () -> kind -> {});
        context.register(Access.class, Journal.class, CriteriaSets.class, CriteriaApi.class);
        context.refresh();
        mvc = MockMvcBuilders.standaloneSetup(context.getBean(CriteriaApi.class))
                .setControllerAdvice(new Problems())
                .build();
        SignedIn office = new SignedIn(new CurrentUser("office", "办示例", null, Set.of(Role.OFFICE)), "none", true, true);
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(office, "none", "ROLE_OFFICE"));
    }

    @AfterEach
    void close() {
        SecurityContextHolder.clearContext();
        context.close();
    }

    @Test
    void answersTheReportOfWhatItImported() throws Exception {
        mvc.perform(upload(GOOD))
                .andExpect(status().isCreated())
                .andExpect(header().exists("Location"))
                .andExpect(jsonPath("$.id").isString())
                .andExpect(jsonPath("$.kind").value("giZone"))
                .andExpect(jsonPath("$.edition").value("2026版"))
                .andExpect(jsonPath("$.criteria").value(2))
                .andExpect(jsonPath("$.points.key").value(3.0))
                .andExpect(jsonPath("$.points.normal").value(0.0))
                .andExpect(jsonPath("$.vetoes").value(1))
                .andExpect(jsonPath("$.problems", hasSize(0)));

        String id = sets().list().get(0).id();
        mvc.perform(get("/api/criteria-sets/{id}", id))
                .andExpect(jsonPath("$.id").value(id))
                .andExpect(jsonPath("$.criteria", hasSize(2)))
                .andExpect(jsonPath("$.criteria[0].code").value("A1"));
        mvc.perform(get("/api/criteria-sets")).andExpect(jsonPath("$", hasSize(1)));
        mvc.perform(get("/api/criteria-sets/none")).andExpect(status().isNotFound());
    }

    @Test
    void refusesAFaultyTableWithEveryProblem() throws Exception {
        mvc.perform(upload(HEADER + "A1,组织领导,机构,要求,三,关键项,,,\nA1,组织领导,机构,要求,3,关键项,,,\n"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.code").value("import-problems"))
                .andExpect(jsonPath("$.problems", hasSize(2)))
                .andExpect(jsonPath("$.problems[0].row").value(2))
                .andExpect(jsonPath("$.problems[0].column").value("分值"))
                .andExpect(jsonPath("$.problems[1].row").value(3))
                .andExpect(jsonPath("$.problems[1].column").value("编码"));
        assertThat(sets().list()).isEmpty();
    }

    @Test
    void aDryRunAnswersTheReportAlone() throws Exception {
        mvc.perform(upload(GOOD).param("dryRun", "true"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.id").value(nullValue()))
                .andExpect(jsonPath("$.criteria").value(2));
        mvc.perform(upload(HEADER).param("dryRun", "true"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.problems", hasSize(1)));
        assertThat(sets().list()).isEmpty();
    }

    @Test
    void refusesAnEditionThatIsThereAndARequestWithoutFile() throws Exception {
        mvc.perform(upload(GOOD)).andExpect(status().isCreated());
        mvc.perform(upload(GOOD))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("criteria-set-exists"));
        mvc.perform(multipart("/api/criteria-sets").param("kind", "giZone").param("edition", "2027版"))
                .andExpect(status().isBadRequest());
    }

    private CriteriaSets sets() {
        return context.getBean(CriteriaSets.class);
    }

    private static MockHttpServletRequestBuilder upload(String table) {
        return multipart("/api/criteria-sets")
                .file(new MockMultipartFile("file", "细则.csv", "text/csv", table.getBytes(StandardCharsets.UTF_8)))
                .param("kind", "giZone")
                .param("edition", "2026版");
    }

    /** Answers problems as the application does, without the rest of it. */
    @RestControllerAdvice
    static class Problems {

        @ExceptionHandler
        ResponseEntity<ProblemDetail> answer(Problem problem) {
            ProblemDetail body = ProblemDetail.forStatus(problem.status());
            body.setProperty("code", problem.code());
            problem.properties().forEach(body::setProperty);
            return ResponseEntity.of(body).build();
        }
    }
}
