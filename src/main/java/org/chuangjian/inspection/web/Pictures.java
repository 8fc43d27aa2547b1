package org.chuangjian.inspection.web;

import java.util.Base64;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.evidence.Upload;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.web.multipart.MultipartFile;

/** Photos on their way in, from a form or inside JSON. */
final class Pictures {

    private Pictures() {}

    static Upload of(MultipartFile file) {
        return new Upload(StringUtils.defaultIfBlank(file.getOriginalFilename(), "照片.jpg"), file, file.getSize());
    }

    static List<Upload> of(@Nullable List<MultipartFile> files) {
        return files == null
                ? List.of()
                : files.stream()
                        .filter(file -> !file.isEmpty() || StringUtils.isNotBlank(file.getOriginalFilename()))
                        .map(Pictures::of)
                        .toList();
    }

    /**
     * A photo as a script sends it.
     *
     * @param content Base64
     */
    record Encoded(@Nullable String name, @Nullable String content) {

        Upload decoded() {
            try {
                byte[] bytes = Base64.getDecoder().decode(StringUtils.defaultString(content));
                return new Upload(
                        StringUtils.defaultIfBlank(name, "照片.jpg"), new ByteArrayResource(bytes), bytes.length);
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("photo", "照片内容不是有效的 Base64 编码，请按接口说明提交。");
            }
        }
    }
}
