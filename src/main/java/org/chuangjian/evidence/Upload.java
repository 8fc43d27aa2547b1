package org.chuangjian.evidence;

import org.springframework.core.io.InputStreamSource;

/**
 * One file on its way in.
 *
 * @param name as the browser says it, not trusted
 * @param content opened once; a Spring {@code MultipartFile} will do
 * @param size announced bytes, -1 if unknown; a different number received means a broken upload
 */
public record Upload(String name, InputStreamSource content, long size) {}
