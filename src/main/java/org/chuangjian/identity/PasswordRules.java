package org.chuangjian.identity;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a password must be: ten characters, or eight of three kinds; nothing one guesses first. */
public final class PasswordRules {

    public static final String HINT = "至少 10 个字符；或至少 8 个字符，且含大写字母、小写字母、数字、符号中的三种。不能包含账号。";

    /** BCrypt looks at no more. */
    private static final int MAX_BYTES = 72;

    private static final Set<String> GUESSED_FIRST = Set.of(
            "1234567890",
            "0123456789",
            "0987654321",
            "12345678910",
            "1234567890a",
            "password123",
            "passw0rd123",
            "qwertyuiop",
            "1qaz2wsx3edc",
            "administrator",
            "admin123456",
            "a123456789",
            "woaini1314",
            "chuangjian");

    private PasswordRules() {}

    /** @return Chinese: what is wrong with it, or null */
    public static @Nullable String objection(String account, String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        int length = password.codePointCount(0, password.length());
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "密码太长，最多 72 个字符（汉字算三个）。";
        }
        if (length < 8 || (length < 10 && kinds(password) < 3)) {
            return "密码不够强：" + HINT;
        }
        if (!account.isEmpty() && lower.contains(account.toLowerCase(Locale.ROOT))) {
            return "密码不能包含账号，请换一个。";
        }
        if (GUESSED_FIRST.contains(lower) || password.codePoints().distinct().count() < 4) {
            return "这个密码太容易被猜到，请换一个。";
        }
        return null;
    }

    private static long kinds(String password) {
        return Stream.of("\\p{Lu}", "\\p{Ll}", "\\d", "[^\\p{Lu}\\p{Ll}\\d]")
                .filter(kind -> password.matches("(?s).*" + kind + ".*"))
                .count();
    }
}
