package org.chuangjian.example;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.chuangjian.shared.SpreadsheetWriter;

/** Made-up evidence: small documents, tables and pictures that say of themselves that they are examples. */
final class ExampleFiles {

    private static final String MADE_UP = "本文件为示例材料，内容均为虚构。";
    private static final String[] FIRMS = {
        "示例菌业", "样本菇业", "范例山珍", "演示农业", "模拟生物", "甲字食用菌", "乙字食用菌",
        "丙字香菇", "丁字香菇", "戊字食品", "己字农产品", "庚字合作社", "辛字合作社", "壬字家庭农场"
    };
    private static final String[] PLACES = {"样本镇", "范例镇", "模拟乡", "城区"};
    private static final String[] OUTLETS = {
        "食用农产品批发市场",
        "农贸市场",
        "大型商超",
        "中小超市",
        "便利店（食杂店）",
        "粮油店",
        "水果生鲜店",
        "母婴用品店",
        "保健食品店",
        "食品批发部",
        "冷库",
        "食品生产企业",
        "食品小作坊",
        "大型餐饮",
        "中型餐饮",
        "小餐饮（小吃店）",
        "早餐夜宵店",
        "饮品甜品店",
        "网络餐饮店",
        "学校食堂",
        "幼儿园食堂",
        "养老机构食堂",
        "机关企事业（工地）食堂",
        "校园周边",
        "集体用餐配送单位",
        "农村集体聚餐点",
        "食品摊贩（夜市）",
        "餐饮具集中消毒单位"
    };
    private static final String[] FINDINGS = {
        "健康证过期", "进货查验记录不全", "生熟刀具混用", "冷藏温度偏高", "临期食品未设专区", "消毒记录缺失", "垃圾桶未加盖", "许可证未公示"
    };
    /** Officer-visits a week of the drive against misuse of the mark; together 92. */
    private static final int[] VISITS = {12, 10, 14, 8, 16, 12, 9, 11};

    private static final int NUMBERED_FINDINGS = 16;

    private ExampleFiles() {}

    /** @param about what the file belongs to, so that no two files are the same */
    static byte[] content(String name, String about, String requirement, String note, LocalDate date) {
        if (name.endsWith(".xlsx")) {
            return table(name, about, date);
        }
        if (name.endsWith(".png")) {
            return picture(about + name);
        }
        return document(name.substring(0, name.lastIndexOf('.')), about, requirement, note, date);
    }

    private static byte[] table(String name, String about, LocalDate date) {
        SpreadsheetWriter sheet = new SpreadsheetWriter();
        if (name.contains("14家")) {
            sheet.sheet("用标企业", "序号", "企业名称", "专用标志使用", "链上赋码", "包装印标");
            for (int i = 0; i < FIRMS.length; i++) {
                sheet.row(
                        i + 1,
                        FIRMS[i] + (FIRMS[i].endsWith("社") || FIRMS[i].endsWith("场") ? "" : "有限公司"),
                        "已核准",
                        "已完成",
                        "已完成");
            }
        } else if (name.contains("92人次")) {
            sheet.sheet("出动统计", "序号", "检查周", "出动执法人员（人次）", "检查对象");
            for (int i = 0; i < VISITS.length; i++) {
                sheet.row(i + 1, "第" + (i + 1) + "周", VISITS[i], i % 2 == 0 ? "用标企业" : "农贸市场、商超");
            }
            sheet.row("合计", "", 92, "下达责令整改通知书2份");
        } else if (name.contains("28类")) {
            sheet.sheet("暗访业态", "序号", "业态", "抽样点位（个）");
            for (int i = 0; i < OUTLETS.length; i++) {
                sheet.row(i + 1, OUTLETS[i], 2 + i % 3);
            }
        } else if (name.contains("16个")) {
            sheet.sheet("问题清单", "编号", "业态", "所在地", "问题", "交办日期");
            for (int i = 0; i < NUMBERED_FINDINGS; i++) {
                sheet.row(
                        "示例-" + (i + 1),
                        OUTLETS[(i * 5) % OUTLETS.length],
                        PLACES[i % PLACES.length],
                        FINDINGS[i % FINDINGS.length],
                        date);
            }
        } else {
            sheet.sheet("示例", "序号", "事项", "责任单位", "日期", "情况");
            for (int i = 0; i < 4 + name.length() % 5; i++) {
                sheet.row(
                        i + 1,
                        name.replace(".xlsx", "") + "第" + (i + 1) + "项",
                        PLACES[i % 3],
                        date.minusDays(7L * i),
                        "已完成");
            }
        }
        return sheet.sheet("说明", "说明").row(MADE_UP).row(about).toBytes();
    }

    private static byte[] document(String title, String about, String requirement, String note, LocalDate date) {
        try (XWPFDocument document = new XWPFDocument();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            XWPFParagraph heading = document.createParagraph();
            heading.setAlignment(ParagraphAlignment.CENTER);
            XWPFRun words = heading.createRun();
            words.setBold(true);
            words.setFontSize(18);
            words.setText(title + "（示例）");
            for (String text : List.of(about, "指标要求：" + requirement, note, MADE_UP)) {
                if (!text.isBlank()) {
                    document.createParagraph().createRun().setText(text);
                }
            }
            XWPFParagraph end = document.createParagraph();
            end.setAlignment(ParagraphAlignment.RIGHT);
            end.createRun()
                    .setText("示例县  " + date.getYear() + "年" + date.getMonthValue() + "月" + date.getDayOfMonth() + "日");
            document.write(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] picture(String about) {
        int seed = about.hashCode();
        BufferedImage image = new BufferedImage(480, 320, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setColor(Color.getHSBColor((seed & 0xff) / 255f, 0.18f, 0.96f));
        canvas.fillRect(0, 0, 480, 320);
        for (int i = 0; i < 6; i++) {
            int height = 40 + ((seed >>> (i * 4)) & 0xf) * 9;
            canvas.setColor(Color.getHSBColor(((seed & 0xff) / 255f + i * 0.04f) % 1f, 0.4f, 0.75f));
            canvas.fillRect(40 + i * 68, 270 - height, 50, height);
        }
        canvas.setColor(Color.DARK_GRAY);
        canvas.setStroke(new BasicStroke(2f));
        canvas.drawLine(24, 270, 456, 270);
        label(canvas);
        canvas.dispose();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A shelf as an inspector photographs it: in disorder before, tidy after.
     *
     * @param place makes every place's photo another one
     */
    static byte[] photo(String place, boolean after) {
        Random random = new Random(place.hashCode() * 31L + (after ? 1 : 0));
        float wall = (place.hashCode() & 0xff) / 255f;
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setColor(Color.getHSBColor(wall, 0.08f, after ? 0.95f : 0.72f));
        canvas.fillRect(0, 0, 640, 480);
        canvas.setColor(Color.getHSBColor(0.09f, 0.35f, after ? 0.62f : 0.45f));
        canvas.fillRect(0, 410, 640, 70);
        for (int shelf = 0; shelf < 3; shelf++) {
            int floor = 170 + shelf * 110;
            for (int box = 0; box < 8; box++) {
                int height = after ? 66 : 30 + random.nextInt(56);
                double tilt = after ? 0 : (random.nextDouble() - 0.5) * 0.5;
                if (!after && random.nextInt(4) == 0) {
                    continue;
                }
                canvas.setColor(Color.getHSBColor(
                        (wall + 0.1f * box + 0.3f * shelf) % 1f, after ? 0.45f : 0.3f, after ? 0.85f : 0.6f));
                int left = 66 + box * 64;
                canvas.rotate(tilt, left + 25, floor);
                canvas.fillRect(left, floor - height, 50, height);
                canvas.rotate(-tilt, left + 25, floor);
            }
            canvas.setColor(Color.DARK_GRAY);
            canvas.fillRect(44, floor, 552, 8);
        }
        for (int stain = 0; !after && stain < 14; stain++) {
            canvas.setColor(new Color(70, 60, 40, 70));
            canvas.fillOval(
                    random.nextInt(620), 300 + random.nextInt(170), 10 + random.nextInt(50), 6 + random.nextInt(18));
        }
        canvas.setColor(Color.DARK_GRAY);
        label(canvas);
        canvas.dispose();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bare server has no fonts at all, or none with Chinese characters; the picture does without the words then. */
    private static void label(Graphics2D canvas) {
        try {
            Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 28);
            if (font.canDisplayUpTo("示例图片") < 0) {
                canvas.setFont(font);
                canvas.drawString("示例图片", 24, 48);
            }
        } catch (LinkageError | RuntimeException | InternalError e) {
            canvas.drawRect(12, 12, 456, 296);
        }
    }
}
