package org.chuangjian.evidence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What may be uploaded.
 *
 * @param maxFiles files of one upload
 * @param maxEntries entries of an archive or Office file
 * @param maxUnpacked unpacked size of an archive or Office file
 * @param maxRatio unpacked to packed size of an archive or Office file, looked at from 16 MB unpacked on: small ones
 *     that pack well are harmless
 * @param types by extension; configured entries are added to the built-in ones or replace them, and one without
 *     {@code detectedAs} forbids its extension
 */
@ConfigurationProperties("chuangjian.evidence")
record EvidenceProperties(
        @DefaultValue("200MB") DataSize maxFileSize,
        @DefaultValue("20") int maxFiles,
        @DefaultValue("200") int maxFilesPerAssignment,
        @DefaultValue("10000") int maxEntries,
        @DefaultValue("2GB") DataSize maxUnpacked,
        @DefaultValue("200") int maxRatio,
        @DefaultValue Map<String, Type> types) {

    EvidenceProperties {
        Map<String, Type> all = builtIn();
        all.putAll(types);
        all.values().removeIf(type -> type.detectedAs().isEmpty());
        types = Collections.unmodifiableMap(all);
    }

    /**
     * @param group Chinese word of the kind of file, as shown
     * @param mediaType what the content is served as
     * @param detectedAs media types that its first bytes may look like; {@code video/*} means any video
     * @param inside names that a zip-based document must have inside; one ending with / stands for a folder
     */
    record Type(
            String group,
            String mediaType,
            @DefaultValue List<String> detectedAs,
            @DefaultValue List<String> inside) {

        Type {
            detectedAs = List.copyOf(detectedAs);
            inside = List.copyOf(inside);
        }
    }

    static final String ZIP = "application/zip";

    private static Map<String, Type> builtIn() {
        // Detection by first bytes alone cannot tell the kinds of OLE and OOXML documents apart.
        String ole = "application/x-tika-msoffice";
        String ooxml = "application/x-tika-ooxml";
        String open = "application/vnd.openxmlformats-officedocument.";
        Map<String, Type> types = new LinkedHashMap<>();
        types.put("doc", type("文档", "application/msword", ole, "application/rtf"));
        types.put("docx", office("文档", open + "wordprocessingml.document", "word/", ZIP, ooxml));
        types.put("wps", office("文档", "application/wps-office.wps", "word/", ole, ZIP, ooxml));
        types.put("pdf", type("文档", "application/pdf", "application/pdf"));
        types.put("ofd", new Type("文档", "application/ofd", List.of(ZIP, "application/ofd"), List.of("OFD.xml")));
        types.put("txt", type("文档", "text/plain", "text/plain"));
        types.put("rtf", type("文档", "application/rtf", "application/rtf"));
        types.put("xls", type("表格", "application/vnd.ms-excel", ole));
        types.put("xlsx", office("表格", open + "spreadsheetml.sheet", "xl/", ZIP, ooxml));
        types.put("et", office("表格", "application/wps-office.et", "xl/", ole, ZIP, ooxml));
        types.put("csv", type("表格", "text/csv", "text/plain", "text/csv"));
        types.put("ppt", type("演示文稿", "application/vnd.ms-powerpoint", ole));
        types.put("pptx", office("演示文稿", open + "presentationml.presentation", "ppt/", ZIP, ooxml));
        // Phones and messengers rename pictures freely, so any picture may bear any picture's extension.
        String[] pictures = {
            "image/jpeg", "image/png", "image/gif", "image/bmp", "image/heic", "image/heif", "image/webp", "image/tiff"
        };
        types.put("jpg", type("图片", "image/jpeg", pictures));
        types.put("jpeg", type("图片", "image/jpeg", pictures));
        types.put("png", type("图片", "image/png", pictures));
        types.put("gif", type("图片", "image/gif", pictures));
        types.put("bmp", type("图片", "image/bmp", pictures));
        types.put("heic", type("图片", "image/heic", pictures));
        types.put("webp", type("图片", "image/webp", pictures));
        types.put("tif", type("图片", "image/tiff", pictures));
        types.put("tiff", type("图片", "image/tiff", pictures));
        types.put("mp3", type("音频", "audio/mpeg", "audio/*"));
        types.put("wav", type("音频", "audio/wav", "audio/*"));
        types.put("m4a", type("音频", "audio/mp4", "audio/*", "video/mp4", "application/mp4", "video/quicktime"));
        types.put("amr", type("音频", "audio/amr", "audio/*"));
        types.put("mp4", type("视频", "video/mp4", "video/*", "application/mp4", "audio/mp4"));
        types.put("mov", type("视频", "video/quicktime", "video/*", "application/mp4", "application/quicktime"));
        types.put("avi", type("视频", "video/x-msvideo", "video/*"));
        types.put("mkv", type("视频", "video/x-matroska", "video/*", "application/x-matroska"));
        types.put("webm", type("视频", "video/webm", "video/*", "application/x-matroska"));
        types.put("3gp", type("视频", "video/3gpp", "video/*", "application/mp4"));
        types.put("flv", type("视频", "video/x-flv", "video/*"));
        types.put("wmv", type("视频", "video/x-ms-wmv", "video/*", "application/vnd.ms-asf"));
        types.put("zip", type("压缩包", ZIP, ZIP));
        types.put("rar", type("压缩包", "application/vnd.rar", "application/x-rar-compressed", "application/vnd.rar"));
        types.put("7z", type("压缩包", "application/x-7z-compressed", "application/x-7z-compressed"));
        return types;
    }

    private static Type type(String group, String mediaType, String... detectedAs) {
        return new Type(group, mediaType, List.of(detectedAs), List.of());
    }

    private static Type office(String group, String mediaType, String folder, String... detectedAs) {
        return new Type(group, mediaType, List.of(detectedAs), List.of("[Content_Types].xml", folder));
    }
}
