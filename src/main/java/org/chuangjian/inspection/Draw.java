package org.chuangjian.inspection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * 随机抽取 that anybody can repeat: candidates stand in the order of SHA-256 of "seed:id", and the first ones are drawn.
 * It needs no program of ours, no order of the input and no version of any random generator.
 */
final class Draw {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST_SEED = 40;

    private Draw() {}

    /** The wanted seed, or a fresh one nobody could choose. */
    static String seed(@Nullable String wanted) {
        if (StringUtils.isNotBlank(wanted)) {
            return StringUtils.left(wanted.strip(), LONGEST_SEED);
        }
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** At most {@code count} of the ids. */
    static List<String> of(Collection<String> ids, String seed, int count) {
        return ids.stream()
                .distinct()
                .sorted(Comparator.comparing((String id) -> rank(seed, id)).thenComparing(Comparator.naturalOrder()))
                .limit(Math.max(0, count))
                .toList();
    }

    /** At most {@code count} of each group: id → group. */
    static List<String> ofEach(Map<String, String> groupById, String seed, int count) {
        Map<String, Map<String, String>> groups = new TreeMap<>();
        groupById.forEach((id, group) ->
                groups.computeIfAbsent(group, it -> new LinkedHashMap<>()).put(id, group));
        return groups.values().stream()
                .flatMap(group -> of(group.keySet(), seed, count).stream())
                .toList();
    }

    private static String rank(String seed, String id) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((seed + ":" + id).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
