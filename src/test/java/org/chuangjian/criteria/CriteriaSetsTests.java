package org.chuangjian.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class CriteriaSetsTests {

    private static final String HEADER = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n";
    private static final String GOOD = HEADER + "A1,组织领导,机构,成立领导小组,3,关键项,政府办/创建办,\"文件,名单\",按程度给分\n";

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private JdbcClient jdbc;
    private CriteriaSets sets;

    @BeforeEach
    void open() throws Exception {
        DataSource database = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection()) {
            for (String file : List.of("db/shared/001-journal-jobs-calendar.sql", "db/criteria/001-criteria.sql")) {
                new Liquibase(file, new ClassLoaderResourceAccessor(), new JdbcConnection(connection))
                        .update(new Contexts());
            }
        }
        jdbc = JdbcClient.create(database);
        context.registerBean(JdbcClient.class, () -> jdbc);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(DataSourceTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(
                Clock.class, () -> Clock.fixed(Instant.parse("2026-11-21T02:00:00Z"), ZoneId.of("Asia/Shanghai")));
        context.register(Journal.class, CriteriaSets.class);
        context.refresh();
        sets = context.getBean(CriteriaSets.class);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @CsvSource({
        "criteria_gi_zone.csv, 37, 4, 60, 40, 10, 0",
        "criteria_food_county.csv, 55, 5, 58, 42, 16, 0",
        "criteria_quality_award.csv, 33, 6, 0, 0, 40, 1000"
    })
    void theSampleTablesAddUp(
            String file,
            int criteria,
            int vetoes,
            BigDecimal key,
            BigDecimal basic,
            BigDecimal bonus,
            BigDecimal normal)
            throws IOException {
        CriteriaImport report = sets.importSet("sample", "示例细则", sample(file), file, "office", "张示例", false);

        assertThat(report.problems()).isEmpty();
        assertThat(report.criteria()).isEqualTo(criteria);
        assertThat(report.vetoes()).isEqualTo(vetoes);
        assertThat(report.points().key()).isEqualByComparingTo(key);
        assertThat(report.points().basic()).isEqualByComparingTo(basic);
        assertThat(report.points().bonus()).isEqualByComparingTo(bonus);
        assertThat(report.points().normal()).isEqualByComparingTo(normal);
        assertThat(sets.sums(String.valueOf(report.id())))
                .isEqualTo(new CriteriaSums(report.criteria(), report.points(), report.vetoes()));
    }

    @Test
    void theTypesOfTheSamplesAreCounted() throws IOException {
        assertThat(counts("criteria_gi_zone.csv")).containsExactly(14L, 15L, 4L, 4L, 0L);
        assertThat(counts("criteria_food_county.csv")).containsExactly(19L, 22L, 9L, 5L, 0L);
    }

    @Test
    void aSetIsReadBackAsItWasPublished() throws IOException {
        String id = String.valueOf(
                sets.importSet("giZone", "示例细则", sample("criteria_gi_zone.csv"), "细则.csv", "office", "张示例", false)
                        .id());

        CriteriaSet set = sets.require(id);
        assertThat(set.importedByName()).isEqualTo("张示例");
        assertThat(set.sha256()).hasSize(64);
        assertThat(sets.list()).containsExactly(set);
        assertThat(sets.ofKind("giZone")).containsExactly(set);
        List<Criterion> criteria = sets.criteria(id);
        assertThat(criteria).extracting(Criterion::position).isSorted().hasSize(37);
        Criterion first = criteria.get(4);
        assertThat(first.code()).isEqualTo("GA1");
        assertThat(first.points()).isEqualByComparingTo("3");
        assertThat(first.type()).isEqualTo(CriterionType.KEY);
        assertThat(first.ownerNames()).containsExactly("政府办", "创建办");
        assertThat(first.evidenceNames()).containsExactly("成立文件", "职责分工");
        assertThat(first.ruleText()).isEqualTo("DEDUCT:每缺1项扣1");
        assertThat(sets.criterion(id, "GA1")).contains(first);
        CriteriaTree tree = sets.tree(id);
        assertThat(tree.branches())
                .extracting(CriteriaTree.Level1::name)
                .containsExactly("否决项", "夯实保护制度", "健全工作体系", "加大保护力度", "强化保护宣传", "加强合作共赢", "鼓励项");
        assertThat(tree.branches().get(1).sums().criteria()).isEqualTo(7);
        assertThat(context.getBean(Journal.class).of("criteria-set", id))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.action()).isEqualTo("导入细则");
                    assertThat(entry.detail()).contains("37 条");
                });
    }

    @Test
    void ownersAndEvidenceAreSplitAsTablesSeparateThem() {
        Criterion criterion = new Criterion(
                "",
                "",
                "A1",
                1,
                "",
                "",
                "",
                BigDecimal.ZERO,
                CriterionType.KEY,
                " 市监局/农业农村局、教育局,卫健局，公安局;财政局；乡镇 / 市监局",
                "文件、照片,台账，总结;名单",
                "");

        assertThat(criterion.ownerNames()).containsExactly("市监局", "农业农村局", "教育局", "卫健局", "公安局", "财政局", "乡镇");
        assertThat(criterion.evidenceNames()).containsExactly("文件", "照片", "台账", "总结", "名单");
    }

    @Test
    void aDryRunShowsTheSumsAndWritesNothing() {
        CriteriaImport report = sets.importSet("giZone", "2026版", utf8(GOOD), "细则.csv", "office", "张示例", true);

        assertThat(report.id()).isNull();
        assertThat(report.criteria()).isEqualTo(1);
        assertThat(report.points().key()).isEqualByComparingTo("3");
        assertNothingWritten();
    }

    @Test
    void anEditionIsNeverOverwritten() {
        CriteriaImport first = sets.importSet("giZone", "2026版", utf8(GOOD), "细则.csv", "office", "张示例", false);

        Problem problem = catchThrowableOfType(
                Problem.class, () -> sets.importSet("giZone", " 2026版 ", utf8(GOOD), "细则.csv", "other", "李样本", false));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.code()).isEqualTo("criteria-set-exists");
        assertThat(problem.detail()).contains("2026版", "张示例", "2026-11-21 10:00");
        assertThat(problem.properties()).containsEntry("id", first.id());
        assertThat(sets.importSet("giZone", "2027版", utf8(GOOD), "细则.csv", "other", "李样本", false)
                        .clean())
                .isTrue();
    }

    @Test
    void ofSeveralSimultaneousImportsOneWinsAndTheOthersAreToldWho() throws Exception {
        int people = 4;
        byte[] table = rows(2_000);
        CyclicBarrier start = new CyclicBarrier(people);
        ExecutorService pool = Executors.newFixedThreadPool(people);
        try {
            List<Callable<String>> imports = IntStream.range(0, people)
                    .<Callable<String>>mapToObj(i -> () -> {
                        start.await();
                        try {
                            return String.valueOf(
                                    sets.importSet("giZone", "2026版", table, "细则.csv", "p" + i, "张示例" + i, false)
                                            .id());
                        } catch (Problem e) {
                            return e.code();
                        }
                    })
                    .toList();
            List<String> answers = new java.util.ArrayList<>();
            for (Future<String> answer : pool.invokeAll(imports)) {
                answers.add(answer.get());
            }
            assertThat(answers).filteredOn("criteria-set-exists"::equals).hasSize(people - 1);
            assertThat(count("criteria_set")).isEqualTo(1);
            assertThat(count("criterion")).isEqualTo(2_000);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void everyProblemIsReportedWithRowColumnAndReason() {
        String table = HEADER
                + ",组织领导,机构,要求,3,关键项,,,\n"
                + "A1,组织领导,机构,要求,3,关键项,,,\n"
                + "Ａ１,组织领导,机构,要求,3,关键项,,,\n"
                + "A2,组织领导,机构,,三分,重点项,,,\n"
                + "A3,组织领导,机构,要求,-1,基本项,,,\n"
                + "\n"
                + "A4,组织领导,机构,要求,1.234,基本项,,,\n"
                + "A5,组织领导,机构,要求,5,否决项,,,\n"
                + "A6,,机构,要求,,基本项,,,\n"
                + "A7,组织领导,机构," + "长".repeat(4_001) + ",1,,,,\n";

        CriteriaImport report = sets.importSet("giZone", "2026版", utf8(table), "细则.csv", "office", "张示例", false);

        assertThat(report.id()).isNull();
        assertThat(report.criteria()).isEqualTo(1);
        assertThat(report.problems())
                .extracting(RowProblem::row, RowProblem::column)
                .containsExactly(
                        tuple(2, "编码"),
                        tuple(4, "编码"),
                        tuple(5, "要求"),
                        tuple(5, "类型"),
                        tuple(5, "分值"),
                        tuple(6, "分值"),
                        tuple(8, "分值"),
                        tuple(9, "分值"),
                        tuple(10, "一级指标"),
                        tuple(10, "分值"),
                        tuple(11, "要求"),
                        tuple(11, "类型"));
        assertThat(report.problems().get(1).reason()).contains("第 3 行");
        assertNothingWritten();
    }

    @Test
    void everyMissingColumnIsNamed() {
        assertThat(problems(utf8("编号,一级指标,二级指标,要求,责任单位,佐证材料,评分规则\nA1,甲,乙,丙,丁,戊,己\n"), "细则.csv"))
                .extracting(RowProblem::row, RowProblem::column, RowProblem::reason)
                .containsExactly(tuple(1, "分值", "缺少“分值”列，请对照模板补上这一列。"), tuple(1, "类型", "缺少“类型”列，请对照模板补上这一列。"));
    }

    @Test
    void aFormulaIsNotEvaluatedButReportedOnce() throws IOException {
        assertThat(problems(workbook(true), "细则.xlsx"))
                .containsExactly(new RowProblem(3, "分值", "单元格是公式，系统不计算公式，请粘贴为数值后再上传。"));
    }

    @Test
    void filesThatAreNoTableAreReportedAsAWhole() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("说明.txt"));
            out.write(utf8("不是表格"));
        }
        for (List<RowProblem> problems : List.of(
                problems(new byte[0], "细则.xlsx"),
                problems(new byte[0], "细则.csv"),
                problems(utf8(HEADER), "细则.csv"),
                problems(zip.toByteArray(), "细则.xlsx"))) {
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.row()).isZero();
                assertThat(problem.column()).isEmpty();
                assertThat(problem.reason()).containsPattern("\\p{IsHan}");
            });
        }
    }

    @Test
    void aTableInGb18030WithPointsAsPeopleWriteThemIsRead() {
        byte[] table = (HEADER + "Ａ１,组织领导,机构,成立领导小组,3分,关键项,政府办,,\nA2,组织领导,机构,印发方案,２．５,鼓励加分,政府办,,\nV1,否决,,无事故,,否决项,,,\n")
                .getBytes(Charset.forName("GB18030"));

        CriteriaPreview preview = sets.preview(table, "细则.csv");

        assertThat(preview.problems()).isEmpty();
        assertThat(preview.criteria())
                .extracting(Criterion::code, Criterion::type, Criterion::points)
                .containsExactly(
                        tuple("A1", CriterionType.KEY, new BigDecimal("3.00")),
                        tuple("A2", CriterionType.BONUS, new BigDecimal("2.50")),
                        tuple("V1", CriterionType.VETO, new BigDecimal("0.00")));
    }

    @Test
    void aWorkbookWithMergedIndicatorsIsRead() throws IOException {
        CriteriaPreview preview = sets.preview(workbook(false), "细则.xlsx");

        assertThat(preview.problems()).isEmpty();
        assertThat(preview.criteria()).extracting(Criterion::level1).containsExactly("组织领导", "组织领导");
        assertThat(preview.sums().points().key()).isEqualByComparingTo("6");
    }

    @Test
    void tenThousandRowsAreImported() {
        CriteriaImport report = sets.importSet("giZone", "2026版", rows(10_000), "细则.csv", "office", "张示例", false);

        assertThat(report.problems()).isEmpty();
        assertThat(count("criterion")).isEqualTo(10_000);
        assertThat(report.points().basic()).isEqualByComparingTo("10000");
    }

    @Test
    void aSetIsNamedByKindAndEdition() {
        assertThat(catchThrowableOfType(
                                Problem.class,
                                () -> sets.importSet("", "2026版", utf8(GOOD), "细则.csv", "office", "张示例", false))
                        .code())
                .isEqualTo("criteria-set");
        assertThat(catchThrowableOfType(
                                Problem.class,
                                () -> sets.importSet("giZone", " ", utf8(GOOD), "细则.csv", "office", "张示例", false))
                        .detail())
                .contains("版本");
    }

    private List<Long> counts(String file) throws IOException {
        List<Criterion> criteria = sets.preview(sample(file), file).criteria();
        return java.util.Arrays.stream(CriterionType.values())
                .map(type -> criteria.stream()
                        .filter(criterion -> criterion.type() == type)
                        .count())
                .toList();
    }

    private List<RowProblem> problems(byte[] content, String fileName) {
        CriteriaImport report = sets.importSet("giZone", "2026版", content, fileName, "office", "张示例", false);
        assertThat(report.id()).isNull();
        assertNothingWritten();
        return report.problems();
    }

    private void assertNothingWritten() {
        assertThat(count("criteria_set")).isZero();
        assertThat(count("criterion")).isZero();
        assertThat(count("journal")).isZero();
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static byte[] rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "A" + i + ",组织领导,机构,第 " + i + " 条要求,1,基本项,政府办,文件,按程度给分")
                .collect(Collectors.joining("\n", HEADER, "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] workbook(boolean withFormula) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            Sheet sheet = workbook.createSheet("示例细则");
            String[][] lines = {
                HEADER.strip().split(",", -1),
                {"A1", "组织领导", "机构", "成立领导小组", "3", "关键项", "政府办", "文件", ""},
                {"A2", "", "机构", "印发方案", "3分", "关键项", "政府办", "文件", ""}
            };
            for (int r = 0; r < lines.length; r++) {
                sheet.createRow(r);
                for (int c = 0; c < lines[r].length; c++) {
                    sheet.getRow(r).createCell(c).setCellValue(lines[r][c]);
                }
            }
            sheet.addMergedRegion(new CellRangeAddress(1, 2, 1, 1));
            if (withFormula) {
                sheet.getRow(2).createCell(4).setCellFormula("1+2");
            }
            workbook.write(bytes);
            return bytes.toByteArray();
        }
    }

    private static byte[] sample(String file) throws IOException {
        try (InputStream in = CriteriaSetsTests.class.getResourceAsStream("/criteria/" + file)) {
            return in.readAllBytes();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
