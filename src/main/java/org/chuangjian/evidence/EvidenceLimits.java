package org.chuangjian.evidence;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** What may be uploaded, for pages to say before anybody chooses a file. */
@Component
public class EvidenceLimits {

    private static final List<String> GROUPS = List.of("文档", "表格", "演示文稿", "图片", "音频", "视频", "压缩包");

    private final EvidenceProperties properties;

    EvidenceLimits(EvidenceProperties properties) {
        this.properties = properties;
    }

    public long maxFileSize() {
        return properties.maxFileSize().toBytes();
    }

    public int maxFiles() {
        return properties.maxFiles();
    }

    public int maxFilesPerAssignment() {
        return properties.maxFilesPerAssignment();
    }

    /** The value of a file field's {@code accept}: {@code .doc,.docx,…}. */
    public String accept() {
        return properties.types().keySet().stream().sorted().map(e -> "." + e).collect(Collectors.joining(","));
    }

    /** One Chinese sentence. */
    public String sentence() {
        String groups = byGroup().entrySet().stream()
                .map(group -> group.getKey() + "（" + String.join("、", group.getValue()) + "）")
                .collect(Collectors.joining("、"));
        return "一次最多选 " + maxFiles() + " 个文件，每个不超过 " + size(maxFileSize()) + "，每项任务最多 " + maxFilesPerAssignment()
                + " 个，可上传" + groups + "。";
    }

    /** Extensions by Chinese kind of file, in the order pages show them. */
    public Map<String, List<String>> byGroup() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        properties.types().entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, EvidenceProperties.Type>>comparingInt(
                                type -> order(type.getValue().group()))
                        .thenComparing(type -> type.getValue().group())
                        .thenComparing(Map.Entry::getKey))
                .forEach(type -> groups.computeIfAbsent(type.getValue().group(), group -> new ArrayList<>())
                        .add(type.getKey()));
        return groups;
    }

    /** A size for people: 812 字节, 35.2 KB, 200 MB. */
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " 字节";
        }
        if (bytes < DataSize.ofMegabytes(1).toBytes()) {
            return rounded(bytes / 1024.0) + " KB";
        }
        if (bytes < DataSize.ofGigabytes(1).toBytes()) {
            return rounded(bytes / 1024.0 / 1024.0) + " MB";
        }
        return rounded(bytes / 1024.0 / 1024.0 / 1024.0) + " GB";
    }

    private static String rounded(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static int order(String group) {
        int index = GROUPS.indexOf(group);
        return index < 0 ? GROUPS.size() : index;
    }
}
