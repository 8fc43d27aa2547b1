package org.chuangjian.evidence;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes names that are safe to show, to offer as a download and to write into an archive on any system. */
public final class FileNames {

    private static final int MAX_LENGTH = 200;
    private static final String NAMELESS = "未命名文件";

    /** Controls, formatting (bidi overrides, zero-width), private use, lone surrogates, line and paragraph separators. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private static final Pattern NOT_ON_WINDOWS = Pattern.compile("[<>:\"|?*]");
    private static final Pattern RESERVED = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])\\s*(\\..*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,10}");

    private FileNames() {}

    public static String clean(String name) {
        String clean = Normalizer.normalize(INVISIBLE.matcher(name).replaceAll(""), Normalizer.Form.NFC);
        clean = clean.substring(Math.max(clean.lastIndexOf('/'), clean.lastIndexOf('\\')) + 1);
        clean = NOT_ON_WINDOWS.matcher(clean).replaceAll("_").strip();
        clean = withoutTrailingDots(clean);
        if (clean.isEmpty()) {
            return NAMELESS;
        }
        if (clean.startsWith(".")) {
            clean = NAMELESS + clean;
        }
        if (RESERVED.matcher(clean).matches()) {
            clean = "_" + clean;
        }
        return shortened(clean);
    }

    /** The extension in lower case without its dot, "" if there is none. */
    public static String extension(String cleanName) {
        int dot = cleanName.lastIndexOf('.');
        String extension = cleanName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot > 0 && EXTENSION.matcher(extension).matches() ? extension : "";
    }

    private static String withoutTrailingDots(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || Character.isWhitespace(name.charAt(end - 1)))) {
            end--;
        }
        return name.substring(0, end);
    }

    private static String shortened(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        String extension = extension(name);
        String ending = extension.isEmpty() ? "" : name.substring(name.length() - extension.length() - 1);
        int end = MAX_LENGTH - ending.length();
        if (Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return withoutTrailingDots(name.substring(0, end)) + ending;
    }
}
