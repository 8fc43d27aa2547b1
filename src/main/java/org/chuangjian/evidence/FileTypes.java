package org.chuangjian.evidence;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.springframework.stereotype.Component;

/** Whether a file is what its extension says, judged by its bytes. */
@Component
class FileTypes {

    private static final MimeTypes DETECTOR = MimeTypes.getDefaultMimeTypes();
    private static final long RATIO_MATTERS_FROM = 16L << 20;
    private static final int HEAD = 8192;

    /** Text that a browser or a shell would act on. */
    private static final Set<String> SCRIPTS = Set.of(
            "application/x-sh",
            "application/x-bat",
            "application/javascript",
            "text/javascript",
            "application/x-httpd-php",
            "text/x-php",
            "text/x-python",
            "text/x-perl",
            "text/x-ruby",
            "text/x-vbscript",
            "text/x-vbasic",
            "text/x-jsp",
            "text/asp",
            "text/aspdotnet");

    private static final Set<String> WEB_PAGES = Set.of(
            "text/html",
            "application/xhtml+xml",
            "image/svg+xml",
            "application/xml",
            "text/xml",
            "text/x-web-markup",
            "multipart/related");

    private static final Set<String> PROGRAMS = Set.of(
            "application/x-msdownload",
            "application/x-dosexec",
            "application/x-elf",
            "application/x-executable",
            "application/x-sharedlib",
            "application/x-object",
            "application/x-mach-o",
            "application/x-mach-o-executable",
            "application/x-mach-o-universal",
            "application/java-vm",
            "application/x-msi",
            "application/x-ms-shortcut");

    private static final Map<String, String> WORDS = Map.of(
            "application/x-tika-msoffice", "旧版或加密的 Office 文件",
            "application/x-tika-ooxml", "Office 文件",
            "application/zip", "压缩包",
            "application/pdf", "PDF 文档",
            "text/plain", "纯文本",
            "application/octet-stream", "无法识别的内容");

    private final EvidenceProperties properties;

    FileTypes(EvidenceProperties properties) {
        this.properties = properties;
    }

    /** Looks at the name alone, so that a hopeless file is refused before its bytes are read. */
    EvidenceProperties.Type ofName(String cleanName) throws RefusedFile {
        String extension = FileNames.extension(cleanName);
        EvidenceProperties.Type type = properties.types().get(extension);
        if (type == null) {
            throw new RefusedFile(
                    "type-not-allowed",
                    extension.isEmpty()
                            ? "文件名没有扩展名，无法判断类型，请补上扩展名后重新上传。"
                            : "不接收 ." + extension + " 文件，请转换为 PDF、Office 文档、图片、音视频或压缩包后上传。");
        }
        return type;
    }

    /**
     * @return the media type to serve the content as
     * @throws RefusedFile if the content does not fit the extension, or is unsafe to open
     */
    String check(Path file, String cleanName) throws RefusedFile, IOException {
        EvidenceProperties.Type type = ofName(cleanName);
        String detected = detect(file);
        if (!fits(type, detected)) {
            throw new RefusedFile(
                    "type-mismatch",
                    "文件内容与扩展名 ." + FileNames.extension(cleanName) + " 不符（实际为" + word(detected) + "），请上传原始"
                            + type.group() + "。");
        }
        if (detected.equals(EvidenceProperties.ZIP) || detected.equals("application/x-tika-ooxml")) {
            inspectZip(file, cleanName, type);
        }
        return detected.startsWith("image/") ? detected : type.mediaType();
    }

    private static boolean fits(EvidenceProperties.Type type, String detected) {
        if (SCRIPTS.contains(detected) || WEB_PAGES.contains(detected) || PROGRAMS.contains(detected)) {
            return false;
        }
        return type.detectedAs().stream()
                .anyMatch(allowed -> allowed.endsWith("/*")
                        ? detected.startsWith(allowed.substring(0, allowed.length() - 1))
                        : allowed.equals(detected));
    }

    private static String detect(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            MediaType type = DETECTOR.detect(in, new Metadata()).getBaseType();
            String name = type.toString();
            if (SCRIPTS.contains(name) || WEB_PAGES.contains(name)) {
                return name;
            }
            if (DETECTOR.getMediaTypeRegistry().isSpecializationOf(type, MediaType.TEXT_PLAIN)
                    && !name.equals("application/rtf")) {
                return "text/plain";
            }
            if (type.equals(MediaType.OCTET_STREAM)) {
                return ofUnknown(file);
            }
            return name;
        }
    }

    /** What the detector leaves open but offices send every day: text in GB18030 or UTF-16, MP3 without a tag. */
    private static String ofUnknown(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        if (head.length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xe6) == 0xe2) {
            return "audio/mpeg";
        }
        boolean utf16 = head.length >= 2
                && ((head[0] == (byte) 0xff && head[1] == (byte) 0xfe)
                        || (head[0] == (byte) 0xfe && head[1] == (byte) 0xff));
        return isText(head, utf16 ? StandardCharsets.UTF_16 : Charset.forName("GB18030"))
                ? "text/plain"
                : "application/octet-stream";
    }

    private static boolean isText(byte[] head, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(head.length + 1);
        // A character cut off at the end of the head is an underflow here, not an error.
        if (decoder.decode(ByteBuffer.wrap(head), text, false).isError()) {
            return false;
        }
        String decoded = text.flip().toString();
        String start = decoded.stripLeading().toLowerCase(Locale.ROOT);
        return decoded.chars().noneMatch(c -> c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f')
                && !start.startsWith("<")
                && !start.startsWith("#!");
    }

    private void inspectZip(Path file, String cleanName, EvidenceProperties.Type type) throws RefusedFile, IOException {
        long packed = Files.size(file);
        long unpacked = 0;
        int entries = 0;
        Set<String> missing = new HashSet<>(type.inside());
        byte[] buffer = new byte[1 << 16];
        // Names may be in any old encoding; only ASCII ones matter here and Latin-1 never fails.
        try (ZipInputStream zip = new ZipInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.ISO_8859_1)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName().replace('\\', '/');
                missing.removeIf(part -> part.endsWith("/") ? name.startsWith(part) : name.equals(part));
                if (++entries > properties.maxEntries()) {
                    throw unsafe("内含文件超过 " + properties.maxEntries() + " 个");
                }
                for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                    unpacked += read;
                    if (unpacked > properties.maxUnpacked().toBytes()) {
                        throw unsafe("解压后超过 "
                                + EvidenceLimits.size(properties.maxUnpacked().toBytes()));
                    }
                    if (unpacked > RATIO_MATTERS_FROM && unpacked / properties.maxRatio() > packed) {
                        throw unsafe("压缩比异常，疑似压缩炸弹");
                    }
                }
            }
        } catch (EOFException e) {
            throw damaged(cleanName, e);
        } catch (ZipException | IllegalArgumentException e) {
            // An archive with a password or a rare method cannot be read here, but nothing here unpacks it either.
            if (!type.mediaType().equals(EvidenceProperties.ZIP)) {
                throw damaged(cleanName, e);
            }
            return;
        }
        if (!missing.isEmpty()) {
            throw new RefusedFile(
                    "type-mismatch",
                    "文件内容与扩展名 ." + FileNames.extension(cleanName) + " 不符（实际为压缩包），请上传原始" + type.group() + "。");
        }
        if (entries == 0) {
            throw new RefusedFile("archive-unsafe", "压缩包里没有文件，请检查后重新上传。");
        }
    }

    private static RefusedFile unsafe(String reason) {
        return new RefusedFile("archive-unsafe", "文件" + reason + "，为安全起见不予接收，请拆分或重新保存后上传。");
    }

    private static RefusedFile damaged(String cleanName, Exception cause) {
        return new RefusedFile("archive-unsafe", "文件《" + cleanName + "》已损坏，无法打开，请在本机确认能打开后重新上传。", cause);
    }

    private static String word(String detected) {
        if (PROGRAMS.contains(detected)) {
            return "可执行程序";
        }
        if (SCRIPTS.contains(detected)) {
            return "脚本程序";
        }
        if (WEB_PAGES.contains(detected)) {
            return "网页或脚本图形";
        }
        String word = WORDS.get(detected);
        if (word != null) {
            return word;
        }
        return switch (detected.substring(0, detected.indexOf('/') + 1)) {
            case "image/" -> "图片";
            case "audio/" -> "音频";
            case "video/" -> "视频";
            default -> "其他类型的文件";
        };
    }
}
