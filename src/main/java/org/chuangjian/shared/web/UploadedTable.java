package org.chuangjian.shared.web;

import java.io.IOException;
import java.util.Optional;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/** A spreadsheet as it was uploaded: small enough to be held in memory. */
public record UploadedTable(String name, byte[] content) {

    /** @throws Problem 400 if no file came, 413 if it is larger than any table is */
    public static UploadedTable of(@Nullable MultipartFile file) throws IOException {
        if (file == null) {
            throw Problem.badRequest("file-missing", "没有收到文件，请选择 .xlsx 或 .csv 表格后再上传。");
        }
        refuseTooLarge(file);
        return new UploadedTable(Optional.ofNullable(file.getOriginalFilename()).orElse(""), file.getBytes());
    }

    /** @throws Problem 413 if it is larger than any table is */
    public static void refuseTooLarge(MultipartFile file) {
        if (file.getSize() > Spreadsheet.MAX_BYTES) {
            throw Problem.tooLarge("文件超过 20 MB，请拆成几份或删去图片后再上传。");
        }
    }
}
