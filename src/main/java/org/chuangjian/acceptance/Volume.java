package org.chuangjian.acceptance;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.evidence.FileNames;
import org.chuangjian.evidence.SubmittedEvidence;
import org.chuangjian.organisation.Units;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/**
 * 申报材料卷: every accepted document of a campaign as one zip in the order of the criteria, written as it is read, so
 * that its size does not matter. The three lists come last because only then is known what is really in it; their names
 * put them on top wherever names are sorted.
 */
@Component
public class Volume {

    public static final String INDEX = "00-目录.html";
    public static final String MANIFEST = "00-校验清单-SHA256.txt";
    public static final String GAPS = "00-缺件清单.txt";

    private static final String REMOVED = "已删除指标";
    private static final int BUFFER = 256 * 1024;
    private static final int FOLDER_LENGTH = 40;
    private static final int FILE_LENGTH = 120;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final CriteriaSets criteriaSets;
    private final SubmittedEvidence evidence;
    private final Gaps gaps;
    private final Units units;
    private final Clock clock;

    Volume(CriteriaSets criteriaSets, SubmittedEvidence evidence, Gaps gaps, Units units, Clock clock) {
        this.criteriaSets = criteriaSets;
        this.evidence = evidence;
        this.gaps = gaps;
        this.units = units;
        this.clock = clock;
    }

    /** Writes the volume; the stream stays open. Memory does not grow with the documents. */
    public void write(Campaign campaign, OutputStream out) throws IOException {
        Path index = Files.createTempFile("volume", ".html");
        Path manifest = Files.createTempFile("volume", ".txt");
        try {
            Archive archive = new Archive(out);
            write(campaign, archive, index, manifest);
            archive.finish();
            archive.flush();
        } finally {
            Files.deleteIfExists(index);
            Files.deleteIfExists(manifest);
        }
    }

    private void write(Campaign campaign, Archive archive, Path index, Path manifest) throws IOException {
        List<String> broken = new ArrayList<>();
        List<Gaps.Gap> missing = gaps.of(campaign);
        try (PrintWriter page = new PrintWriter(Files.newBufferedWriter(index));
                PrintWriter sums = new PrintWriter(Files.newBufferedWriter(manifest))) {
            head(page, campaign);
            documents(campaign, new Writing(archive, page, sums, broken));
            page.println("</table>");
            foot(page, missing, broken);
            // A printer keeps its troubles to itself, and half a list is worse than none.
            if (page.checkError() || sums.checkError()) {
                throw new IOException("The lists of the volume cannot be written to the temporary folder");
            }
        }
        archive.add(INDEX, now(), index);
        archive.add(MANIFEST, now(), manifest);
        StringBuilder text = new StringBuilder("缺件清单（截至 " + MINUTE.format(now()) + "）\r\n\r\n");
        if (missing.isEmpty() && broken.isEmpty()) {
            text.append("全部指标均有入库材料，没有在审或未办结的任务。\r\n");
        }
        missing.forEach(gap -> text.append(gap.code())
                .append(' ')
                .append(gap.level2())
                .append("：")
                .append(gap.words())
                .append("\r\n"));
        broken.forEach(line -> text.append(line).append("\r\n"));
        // Without the mark the usual editor of offices takes the text for another encoding.
        archive.add(GAPS, now(), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
    }

    private void documents(Campaign campaign, Writing writing) throws IOException {
        Folders folders = new Folders();
        List<Criterion> criteria = criteriaSets.criteria(campaign.criteriaSetId());
        for (Criterion criterion : criteria) {
            writing.add(
                    criterion.code(),
                    criterion.level2() + "　" + StringUtils.abbreviate(criterion.requirement(), 120),
                    folders.of(criterion.level1(), criterion.level2(), criterion.code()),
                    evidence.of(campaign.id(), List.of(criterion.code())));
        }
        Map<String, List<SubmittedEvidence.Item>> removed = new LinkedHashMap<>();
        evidence.outside(campaign.id(), criteria.stream().map(Criterion::code).toList())
                .forEach(item -> removed.computeIfAbsent(item.criterionCode(), code -> new ArrayList<>())
                        .add(item));
        for (Map.Entry<String, List<SubmittedEvidence.Item>> one : removed.entrySet()) {
            writing.add(one.getKey(), REMOVED + "　现行细则没有这项指标，材料附后备查", folders.ofRemoved(one.getKey()), one.getValue());
        }
    }

    private void head(PrintWriter page, Campaign campaign) {
        page.println("<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>" + escaped(campaign.name())
                + " 申报材料目录</title><style>body{font:15px/1.6 sans-serif;margin:2rem;color:#1a1c1e}"
                + "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #dfe1e4;padding:.3rem .6rem;"
                + "text-align:left;vertical-align:top}.c th{background:#f6f6f5}.n{text-align:right}"
                + ".h{font:12px monospace;word-break:break-all}b{color:#b3261e}</style>");
        page.println("<h1>" + escaped(campaign.name()) + " 申报材料目录</h1><p>创建期间 " + campaign.startDate() + " 至 "
                + campaign.acceptanceDate() + "，材料截至 " + MINUTE.format(now())
                + "。按细则顺序编排，卷内序号与文件名相同；每份材料的 SHA-256 校验值见末列和“" + MANIFEST + "”。</p>");
        page.println("<table><tr><th>序号</th><th>材料</th><th>报送单位</th><th>字节</th><th>SHA-256</th></tr>");
    }

    private static void foot(PrintWriter page, List<Gaps.Gap> missing, List<String> broken) {
        page.println("<h2>缺件</h2>");
        if (missing.isEmpty() && broken.isEmpty()) {
            page.println("<p>没有缺件。</p>");
            return;
        }
        page.println("<ul>");
        missing.forEach(
                gap -> page.println("<li>" + escaped(gap.code() + " " + gap.level2() + "：" + gap.words()) + "</li>"));
        broken.forEach(line -> page.println("<li>" + escaped(line) + "</li>"));
        page.println("</ul></html>");
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), clock.getZone());
    }

    private LocalDateTime local(SubmittedEvidence.Item item) {
        return item.uploadedAt().atZoneSameInstant(clock.getZone()).toLocalDateTime();
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    /** The name as a link inside the volume. */
    private static String address(String name) {
        return org.springframework.web.util.UriUtils.encodePath(name, StandardCharsets.UTF_8);
    }

    static String fileName(String unit, String name) {
        String extension = FileNames.extension(name);
        String ending = extension.isEmpty() ? "" : name.substring(name.length() - extension.length() - 1);
        String stem = StringUtils.removeEnd(name, ending);
        return FileNames.clean(shortened(flat(unit), FOLDER_LENGTH) + "-"
                + shortened(flat(stem), FILE_LENGTH - ending.length()) + ending);
    }

    static String folderName(String name) {
        String clean = FileNames.clean(shortened(flat(name), FOLDER_LENGTH));
        return clean.endsWith(".") ? clean + "_" : clean;
    }

    /** A separator inside a name is a character like any other. */
    private static String flat(String name) {
        return name.replace('/', '／').replace('\\', '＼');
    }

    private static String shortened(String name, int most) {
        if (name.length() <= most) {
            return name;
        }
        return name.substring(0, Character.isHighSurrogate(name.charAt(most - 1)) ? most - 1 : most)
                .strip();
    }

    /** The documents on their way into the volume, numbered as they come. */
    private final class Writing {

        private final Map<String, String> unitNames = units.names();
        private final Archive archive;
        private final PrintWriter page;
        private final PrintWriter sums;
        private final List<String> broken;
        private int serial;

        Writing(Archive archive, PrintWriter page, PrintWriter sums, List<String> broken) {
            this.archive = archive;
            this.page = page;
            this.sums = sums;
            this.broken = broken;
        }

        void add(String code, String words, String folder, List<SubmittedEvidence.Item> items) throws IOException {
            page.println("<tr class=\"c\"><th colspan=\"5\">" + escaped(code + " " + words)
                    + (items.isEmpty() ? "　<b>无入库材料</b>" : "") + "</th></tr>");
            for (SubmittedEvidence.Item item : items) {
                add(code, folder, item);
            }
        }

        private void add(String code, String folder, SubmittedEvidence.Item item) throws IOException {
            String unit = unitNames.getOrDefault(item.unitCode(), item.unitCode());
            Optional<InputStream> content = evidence.open(item);
            if (content.isEmpty()) {
                broken.add(code + "：《" + item.name() + "》（" + unit + "）的文件在服务器上找不到，没有收入本卷。");
                return;
            }
            String number = String.format(Locale.ROOT, "%04d", ++serial);
            String name = folder + "/" + number + "-" + fileName(unit, item.name());
            long written;
            try (InputStream in = content.get()) {
                written = archive.add(name, local(item), in);
            }
            if (written != item.size()) {
                broken.add(code + "：《" + item.name() + "》（" + unit + "）登记为 " + item.size() + " 字节，实际 " + written
                        + " 字节，请核对原件。");
            }
            sums.print(item.sha256() + "  " + name + "\n");
            page.println("<tr><td class=\"n\">" + number + "</td><td><a href=\"" + escaped(address(name)) + "\">"
                    + escaped(item.name()) + "</a></td><td>" + escaped(unit) + "</td><td class=\"n\">" + item.size()
                    + "</td><td class=\"h\">" + item.sha256() + "</td></tr>");
        }
    }

    /** 一级指标 / 二级指标 / 指标, numbered as they come in the table. What is numbered needs no other name of its own. */
    private static final class Folders {

        private final Map<String, String> first = new LinkedHashMap<>();
        private final Map<String, Map<String, String>> second = new LinkedHashMap<>();
        private final Map<String, Integer> third = new HashMap<>();

        String of(String level1, String level2, String code) {
            String top = first.computeIfAbsent(level1, name -> numbered(first.size() + 1, name));
            Map<String, String> below = second.computeIfAbsent(level1, name -> new LinkedHashMap<>());
            return counted(top + "/" + below.computeIfAbsent(level2, name -> numbered(below.size() + 1, name)), code);
        }

        /** After everything the table has. */
        String ofRemoved(String code) {
            return counted(numbered(first.size() + 1, REMOVED), code);
        }

        private String counted(String folder, String code) {
            return folder + "/" + numbered(third.merge(folder, 1, Integer::sum), code);
        }

        private static String numbered(int number, String name) {
            return String.format(Locale.ROOT, "%02d ", number) + folderName(StringUtils.defaultIfBlank(name, "其他"));
        }
    }

    /** A zip without compression: documents and pictures are compressed already, and time counts. */
    private static final class Archive extends ZipOutputStream {

        private final byte[] copied = new byte[BUFFER];

        Archive(OutputStream out) {
            super(new BufferedOutputStream(out, BUFFER), StandardCharsets.UTF_8);
            setLevel(Deflater.NO_COMPRESSION);
            // The stream's own buffer of 512 bytes would cost a call for every half kilobyte.
            buf = new byte[BUFFER];
        }

        long add(String name, LocalDateTime time, InputStream in) throws IOException {
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(time);
            putNextEntry(entry);
            long written = 0;
            int read = in.read(copied);
            while (read >= 0) {
                write(copied, 0, read);
                written += read;
                read = in.read(copied);
            }
            closeEntry();
            return written;
        }

        void add(String name, LocalDateTime time, Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                add(name, time, in);
            }
        }

        void add(String name, LocalDateTime time, byte[] content) throws IOException {
            add(name, time, new java.io.ByteArrayInputStream(content));
        }
    }
}
